"""Starting the promises of a record."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

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

    def test_starts_nothing_where_no_terms_are_in_force(self, terms, system, at):
        assert ServiceContract.objects.filter(pk=terms, status="active").update(status="draft") == 1
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
    def test_in_force_is_not_changed_under_a_running_promise(self, running, service_manager, at):
        contract = ServiceContract.objects.get(is_default=True)
        with pytest.raises(Refused, match="wrong_state"):
            contracts.set_levels(contract_id=contract.pk, rows=[], by=service_manager, at=at)
        assert contract.levels.count() == 16

    def test_may_be_amended_and_the_running_promise_keeps_the_version_it_was_judged_by(
        self, running, service_manager, at
    ):
        first = ServiceContract.objects.get(is_default=True)
        acting = {"by": service_manager, "at": at}
        later = contracts.amend(contract_id=first.pk, starts_on=at.date(), reason="提速", **acting)
        later.levels.filter(promise="resolve").update(target_minutes=700)
        contracts.put_in_force(contract_id=later.pk, **acting)
        clock = Clock.objects.get(promise="resolve")
        assert (clock.contract_id, clock.level.contract_id, clock.target_minutes) == (first.pk, first.pk, 2400)
