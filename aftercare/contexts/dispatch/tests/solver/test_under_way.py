"""A day under way: newcomers, making room, windows to offer, mending what is around a change."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from aftercare.contexts.dispatch.solver import search
from aftercare.contexts.dispatch.solver.checker import check
from aftercare.contexts.dispatch.solver.instances import problem_of
from aftercare.contexts.dispatch.solver.live import Live
from aftercare.contexts.dispatch.solver.plan import Plan, Route
from aftercare.contexts.dispatch.solver.problem import NEVER, BadProblem
from aftercare.contexts.dispatch.solver.search import Budget
from aftercare.contexts.dispatch.tests.solver.builders import (
    EIGHT,
    HOUR,
    MINUTE,
    line,
    problem,
    random_links,
    random_problem,
    resources,
    visits,
)
from aftercare.contexts.dispatch.tests.solver.town import town


def first(of, count):
    """Return the problem with its first visits alone."""
    return replace(of, visits=of.visits.some(list(range(count))))


def only(of, visit):
    return of.visits.some([visit])


def without(plan, visit):
    return Plan(tuple(Route(r.resource, tuple(v for v in r.visits if v[0] != visit), r.lunch) for r in plan.routes))


class TestNewcomers:
    @pytest.mark.parametrize("seed", range(10))
    def test_get_the_offers_they_would_have_got_from_the_start(self, seed):
        of = random_problem(seed, people=4, count=20)
        plan = search.plan(first(of, 17), Budget(rounds=30))
        live = Live(first(of, 17), plan)
        for visit in (17, 18, 19):
            assert live.learn(only(of, visit)) == visit
            known = Live(of, live.plan)
            assert live.offers(visit) == known.offers(visit)
            assert [live.why_not(visit, r) for r in range(4)] == [known.why_not(visit, r) for r in range(4)]
            for offer in live.offers(visit, most=1):
                live.take(visit, offer)
        assert check(live.problem, live.plan).violations == ()
        assert check(live.problem, live.plan) == check(of, live.plan)

    def test_may_be_at_places_nobody_knew(self):
        whole = problem(5)
        few = replace(first(whole, 3), travel=whole.travel[:4, :4])
        live = Live(few, Plan(()))
        for visit in (3, 4):
            known = visit + 1
            ways = whole.travel[:known, known], whole.travel[known, :known]
            live.learn(only(whole, visit), there=ways[0], back=ways[1])
            live.take(visit, live.offers(visit)[0])
        assert np.array_equal(live.problem.travel, whole.travel)
        assert check(whole, live.plan).cost.travel == 100 * MINUTE

    def test_are_refused_when_there_is_no_room_or_sense(self):
        of = problem(2)
        live = Live(of, Plan(()), room=1)
        for newcomer, named, code in [
            (replace(only(of, 0), place=np.array([9], np.int32)), {}, "unknown_place"),
            (only(of, 0), {"there": np.zeros(3, np.int32)}, "unknown_place"),
            (of.visits, {}, "fit_shape"),
        ]:
            with pytest.raises(BadProblem) as refused:
                live.learn(newcomer, **named)
            assert refused.value.code == code
        assert live.learn(only(of, 0)) == 2
        with pytest.raises(BadProblem, match="room"):
            live.learn(only(of, 0))


class TestBump:
    @pytest.mark.parametrize("seed", range(8))
    def test_is_the_cheapest_and_costs_what_it_says(self, seed):
        of = problem_of(town(4, 40, seed))
        plan = search.plan(of, Budget(rounds=100))
        for visit in plan.left_out(40)[:4]:
            live = Live(of, plan)
            bump = live.bump(visit)
            assert (bump.extra if bump else None) == self.cheapest(of, plan, visit)
            if bump:
                before = check(of, live.plan).cost.total
                live.carry_out(bump)
                verdict = check(of, live.plan)
                assert verdict.violations == ()
                assert verdict.cost.total <= before + bump.extra - int(of.visits.drop_cost[visit])

    @staticmethod
    def cheapest(of, plan, visit):
        """Return what the cheapest way costs, after trying each."""
        drop, found = of.visits.drop_cost, []
        for route in plan.routes:
            for other, _ in route.visits:
                live = Live(of, without(plan, other))
                cost = Live(of, plan)._routes.cost.sum()
                places = [one for one in live.offers(visit, most=99) if one.resource == route.resource]
                if drop[other] < drop[visit] and places:
                    live.take(visit, places[0])
                    gone = int(live._routes.cost.sum() - cost)
                    back = live.offers(other, most=1)
                    found.append(gone + min(int(drop[other]), back[0].extra if back else NEVER))
        return min(found, default=None)

    def test_leaves_the_tours_as_they_are_until_it_is_carried_out(self):
        of = problem(2, visits=visits(2, windows=[[[EIGHT, 9 * HOUR]]] * 2, service=[[2 * HOUR] * 2],
                                      drop_cost=[HOUR, 9 * HOUR]))  # fmt: skip
        live = Live(of, Plan((Route(0, ((0, 9 * HOUR),), 12 * HOUR),)))
        was = live.plan
        bump = live.bump(1)
        assert (bump.bumped, bump.elsewhere, bump.extra) == (0, None, HOUR + 20 * MINUTE)
        assert live.plan == was
        live.carry_out(bump)
        assert live.plan.left_out(2) == [0]

    def test_moves_nothing_that_is_as_important(self):
        of = problem(2, visits=visits(2, windows=[[[EIGHT, 9 * HOUR]]] * 2, service=[[2 * HOUR] * 2]))
        assert Live(of, Plan((Route(0, ((0, 9 * HOUR),), 12 * HOUR),))).bump(1) is None


class TestCrews:
    @pytest.mark.parametrize("seed", range(10))
    def test_are_sent_together_at_the_cost_they_say(self, seed):
        of = replace(random_problem(seed, people=5, count=20), links=random_links(seed, 20))
        live = Live(of, search.plan(replace(of, links=of.links[:0]), Budget(rounds=0)))
        for visit, other in of.links[:, :2].tolist():
            live = Live(of, without(without(live.plan, visit), other))
        for visit, other in of.links[:, :2].tolist():
            before = check(of, live.plan).cost.total
            for crew in live.crews(visit, most=1):
                live.send(crew)
                verdict = check(of, live.plan)
                assert verdict.violations == ()
                gained = int(of.visits.drop_cost[[visit, other]].sum())
                assert verdict.cost.total <= before + crew.extra - gained
                live.leave_out(other)
                assert live.crews(visit, most=1) == [crew]
                live.send(crew)

    def test_are_the_nearest_two(self):
        work = visits(2, place=[2, 2], fit=[[0] * 3] * 2)
        people = resources(3, starts_at=[0, 1, 2], ends_at=[0, 1, 2])
        live = Live(problem(2, people=3, visits=work, resources=people, travel=line(3), links=[(0, 1, 0, 0)]), Plan(()))
        crew = live.crews(0)[0]
        assert ({crew.one.resource, crew.other.resource}, crew.extra) == ({1, 2}, 20 * MINUTE)
        assert crew.one.start == crew.other.start == EIGHT + 10 * MINUTE
        with pytest.raises(ValueError, match="crew"):
            live.offers(0)


class TestWindows:
    def test_are_the_cheapest_of_the_next_days_with_who_comes(self):
        people = resources(2, start=[EIGHT, 32 * HOUR], end=[17 * HOUR, 41 * HOUR], latest_end=[17 * HOUR, 41 * HOUR],
                           lunch=[[0, 0, -1]] * 2)  # fmt: skip
        work = visits(2, place=[3, 3], fit=[[0, 0]] * 2, windows=[[[EIGHT, 40 * HOUR]]] * 2)
        of = problem(2, people=2, visits=work, resources=people, travel=line(4))
        live = Live(of, Plan((Route(1, ((0, 34 * HOUR),), None),)))
        asked = [(6 * HOUR, 7 * HOUR), (EIGHT, 10 * HOUR), (10 * HOUR, NEVER - 1), (34 * HOUR, 36 * HOUR)]
        offered = live.windows(1, asked)
        assert [(one.opens, one.offer.resource, one.offer.extra) for one in offered] == [
            (10 * HOUR, 1, 0), (34 * HOUR, 1, 0), (EIGHT, 0, HOUR),
        ]  # fmt: skip
        assert live.offers(1) == Live(of, live.plan).offers(1)


class TestReoptimise:
    @pytest.mark.parametrize("seed", range(6))
    def test_moves_few_visits_breaks_no_rule_and_saves_what_it_says(self, seed):
        of = problem_of(town(12, 100, seed))
        live = Live(of, search.plan(of, Budget(rounds=200), seed=seed))
        before = check(of, live.plan).cost.total
        mended = live.reoptimise([0, 1, 2], budget=Budget(rounds=1000))
        verdict = check(of, mended.plan)
        assert verdict.violations == ()
        assert verdict.cost.total == before - mended.saved
        assert len(mended.moved) <= 3
        was = {v: r.resource for r in live.plan.routes for v, _ in r.visits}
        now = {v: r.resource for r in mended.plan.routes for v, _ in r.visits}
        assert {visit for visit in was if now.get(visit) != was[visit]} == set(mended.moved)

    def test_gives_a_visit_to_whoever_is_nearer(self):
        of = problem(2, people=2, resources=resources(2, starts_at=[0, 2], ends_at=[0, 2]), travel=line(3, minutes=30))
        live = Live(of, Plan((Route(0, ((0, 9 * HOUR), (1, 10 * HOUR)), 12 * HOUR),)))
        mended = live.reoptimise([0], budget=Budget(rounds=500))
        assert (mended.moved, mended.saved) == ((1,), HOUR)

    def test_changes_nothing_when_there_is_nothing_to_gain(self):
        of = problem(3)
        live = Live(of, search.plan(of, Budget(rounds=100)))
        mended = live.reoptimise([0], budget=Budget(rounds=50))
        assert (mended.plan, mended.moved, mended.saved) == (live.plan, (), 0)
