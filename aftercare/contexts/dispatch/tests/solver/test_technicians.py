"""The rules that replay published technician tours, and the engine under them."""

from __future__ import annotations

import pytest

from aftercare.contexts.dispatch.solver import search
from aftercare.contexts.dispatch.solver.search import Budget
from benchmarks.rig.technicians import problem_of, read, tours_of
from benchmarks.rig.technicians_rules import replay

# One technician at 10 without a tool, the depot at 20, requests at 30 (asks for the tool) and at 0 (from 50 on).
TEXT = """small

INFO
CREW COUNT\tSKILLS\tTOOLS\tSPARE PARTS
1\t1\t1\t1

DEPOT TECHNICIANS AND REQUESTS
ID\tX\tY\tTWS\tTWE\tServ\tSKILLS\tTOOLS\tSPARE PARTS
0\t20\t0\t0\t200\t0\t[]\t[]\t[0]
1\t10\t0\t0\t200\t0\t[0]\t[]\t[1]
2\t30\t0\t0\t200\t5\t[0]\t[0]\t[0]
3\t0\t0\t50\t200\t5\t[]\t[]\t[1]
"""


@pytest.fixture
def instance(tmp_path):
    path = tmp_path / "small.txt"
    path.write_text(TEXT)
    return read(path)


def test_read_what_is_published(instance):
    assert (instance.kinds, len(instance.technicians), len(instance.requests)) == ((1, 1, 1), 1, 2)
    assert instance.requests[0].tools == {0}
    assert instance.technicians[0].parts == (1,)


def test_an_engineer_leaves_late_and_fetches_the_tool(instance):
    made = search.plan(problem_of(instance), Budget(rounds=100))
    replayed = replay(instance, tours_of(made))
    # 10 - depot 20 - 30 - 0 - 10 is 60 of the way; leaving at 5 nobody waits.
    assert (replayed.broken, replayed.duration) == ((), 70)


@pytest.mark.parametrize(
    ("tours", "words"),
    [({0: [0]}, "1 is visited 0 times"), ({0: [0, 1, 0]}, "0 is visited 2 times"), ({}, "0 is visited 0 times")],
)
def test_finds(instance, tours, words):
    assert words in replay(instance, tours).broken


def test_finds_who_lacks_a_skill_and_who_is_too_late(tmp_path):
    path = tmp_path / "wrong.txt"
    path.write_text(
        TEXT.replace("3\t0\t0\t50\t200\t5\t[]", "3\t0\t0\t50\t51\t5\t[0]").replace("200\t0\t[0]", "200\t0\t[]")
    )
    broken = replay(read(path), {0: [0, 1]}).broken
    assert "0 has not the skills for 1" in broken
    assert "0 comes too late" in broken
