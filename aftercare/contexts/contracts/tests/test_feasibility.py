"""Times nobody could keep: refused in words."""

from __future__ import annotations

from datetime import date

import pytest
from django.apps import apps

from aftercare.contexts.calendars import commands as calendars
from aftercare.contexts.contracts import commands
from aftercare.contexts.contracts.models import ServiceContract, ServiceLevel
from aftercare.platform.refusal import Refused


@pytest.fixture
def promise(service_manager, at):
    """Give a way to promise times in a contract."""

    def give(contract, **minutes):
        acting = {"contract_id": contract.pk, "by": service_manager, "at": at}
        clause = contract.clauses.first() or commands.write_clause(number="1", title="时限", **acting)
        rows = [
            commands.PromiseRow(promise=name, clause_id=clause.pk, targets={3: target})
            for name, target in minutes.items()
        ]
        return commands.set_levels(rows=rows, **acting)

    return give


@pytest.fixture
def never_open(system, at, db):
    """Give a calendar without hours, as none can be made by its own command."""
    week = [[(480, 1080)], *[[]] * 6]
    made = calendars.create(code="closed", name="停用", zone="Asia/Shanghai", week=week, by=system, at=at)
    version = apps.get_model("calendars", "CalendarVersion").objects.get(calendar=made)
    version.content["week"] = [[]] * 7
    version.save()
    return made


class TestCalendarWithoutHours:
    def test_is_refused_for_working_time_and_names_the_calendar(self, drafted, never_open, promise):
        row = drafted(calendar_id=never_open.pk)
        with pytest.raises(Refused) as no:
            promise(row, resolve=(60, "working"))
        assert (no.value.code, no.value.field, "停用" in str(no.value.message)) == ("never_open", "resolve_3", True)
        assert not ServiceLevel.objects.exists()

    def test_may_serve_what_counts_around_the_clock(self, drafted, never_open, promise):
        assert len(promise(drafted(calendar_id=never_open.pk), resolve=(60, "calendar"))) == 1

    def test_chosen_afterwards_is_refused_before_it_binds(
        self, contract, never_open, promise, service_manager, at, published
    ):
        promise(contract, resolve=(60, "working"))
        ServiceContract.objects.filter(pk=contract.pk).update(calendar=never_open)
        with pytest.raises(Refused, match="never_open"):
            commands.put_in_force(contract_id=contract.pk, by=service_manager, at=at)
        contract.refresh_from_db()
        assert (contract.status, published.names()) == ("draft", [])


class TestTarget:
    @pytest.mark.parametrize("counting", ["working", "calendar"])
    def test_longer_than_the_term_is_refused(self, drafted, promise, counting):
        row = drafted(starts_on=date(2026, 9, 7), ends_on=date(2026, 9, 8))
        with pytest.raises(Refused, match="longer_than_term"):
            promise(row, resolve=(2881, counting))
        assert not ServiceLevel.objects.exists()

    def test_that_the_calendar_just_holds_is_taken(self, drafted, promise):
        """A Monday and a Tuesday of office hours hold sixteen."""
        row = drafted(starts_on=date(2026, 9, 7), ends_on=date(2026, 9, 8))
        with pytest.raises(Refused, match="longer_than_term"):
            promise(row, resolve=(16 * 60 + 1, "working"))
        assert promise(row, resolve=(16 * 60, "working"))

    @pytest.mark.parametrize("counted", [("working", "calendar"), ("calendar", "working")])
    def test_sooner_than_an_earlier_moment_is_refused_however_it_counts(self, contract, promise, counted):
        with pytest.raises(Refused, match="out_of_order"):
            promise(contract, respond=(240, counted[0]), resolve=(120, counted[1]))
        assert not ServiceLevel.objects.exists()


class TestClauseWithoutTarget:
    def test_is_refused_and_keeps_what_was_promised(self, contract, promise, service_manager, at):
        promise(contract, respond=(60, "working"))
        empty = commands.PromiseRow(promise="arrive", clause_id=contract.clauses.get().pk, targets={})
        with pytest.raises(Refused) as no:
            commands.set_levels(contract_id=contract.pk, rows=[empty], by=service_manager, at=at)
        assert (no.value.code, no.value.field) == ("no_target", "arrive_clause")
        assert ServiceLevel.objects.get().promise == "respond"
