"""The rules that replay published home care, and the engine under them."""

from __future__ import annotations

import copy

import pytest

from aftercare.contexts.dispatch.solver import search
from aftercare.contexts.dispatch.solver.search import Budget
from benchmarks.rig.home_care import problem_of, solution_of
from benchmarks.rig.home_care_rules import replay

TOGETHER = {"type": "simultaneous"}
IN_TURN = {"type": "sequential", "distance": [20, 30]}
BOTH = [{"service": "s1", "duration": 10}, {"service": "s2", "duration": 10}]


def instance(synchronization):
    """Two patients half an hour apart, the first of whom needs two caregivers."""
    return {
        "patients": [
            {"id": "p1", "time_window": [60, 90], "required_caregivers": BOTH, "synchronization": synchronization},
            {"id": "p2", "time_window": [0, 45], "required_caregivers": BOTH[:1]},
        ],
        "caregivers": [{"id": "c1", "abilities": ["s1"]}, {"id": "c2", "abilities": ["s1", "s2"]}],
        "distances": [[0, 30, 30], [30, 0, 30], [30, 30, 0]],
    }  # fmt: skip


def solution(synchronization):
    given = instance(synchronization)
    return given, solution_of(given, search.plan(problem_of(given), Budget(rounds=100)))


class TestReplay:
    @pytest.mark.parametrize("synchronization", [TOGETHER, IN_TURN])
    def test_finds_nothing_wrong_with_a_plan(self, synchronization):
        replayed = replay(*solution(synchronization))
        assert (replayed.broken, replayed.distance, replayed.tardiness) == ((), 150, 0)
        assert replayed.cost == 50

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            (lambda stop: stop.update(arrival_time=stop["arrival_time"] + 40), "apart"),
            (lambda stop: stop.update(arrival_time=10), "too early"),
            (lambda stop: stop.update(service="s1"), "not served"),
        ],
    )
    def test_finds(self, change, words):
        given, made = solution(TOGETHER)
        made = copy.deepcopy(made)
        change(next(stop for route in made["routes"] for stop in route["locations"] if stop["service"] == "s2"))
        assert any(words in broken for broken in replay(given, made).broken)
