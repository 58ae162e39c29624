from __future__ import annotations

import os
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aftercare.contexts.dispatch.solver import search
from aftercare.contexts.dispatch.solver.checker import check
from aftercare.contexts.dispatch.solver.keeping import Wishes, rest_of
from aftercare.contexts.dispatch.solver.kernel.layout import facts_of
from aftercare.contexts.dispatch.solver.plan import Plan, Route
from aftercare.contexts.dispatch.solver.problem import NEVER, UNFIT
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
    with_parts,
    with_stores,
)

INSTANCES = int(os.environ.get("AFTERCARE_SOLVER_INSTANCES", "60"))
QUICK = Budget(rounds=200)


def planned(of, **options):
    """Return the plan and its cost, after it was found to break no rule."""
    made = search.plan(of, options.pop("budget", QUICK), **options)
    verdict = check(of, made)
    assert verdict.violations == ()
    return made, verdict.cost


class TestPlan:
    @settings(max_examples=INSTANCES, deadline=None)
    @given(seed=st.integers(0, 2**32), people=st.integers(1, 4), count=st.integers(0, 14))
    def test_breaks_no_rule_and_costs_what_the_engine_believes(self, seed, people, count):
        of, told = random_problem(seed, people, count), []
        _, cost = planned(of, go_on=lambda progress: told.append(progress.cost) or True)
        # Reading off finds the best lunch of each tour, the search an early one.
        assert not told or cost.total <= told[-1]

    @settings(max_examples=INSTANCES, deadline=None)
    @given(seed=st.integers(0, 2**32), people=st.integers(2, 5), count=st.integers(0, 14))
    def test_breaks_no_rule_with_crews(self, seed, people, count):
        of, told = replace(random_problem(seed, people, count), links=random_links(seed, count)), []
        made, cost = planned(of, go_on=lambda progress: told.append(progress.cost) or True)
        assert not told or cost.total <= told[-1]
        _, better = planned(of, begin_with=made, budget=Budget(rounds=20))
        assert better.total <= cost.total

    @settings(max_examples=INSTANCES, deadline=None)
    @given(seed=st.integers(0, 2**32), people=st.integers(2, 5), count=st.integers(0, 14))
    def test_breaks_no_rule_with_parts_that_are_used_up(self, seed, people, count):
        of = with_parts(replace(random_problem(seed, people, count), links=random_links(seed, count)), seed)
        planned(of, budget=Budget(rounds=100))

    @settings(max_examples=INSTANCES, deadline=None)
    @given(seed=st.integers(0, 2**32), people=st.integers(1, 4), count=st.integers(0, 14))
    def test_breaks_no_rule_with_stores_to_pass_by_and_a_price_for_waiting(self, seed, people, count):
        of, told = with_stores(random_problem(seed, people, count), seed), []
        made, cost = planned(of, go_on=lambda progress: told.append(progress.cost) or True)
        assert not told or cost.total <= told[-1]
        _, better = planned(of, begin_with=made, budget=Budget(rounds=20))
        assert better.total <= cost.total

    def test_takes_the_short_way(self):
        made, cost = planned(problem(5))
        assert cost.travel == 100 * MINUTE
        assert made.left_out(5) == []

    def test_is_the_same_for_the_same_seed(self):
        of = random_problem(7, people=4, count=30)
        assert search.plan(of, QUICK, seed=3) == search.plan(of, QUICK, seed=3)

    def test_begins_with_a_plan_and_never_ends_with_a_dearer_one(self):
        of = random_problem(11, people=4, count=30)
        made, cost = planned(of)
        again, better = planned(of, begin_with=made, budget=Budget(rounds=20))
        assert better.total <= cost.total
        assert again.left_out(30) == made.left_out(30) or better.total < cost.total

    def test_ends_when_it_is_called_off(self):
        told = []
        search.plan(problem(5), Budget(seconds=600), go_on=lambda progress: told.append(progress) or len(told) < 3)
        assert len(told) == 3
        assert told[0].rounds == 0 < told[2].rounds

    def test_keeps_to_its_seconds(self):
        told = []
        search.plan(problem(5), Budget(seconds=0.3), go_on=lambda progress: told.append(progress) or True)
        assert 50 < len(told) < 1000


