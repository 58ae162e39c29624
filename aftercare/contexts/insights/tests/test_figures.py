"""The figures after their formulas, by period, region and source; and who may read them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from aftercare.contexts.insights import queries
from aftercare.contexts.insights.models import ClockFact, OrderFact, RequestFact, SurveyFact
from aftercare.contexts.insights.rules import Code, Period, cumulative_shares, months_back, reaches, vital_few
from aftercare.platform.actor import Role

pytestmark = pytest.mark.django_db


def ask(actor, at, **fields):
    period = fields.pop("period", Period(None, None, "Asia/Shanghai"))
    return queries.Question(actor=actor, period=period, now=at + timedelta(days=60), **fields)


@pytest.fixture
def facts(at):
    """Make four requests in two regions with clocks, orders and surveys."""
    for n, (region, hours, category) in enumerate([(1, 1, "门"), (1, 3, "门"), (2, 50, "水"), (2, None, "电")], 1):
        RequestFact.objects.create(
            request_id=n, number=f"SR-{n}", source_system="old" if n == 4 else "", kind="fault", priority=3,
            region_id=region, region=f"R{region}", category_id=ord(category), category=category, status="closed",
            received_at=at + timedelta(days=n), responded_at=at + timedelta(days=n, hours=2),
            due_at=at + timedelta(days=n + 1),
            resolved_at=at + timedelta(days=n, hours=hours) if hours else None,
            closed_at=at + timedelta(days=n, hours=hours) if hours else None,
        )  # fmt: skip
        ClockFact.objects.create(
            clock_id=n, subject=f"service_request:{n}", request_id=n, promise="arrive", region_id=region, priority=3,
            due_at=at + timedelta(days=n, hours=4), is_met=n != 3, paused_minutes=40 if n == 1 else 0,
            pauses=[["no_access", "customer", 40]] if n == 1 else [],
        )  # fmt: skip
        OrderFact.objects.create(
            work_order_id=n, number=f"WO-{n}", request_id=n, kind="repair", region_id=region, visits=2 if n == 2 else 1,
            repeated_by_id=9 if n == 3 else None, is_planned_follow_up=n == 4, opened_at=at,
            completed_at=at + timedelta(days=n), promised_by=at + timedelta(days=n),
            arrived_at=at + timedelta(days=n, minutes=5 if n == 1 else -5),
        )  # fmt: skip
        SurveyFact.objects.create(
            survey_id=n, work_order_id=n, region_id=region, sent_at=at + timedelta(days=n),
            answered_at=at + timedelta(days=n + 1) if n < 4 else None, csat={1: 5, 2: 4, 3: 2}.get(n),
            nps={1: 10, 2: 7, 3: 3}.get(n),
        )  # fmt: skip


class TestFigures:
    def test_follow_their_formulas(self, facts, service_manager, at):
        told = queries.figures(ask(service_manager, at))
        assert told.requests == 4
        assert (told.on_time.n, told.on_time.share) == (3, 0.6667)
        assert (told.close.n, told.close.median, told.close.mean) == (3, 3.0, 18.0)
        assert (told.response.n, told.response.mean) == (4, 2.0)
        assert (told.sla.n, told.sla.hits) == (4, 3)
        assert [(p.reason, p.party, p.minutes, p.count) for p in told.pauses] == [("no_access", "customer", 40, 1)]
        assert (told.on_time_arrival.n, told.on_time_arrival.hits) == (4, 3)
        assert (told.first_time_fix.n, told.first_time_fix.hits, told.restated) == (3, 1, 1)
        assert (told.csat.n, told.csat.hits, told.surveys.share) == (3, 2, 0.75)
        assert (told.nps.n, told.nps.points) == (3, 0.0)

    def test_are_none_rather_than_zero_of_nothing(self, service_manager, at):
        told = queries.figures(ask(service_manager, at))
        assert (told.requests, told.sla.share, told.close.median, told.nps.points) == (0, None, None, None)

    def test_leave_out_promises_not_due_yet(self, facts, service_manager, at):
        ClockFact.objects.filter(clock_id=1).update(due_at=at + timedelta(days=90))
        assert queries.figures(ask(service_manager, at)).sla.n == 3

    def test_cut_days_in_the_zone_of_the_period(self, facts, service_manager, at):
        RequestFact.objects.filter(request_id=1).update(received_at=at.replace(day=30, hour=16, minute=30))
        day = Period(date(2026, 10, 1), date(2026, 10, 1), "Asia/Shanghai")
        assert queries.figures(ask(service_manager, at, period=day)).requests == 1

    @pytest.mark.parametrize(("source", "n"), [("", 4), ("own", 3), ("old", 1)])
    def test_are_of_one_source_when_asked(self, facts, service_manager, at, source, n):
        told = queries.figures(ask(service_manager, at, source=source))
        assert (told.requests, told.sla.n, told.surveys.n) == (n, n, n)

    def test_count_only_the_regions_of_who_asks(self, facts, make_actor, at):
        manager = make_actor(Role.SERVICE_MANAGER, regions={1})
        assert queries.figures(ask(manager, at)).requests == 2
        assert queries.figures(ask(manager, at, region_ids=frozenset({2}))).requests == 0

    @pytest.mark.parametrize("role", [Role.ENGINEER, Role.CUSTOMER, Role.SYSTEM_ADMIN, Role.AUDITOR])
    def test_tell_nothing_to_others(self, facts, make_actor, at, role):
        assert queries.figures(ask(make_actor(role), at)).requests == 0

    def test_cost_six_queries(self, facts, service_manager, at):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            queries.figures(ask(service_manager, at))
        assert len(asked) == 6


class TestBreakdowns:
    def test_give_the_months_in_order_in_four_queries(self, facts, service_manager, at, django_assert_num_queries):
        with django_assert_num_queries(4):
            rows = queries.by_month(ask(service_manager, at))
        assert [(row.name, row.requests, row.sla.n) for row in rows] == [("2026-09", 4, 4)]

    def test_give_the_busiest_region_first_in_five_queries(self, facts, service_manager, at, django_assert_num_queries):
        with django_assert_num_queries(5):
            rows = queries.by_region(ask(service_manager, at))
        assert [(row.key, row.requests, row.first_time_fix.n) for row in rows] == [(1, 2, 2), (2, 2, 1)]

    def test_give_the_largest_categories_with_their_growing_share(
        self, facts, service_manager, at, django_assert_num_queries
    ):
        with django_assert_num_queries(1):
            found = queries.top_categories(ask(service_manager, at), limit=2)
        assert [(row.name, row.requests, row.cumulative) for row in found.rows] == [("门", 2, 50.0), ("水", 1, 75.0)]
        assert (found.total, found.count, found.vital, found.others) == (4, 3, 3, 1)


class TestRules:
    def test_say_how_few_causes_make_up_most(self):
        assert vital_few(cumulative_shares([6, 2, 1, 1], 10)) == 2
        assert vital_few([]) == 0

    def test_look_back_whole_months(self):
        assert months_back(date(2026, 1, 31), 12) == date(2025, 2, 1)
        assert months_back(date(2026, 12, 5), 1) == date(2026, 12, 1)

    def test_know_that_shorter_is_better(self):
        assert reaches(Code.RESPONSE_HOURS, 3, 4)
        assert reaches(Code.CSAT, 94, 95) is False
        assert reaches(Code.CSAT, None, 95) is None
