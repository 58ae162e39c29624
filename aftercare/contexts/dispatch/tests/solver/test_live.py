from __future__ import annotations

import pytest

from aftercare.contexts.dispatch.solver import search
from aftercare.contexts.dispatch.solver.checker import check
from aftercare.contexts.dispatch.solver.live import Live, WhyNot
from aftercare.contexts.dispatch.solver.plan import Plan
from aftercare.contexts.dispatch.solver.problem import UNFIT
from aftercare.contexts.dispatch.solver.search import Budget
from aftercare.contexts.dispatch.tests.solver.builders import (
    HOUR,
    MINUTE,
    line,
    problem,
    random_problem,
    resources,
    visits,
)


class TestOffers:
    @pytest.mark.parametrize("seed", range(20))
    def test_cost_what_they_say_and_break_no_rule(self, seed):
        of = random_problem(seed, people=4, count=20)
        plan = search.plan(of, Budget(rounds=30))
        plan = Plan(plan.routes[1:])
        for visit in plan.left_out(20):
            live = Live(of, plan)
            before = check(of, live.plan).cost.total
            for offer in live.offers(visit, most=1):
                live.take(visit, offer)
                after = check(of, live.plan)
                assert after.violations == ()
                assert after.cost.total <= before + offer.extra - int(of.visits.drop_cost[visit])

    def test_name_the_nearest_first_and_leave_out_who_cannot(self):
        work = visits(1, place=[2], fit=[[0, 0, UNFIT]])
        of = problem(
            people=3, visits=work, travel=line(4), resources=resources(3, starts_at=[0, 3, 2], ends_at=[0, 3, 2])
        )
        offers = Live(of, Plan(())).offers(0)
        assert [(offer.resource, offer.extra) for offer in offers] == [(1, 20 * MINUTE), (0, 40 * MINUTE)]
        assert offers[0].start == 8 * HOUR + 10 * MINUTE

    def test_are_not_made_for_a_visit_that_is_planned(self):
        of = problem()
        with pytest.raises(ValueError, match="on a tour"):
            Live(of, search.plan(of, Budget(rounds=1))).offers(0)


class TestWhyNot:
    def live(self, **changed):
        """Three engineers with nothing to do yet."""
        work = visits(2, place=[1, 2], **{"fit": [[UNFIT, 0, UNFIT], [0, 0, 0]]} | changed)
        of = problem(people=3, visits=work, travel=line(3), resources=resources(3, starts_at=[2, 0, 1]))
        return Live(of, Plan(()))

    def test_is_the_extra_cost(self):
        live = self.live()
        assert live.why_not(1, 1) == WhyNot(None, 20 * MINUTE)
        assert live.why_not(1, 0) == WhyNot(None)

    def test_is_the_first_rule_in_the_way(self):
        live = self.live()
        assert live.why_not(0, 0) == WhyNot("nobody_fit")

    def test_is_a_van_that_has_no_more_of_the_parts(self):
        of = problem(2, visits=visits(2, parts=[[2], [1]]), resources=resources(stock=[[2]]))
        live = Live(of, Plan(()))
        live.take(0, live.offers(0)[0])
        assert live.why_not(1, 0) == WhyNot("parts_used_up")

    def test_is_a_full_tour(self):
        live = self.live(service=[[4 * HOUR, 4 * HOUR + 20 * MINUTE]])
        live.take(0, live.offers(0)[0])
        assert live.why_not(1, 1) == WhyNot("tour_full")
