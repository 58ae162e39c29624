"""Starting the promises of a record."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from aftercare.contexts.calendars import public as calendars
from aftercare.contexts.clocks import commands, public
from aftercare.contexts.clocks.models import Clock, DeadlineChange
from aftercare.contexts.clocks.tests.conftest import SUBJECT
from aftercare.contexts.contracts import commands as contracts
from aftercare.contexts.contracts.models import ServiceContract
from aftercare.platform.refusal import Refused


class TestStart:
    def test_runs_a_clock_for_each_promise_of_the_priority(self, start, at):
        due = {clock.promise: clock.due_at for clock in start()}
        assert due == {
            "acknowledge": datetime(2026, 9, 7, 2, tzinfo=UTC),
            "respond": datetime(2026, 9, 7, 6, tzinfo=UTC),
            "arrive": datetime(2026, 9, 8, 10, tzinfo=UTC),
            "resolve": datetime(2026, 9, 11, 10, tzinfo=UTC),
        }

    def test_counts_an_emergency_around_the_clock(self, start, at):
        saturday_night = datetime(2026, 9, 12, 15, tzinfo=UTC)
        due = {clock.promise: clock.due_at for clock in start(priority=1, started_at=saturday_night)}
        assert due["arrive"] == saturday_night + timedelta(minutes=120)

    def test_warns_at_three_quarters_of_the_target(self, start):
        resolve = next(clock for clock in start() if clock.promise == "resolve")
        assert resolve.alarms_at[0] == datetime(2026, 9, 10, 8, tzinfo=UTC)  # 1800 of 2400: Thursday 16:00

    def test_tells_each_deadline_once_and_keeps_it(self, start, published):
        start()
        assert published.names() == ["DeadlineSet"] * 4
        assert DeadlineChange.objects.filter(reason="started").count() == 4

    def test_again_keeps_what_runs(self, start, published):
        start()
        assert start() == []
        assert (Clock.objects.count(), published.names()) == (4, ["DeadlineSet"] * 4)

    def test_starts_nothing_where_no_terms_are_in_force(self, db, system, at):
        calendars.seed_holidays([2026], by=system, at=at)
        found = commands.start(
            subject=SUBJECT, customer_id=None, priority=3, region_id=None, started_at=at, by=system, at=at
        )
        assert found == []

    def test_into_an_unknown_year_is_provisional(self, start):
        eve = datetime(2026, 12, 30, 9, tzinfo=UTC)
        flags = {clock.promise: clock.is_provisional for clock in start(started_at=eve)}
        assert flags == {"acknowledge": False, "respond": False, "arrive": True, "resolve": True}

    def test_answers_the_deadlines_without_reading_them_again(self, terms, system, at, django_assert_max_num_queries):
        with django_assert_max_num_queries(16):
            found = public.start_promises(
                subject=SUBJECT, customer_id=None, priority=3, region_id=None, started_at=at, by=system, at=at
            )
        assert [d.promise for d in found] == ["acknowledge", "respond", "arrive", "resolve"]
        assert found == public.deadlines(SUBJECT, now=at)


class TestContractBehindAClock:
    def test_cannot_take_out_a_time_that_a_running_promise_quotes(self, running, service_manager, at):
        contract = ServiceContract.objects.get(is_default=True)
        with pytest.raises(Refused) as no:
            contracts.set_levels(contract_id=contract.pk, rows=[], by=service_manager, at=at)
        assert (no.value.code, no.value.field) == ("conflict", "acknowledge_3")
        assert contract.levels.count() == 16

    def test_may_change_the_time_and_the_running_promise_keeps_its_own(self, running, service_manager, at):
        contract = ServiceContract.objects.get(is_default=True)
        clause = contract.clauses.get(number="3.1")
        rows = [
            contracts.PromiseRow(promise=name, clause_id=clause.pk, targets=dict.fromkeys((1, 2, 3, 4), (5, "working")))
            for name in ("acknowledge", "respond", "arrive", "resolve")
        ]
        contracts.set_levels(contract_id=contract.pk, rows=rows, by=service_manager, at=at)
        assert Clock.objects.get(promise="acknowledge").target_minutes == 60