def test_the_kernel_sees_every_table_row_by_row():
    of = random_problem(5)
    columns = {name: np.asfortranarray(getattr(of.visits, name)) for name in ("service", "windows", "fit", "parts")}
    turned = replace(of, visits=replace(of.visits, **columns), travel=np.asfortranarray(of.travel))
    assert not turned.visits.service.flags.c_contiguous
    assert [name for name, table in facts_of(turned)._asdict().items() if not table.flags.c_contiguous] == []


class TestRules:
    def test_leave_out_what_costs_more_than_it_is_worth(self):
        made, _ = planned(problem(visits=visits(1, drop_cost=[19 * MINUTE])))
        assert made == Plan(())

    def test_take_lunch_when_it_makes_nobody_wait(self):
        # Between the two it would make the second late, before the first too.
        work = visits(2, windows=[[[11 * HOUR, 12 * HOUR]], [[11 * HOUR, 13 * HOUR]]], due=[11 * HOUR, 12 * HOUR])
        made, cost = planned(problem(visits=work))
        assert made.routes[0].visits == ((0, 11 * HOUR), (1, 11 * HOUR + 40 * MINUTE))
        assert (cost.lateness, made.routes[0].lunch) == (0, 12 * HOUR + 10 * MINUTE)

    def test_leave_out_lunch_where_none_is_due(self):
        made, _ = planned(problem(resources=resources(lunch=[[0, 0, -1]])))
        assert made.routes[0].lunch is None

    def test_wait_for_the_second_window(self):
        work = visits(1, windows=[[[7 * HOUR, EIGHT], [15 * HOUR, 16 * HOUR]]])
        made, _ = planned(problem(visits=work))
        assert made.routes[0].visits == ((0, 15 * HOUR),)

    def test_know_that_others_have_more_windows(self):
        work = visits(2, windows=[[[EIGHT, 9 * HOUR], [NEVER, -1]], [[9 * HOUR, 10 * HOUR], [15 * HOUR, 16 * HOUR]]])
        made, _ = planned(problem(2, visits=work))
        assert made.left_out(2) == []

    def test_use_up_what_is_on_the_van(self):
        of = problem(3, people=2, visits=visits(3, parts=[[1], [1], [1]], fit=[[0, 0]] * 3),
                     resources=resources(2, stock=[[1], [2]]))  # fmt: skip
        made, _ = planned(of)
        assert {route.resource: len(route.visits) for route in made.routes} == {0: 1, 1: 2}
        rest = rest_of(of, made, Wishes(now=17 * HOUR))
        assert rest.problem.resources.stock.tolist() == [[0], [0]]

    def test_pass_by_the_stores_before_the_first_visit_that_lacks_a_part(self):
        # Stores at place 2, on the way to the visit at place 3; the first visit has its part from home.
        windows = [[[EIGHT, 9 * HOUR]], [[10 * HOUR, 18 * HOUR]]]
        work = visits(2, place=[1, 3], parts=[[1], [1]], windows=windows)
        made, cost = planned(problem(visits=work, resources=resources(stock=[[1]], stores=[2]), travel=line(4)))
        assert (made.routes[0].fetches_after, cost.travel) == (1, 60 * MINUTE)
        again, _ = planned(problem(visits=work, resources=resources(stock=[[2]], stores=[2]), travel=line(4)))
        assert again.routes[0].fetches_after is None

    def test_leave_out_what_lacks_a_part_nobody_may_fetch(self):
        work = visits(1, parts=[[1]])
        assert planned(problem(visits=work, resources=resources(stock=[[0]])))[0] == Plan(())
        far = problem(visits=work, resources=resources(stock=[[0]], stores=[2]), travel=line(3, minutes=150))
        assert planned(far)[0] == Plan(())

    def test_leave_home_no_later_than_that_takes(self):
        people = resources(wait_rate=[1], lunch=[[0, 0, -1]])
        made, _ = planned(problem(resources=people))
        assert made.routes[0].visits == ((0, EIGHT + 10 * MINUTE),)

    def test_leave_home_late_where_waiting_has_its_price(self):
        work = visits(2, windows=[[[EIGHT, 12 * HOUR]], [[12 * HOUR, 18 * HOUR]]])
        fasting = {"lunch": [[0, 0, -1]]}
        made, cost = planned(problem(visits=work, resources=resources(wait_rate=[1], **fasting)))
        assert made.routes[0].visits == ((0, 12 * HOUR - 40 * MINUTE), (1, 12 * HOUR))
        assert cost.waiting == 0
        made, _ = planned(problem(visits=work, resources=resources(**fasting)))
        assert made.routes[0].visits[0] == (0, EIGHT + 10 * MINUTE)

    def test_wait_rather_than_be_late_for_the_first_visit(self):
        late = visits(2, windows=[[[EIGHT, 18 * HOUR]], [[12 * HOUR, 18 * HOUR]]], due=[9 * HOUR, NEVER])
        people = resources(wait_rate=[1], lunch=[[0, 0, -1]])
        made, cost = planned(problem(visits=late, resources=people))
        assert made.routes[0].visits[0] == (0, 9 * HOUR)
        assert cost.waiting == 2 * HOUR + 20 * MINUTE

    def test_pay_for_overtime_and_not_beyond_its_limit(self):
        late = {"windows": [[[16 * HOUR + 30 * MINUTE, 17 * HOUR]]]}
        overtime = resources(latest_end=[17 * HOUR + 10 * MINUTE])
        _, cost = planned(problem(visits=visits(1, **late), resources=overtime))
        assert cost.overtime == 2 * 10 * MINUTE
        made, _ = planned(problem(visits=visits(1, **late), resources=resources(latest_end=[17 * HOUR + 599])))
        assert made == Plan(())

    @pytest.mark.parametrize(("misfit", "sent"), [(39 * MINUTE, 0), (41 * MINUTE, 1)])
    def test_send_the_preferred_engineer_unless_the_way_is_too_long(self, misfit, sent):
        work = visits(1, place=[1], fit=[[misfit, 0]])
        people = resources(2, starts_at=[0, 3], ends_at=[0, 3])
        made, _ = planned(problem(people=2, visits=work, resources=people, travel=line(4, minutes=20)))
        assert made.routes[0].resource == sent

    @pytest.mark.parametrize(("rate", "tours"), [(0, 1), (1, 2)])
    def test_share_the_load_when_that_is_wished(self, rate, tours):
        people = resources(2, fair_load=[HOUR] * 2, unfair_rate=[rate] * 2)
        made, cost = planned(problem(4, people=2, resources=people, travel=line(5, minutes=1)))
        assert (len(made.routes), cost.unfair) == (tours, 0)

    def test_count_what_is_frozen_among_the_load(self):
        people = resources(2, fair_load=[HOUR] * 2, unfair_rate=[9] * 2)
        of = problem(4, people=2, resources=people, travel=line(5, minutes=1))
        morning = Plan((Route(0, ((0, EIGHT + 60), (1, 9 * HOUR)), 12 * HOUR),))
        rest = rest_of(of, morning, Wishes(now=10 * HOUR))
        assert [route.resource for route in search.plan(rest.problem, QUICK).routes] == [1]

    @pytest.mark.parametrize(("least", "most"), [(0, 0), (HOUR, HOUR), (-HOUR, -HOUR), (-9 * HOUR, -20 * MINUTE)])
    def test_send_two_who_start_as_far_apart_as_is_wished(self, least, most):
        work = visits(3, place=[1, 1, 2], fit=[[0, 0]] * 3, windows=[[[9 * HOUR, 17 * HOUR]]] * 3)
        of = problem(3, people=2, visits=work, resources=resources(2), links=[(0, 1, least, most)])
        made, cost = planned(of)
        starts = {visit: start for route in made.routes for visit, start in route.visits}
        assert cost.left_out == 0 and least <= starts[1] - starts[0] <= most

    def test_send_no_half_crew(self):
        work = visits(2, fit=[[0, 0], [UNFIT, UNFIT]])
        made, _ = planned(problem(2, people=2, visits=work, resources=resources(2), links=[(0, 1, 0, 0)]))
        assert made == Plan(())

    def test_send_nobody_who_is_unfit(self):
        made, _ = planned(problem(people=2, visits=visits(1, fit=[[UNFIT, 0]]), resources=resources(2)))
        assert made.routes[0].resource == 1

    def test_go_by_the_pace_of_the_engineer(self):
        work = visits(1, service=[[10 * HOUR], [4 * HOUR]], fit=[[0, 0]])
        made, _ = planned(problem(visits=work, resources=resources(2, pace=[0, 1])))
        assert [route.resource for route in made.routes] == [1]

    @pytest.mark.parametrize("travel", [[[0, NEVER], [60, 0]], [[0, 60], [NEVER, 0]]])
    def test_go_nowhere_without_a_way(self, travel):
        made, _ = planned(problem(travel=np.array(travel, np.int32)))
        assert made == Plan(())
