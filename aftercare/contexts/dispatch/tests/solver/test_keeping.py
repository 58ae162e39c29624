from __future__ import annotations

from dataclasses import replace

import pytest

from aftercare.contexts.dispatch.solver import search
from aftercare.contexts.dispatch.solver.checker import check
from aftercare.contexts.dispatch.solver.instances import problem_of
from aftercare.contexts.dispatch.solver.keeping import Wishes, rest_of
from aftercare.contexts.dispatch.solver.search import Budget
from aftercare.contexts.dispatch.tests.solver.builders import HOUR, MINUTE, random_links
from aftercare.contexts.dispatch.tests.solver.town import town

QUICK = Budget(rounds=200)


def whereabouts(plan):
    return {visit: (route.resource, start) for route in plan.routes for visit, start in route.visits}


def planned(seed):
    of = problem_of(town(4, 30, seed))
    return of, search.plan(of, QUICK)


@pytest.mark.parametrize("seed", range(4))
class TestRestOf:
    @pytest.mark.parametrize("now", [0, 9.5, 11.75, 12.5, 14, 16, 20])
    def test_planned_anew_breaks_no_rule_and_leaves_what_is_frozen(self, seed, now):
        of, plan = planned(seed)
        rest = rest_of(of, plan, Wishes(now=int(now * HOUR), frozen_seconds=HOUR))
        anew = rest.whole(search.plan(rest.problem, QUICK, seed=1))
        assert check(of, anew).violations == ()
        was, found = whereabouts(plan), whereabouts(anew)
        frozen = {visit for visit, (_, start) in was.items() if start < (now + 1) * HOUR}
        assert {visit: found[visit] for visit in frozen} == {visit: was[visit] for visit in frozen}
        assert all(start >= now * HOUR for visit, (_, start) in found.items() if visit not in frozen)

    def test_keeps_what_is_locked(self, seed):
        of, plan = planned(seed)
        was = whereabouts(plan)
        some = frozenset(list(was)[::2])
        rest = rest_of(of, plan, Wishes(locked_engineer=some, locked_time=some))
        found = whereabouts(rest.whole(search.plan(rest.problem, QUICK, seed=1)))
        assert {visit: found[visit] for visit in some & found.keys()} == {
            visit: was[visit] for visit in some & found.keys()
        }

    def test_moves_nobody_for_less_than_a_move_costs(self, seed):
        of, plan = planned(seed)
        rest = rest_of(of, plan, Wishes(moved_cost=10_000 * MINUTE))
        found = whereabouts(search.plan(rest.problem, QUICK, seed=1, begin_with=plan))
        assert all(found[visit][0] == r for visit, (r, _) in whereabouts(plan).items() if visit in found)


@pytest.mark.parametrize("seed", range(8))
class TestCrews:
    @pytest.mark.parametrize("now", [8.5, 10, 12])
    def test_are_kept_together_when_one_of_them_is_there_already(self, seed, now):
        of = replace(problem_of(town(6, 30, seed)), links=random_links(seed, 30))
        plan = search.plan(of, QUICK)
        rest = rest_of(of, plan, Wishes(now=int(now * HOUR)))
        again = rest.whole(search.plan(rest.problem, QUICK, seed=1))
        assert check(of, again).violations == ()
