"""Counting anew when a calendar changed."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from aftercare.contexts.calendars import commands as calendars
from aftercare.contexts.calendars.models import Calendar
from aftercare.contexts.clocks import commands
from aftercare.contexts.clocks.models import Clock, DeadlineChange
from aftercare.contexts.clocks.tests.conftest import come

SUBJECT = "nobodys:1"


@pytest.fixture
def table_id(terms: int) -> int:
    """Give the Chinese holiday table."""
    return Calendar.objects.get(is_default=True).holiday_table_id


class TestRecount:
    def test_of_a_published_year_moves_the_provisional_deadline(self, start, table_id, system, at, published, drain):
        """F10: 1 January 2027 was counted as a working Friday until the year was published."""
        eve = datetime(2026, 12, 31, 1, tzinfo=UTC)
        start(SUBJECT, started_at=eve)
        arrive = Clock.objects.get(promise="arrive")
        assert (arrive.due_at, arrive.is_provisional) == (datetime(2027, 1, 1, 10, tzinfo=UTC), True)
        days = [calendars.NewDay(date(2027, 1, 1), None, "元旦")]
        calendars.publish_year(table_id=table_id, year=2027, days=days, by=system, at=eve)
        drain()
        arrive.refresh_from_db()
        assert (arrive.due_at, arrive.is_provisional) == (datetime(2027, 1, 4, 10, tzinfo=UTC), False)
        assert arrive.changes.last().reason == "calendar_changed"

    def test_takes_a_breach_back_that_a_new_holiday_undoes(self, start, table_id, system, at, drain):
        start(SUBJECT)
        due_at = Clock.objects.get(promise="acknowledge").due_at
        commands.sweep(by=system, at=due_at.replace(hour=9))
        calendars.set_day(
            table_id=table_id, on_date=date(2026, 9, 7), kind="holiday", by=system, at=due_at.replace(hour=10)
        )
        drain()
        acknowledge = Clock.objects.get(promise="acknowledge")
        assert (acknowledge.due_at.day, acknowledge.breached_at) == (8, None)

    def test_leaves_what_is_over_as_it_was_judged(self, start, table_id, system, at, drain):
        start(SUBJECT)
        come(subject=SUBJECT, promises=["resolve"], moment=at, by=system)
        calendars.set_day(table_id=table_id, on_date=date(2026, 9, 8), kind="holiday", by=system, at=at)
        drain()
        resolve = Clock.objects.get(promise="resolve")
        assert (resolve.calendar_version, resolve.due_at) == (1, datetime(2026, 9, 11, 10, tzinfo=UTC))

    def test_goes_batch_by_batch_until_none_is_behind(self, start, table_id, system, at):
        for number in range(3):
            start(f"service_request:{number}")
        calendars.set_day(table_id=table_id, on_date=date(2026, 9, 8), kind="holiday", by=system, at=at)
        calendar = Calendar.objects.get(is_default=True)
        counted = [
            commands.recount(calendar_id=calendar.pk, version=calendar.version, by=system, at=at, limit=5)
            for _round in range(4)
        ]
        assert counted == [5, 5, 2, 0]

    def test_that_moves_nothing_tells_nothing(self, start, table_id, system, at, published, drain):
        start(SUBJECT)
        calendars.set_day(table_id=table_id, on_date=date(2026, 11, 11), kind="holiday", by=system, at=at)
        before = published.names().count("DeadlineSet")
        drain()
        assert published.names().count("DeadlineSet") == before
        assert not DeadlineChange.objects.filter(reason="calendar_changed").exists()
