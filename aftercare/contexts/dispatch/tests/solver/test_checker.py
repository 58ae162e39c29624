from __future__ import annotations

import pytest

from aftercare.contexts.dispatch.solver.checker import check
from aftercare.contexts.dispatch.solver.plan import Plan, Route
from aftercare.contexts.dispatch.solver.problem import UNFIT
from aftercare.contexts.dispatch.tests.solver.builders import EIGHT, HOUR, MINUTE, line, problem, resources, visits

TEN, NOON = 10 * HOUR, 12 * HOUR


def codes(of, *routes):
    return {violation.code for violation in check(of, Plan(routes)).violations}


class TestCheck:
    def test_finds_nothing_in_a_good_plan_and_sums_it_up(self):
        of = problem(2, visits=visits(2, due=[TEN - HOUR, TEN], late_rate=[3, 3]))
        verdict = check(of, Plan((Route(0, ((0, TEN), (1, TEN + HOUR)), NOON),)))
        assert verdict.violations == ()
        assert (verdict.cost.travel, verdict.cost.lateness, verdict.cost.left_out) == (40 * MINUTE, 6 * HOUR, 0)

    @pytest.mark.parametrize(
        ("route", "code"),
        [
            (Route(0, ((0, EIGHT),), NOON), "too_early"),
            (Route(0, ((0, TEN), (1, TEN + 39 * MINUTE)), NOON), "too_early"),
            (Route(0, ((0, 19 * HOUR),), NOON), "window"),
            (Route(0, ((0, 17 * HOUR - 39 * MINUTE),), NOON), "too_long"),
            (Route(0, ((0, TEN), (0, TEN + HOUR)), NOON), "twice"),
            (Route(0, ((0, TEN),), None), "lunch"),
            (Route(0, ((0, TEN),), 14 * HOUR), "lunch"),
            (Route(0, ((0, NOON),), NOON), "lunch"),
            (Route(0, ((9, TEN),), NOON), "unknown"),
            (Route(3, ((0, TEN),), NOON), "unknown"),
        ],
    )
    def test_finds(self, route, code):
        assert code in codes(problem(2), route)

    def test_finds_who_is_unfit(self):
        assert codes(problem(visits=visits(1, fit=[[UNFIT]])), Route(0, ((0, TEN),), NOON)) == {"misfit"}

    def test_finds_a_part_fetched_where_there_are_no_stores_or_too_late(self):
        work = visits(2, parts=[[1], [1]])
        fetched = Route(0, ((0, TEN), (1, TEN + HOUR)), NOON, 1)
        assert codes(problem(visits=work, resources=resources(stock=[[1]]), travel=line(4)), fetched) == {"no_stores"}
        near = problem(visits=work, resources=resources(stock=[[1]], stores=[3]), travel=line(4))
        # From place 1 by place 3 to place 2 it is half an hour, and half an hour is there.
        assert codes(near, fetched) == set()
        assert codes(near, Route(0, ((0, TEN), (1, TEN + HOUR - MINUTE)), NOON, 1)) == {"too_early"}
        assert codes(near, Route(0, ((0, TEN), (1, TEN + HOUR)), NOON, 2)) == {"out_of_parts"}

    def test_counts_waiting_between_visits_and_not_before_the_first(self):
        people = resources(lunch=[[0, 0, -1]], wait_rate=[2])
        verdict = check(problem(2, resources=people), Plan((Route(0, ((0, TEN), (1, TEN + HOUR)), None),)))
        assert (verdict.violations, verdict.cost.waiting) == ((), 2 * 20 * MINUTE)

    def test_finds_one_engineer_on_two_tours(self):
        assert codes(problem(2), Route(0, ((0, TEN),), NOON), Route(0, ((1, TEN),), NOON)) == {"two_tours"}

    def test_finds_lunch_that_leaves_no_time_for_the_way(self):
        routes = Route(0, ((0, 11 * HOUR), (1, 11 * HOUR + 84 * MINUTE)), 11 * HOUR + 35 * MINUTE)
        assert codes(problem(2), routes) == {"too_early"}

    def test_counts_overtime_from_the_end_of_the_shift(self):
        of = problem(resources=resources(latest_end=[18 * HOUR]))
        verdict = check(of, Plan((Route(0, ((0, 17 * HOUR),), NOON),)))
        assert verdict.violations == ()
        assert verdict.cost.overtime == 2 * 40 * MINUTE

    def test_counts_service_above_a_fair_load(self):
        of = problem(2, resources=resources(fair_load=[40 * MINUTE], unfair_rate=[3]))
        verdict = check(of, Plan((Route(0, ((0, TEN), (1, TEN + HOUR)), NOON),)))
        assert verdict.cost.unfair == 3 * 20 * MINUTE
        assert verdict.cost.total == verdict.cost.travel + verdict.cost.unfair

    @pytest.mark.parametrize(
        ("routes", "code"),
        [
            ([(0, 0, TEN), (1, 1, TEN + HOUR)], None),
            ([(0, 0, TEN), (1, 1, TEN + 3 * HOUR)], "apart"),
            ([(0, 0, TEN), (1, 1, TEN + HOUR - 1)], "apart"),
            ([(0, 0, TEN)], "half_crew"),
            ([(1, 1, TEN)], "half_crew"),
            ([], None),
        ],
    )
    def test_finds_what_a_link_forbids(self, routes, code):
        of = problem(2, people=2, links=[(0, 1, HOUR, 2 * HOUR)])
        tours = [Route(r, ((visit, start),), NOON) for r, visit, start in routes]
        assert codes(of, *tours) == ({code} if code else set())

    def test_finds_a_crew_of_one(self):
        of = problem(2, links=[(0, 1, HOUR, HOUR)])
        assert codes(of, Route(0, ((0, TEN), (1, TEN + HOUR)), NOON)) == {"same_engineer"}

    def test_finds_parts_that_are_used_up(self):
        of = problem(2, visits=visits(2, parts=[[0, 1], [0, 1]]), resources=resources(stock=[[0, 1]]))
        assert codes(of, Route(0, ((0, TEN),), NOON)) == set()
        assert codes(of, Route(0, ((0, TEN), (1, TEN + HOUR)), NOON)) == {"out_of_parts"}
