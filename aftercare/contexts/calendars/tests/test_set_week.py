"""Changing the week of a calendar."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from aftercare.contexts.calendars import commands
from aftercare.contexts.calendars.models import WeekInterval
from aftercare.contexts.calendars.queries import working_time
from aftercare.platform.refusal import Refused

LATE_WEEK = [[(600, 1140)]] * 6 + [[]]


class TestSetWeek:
    def test_gives_a_new_version_and_tells_it_once(self, office, service_manager, at, published):
        commands.set_week(calendar_id=office.pk, week=LATE_WEEK, by=service_manager, at=at)
        assert working_time(office.pk).week[5] == ((600, 1140),)
        assert published.only("CalendarChanged") == {
            "calendar_id": office.pk, "version": 2, "reason": "week", "at": at.isoformat()
        }  # fmt: skip

    def test_keeps_what_the_earlier_version_said(self, office, service_manager, at):
        commands.set_week(calendar_id=office.pk, week=LATE_WEEK, by=service_manager, at=at)
        assert working_time(office.pk, 1).week[0] == ((540, 720), (780, 1080))

    def test_without_a_difference_tells_nothing(self, office, service_manager, at, published):
        same = [list(plan) for plan in working_time(office.pk).week]
        commands.set_week(calendar_id=office.pk, week=same, by=service_manager, at=at)
        assert published.names() == []

    @pytest.mark.parametrize(
        ("week", "code"),
        [
            ([[]] * 7, "bad_week"),
            ([[(540, 720)]] * 6, "bad_week"),
            ([[(720, 540)]] + [[]] * 6, "bad_week"),
            ([[(0, 1441)]] + [[]] * 6, "bad_week"),
            ([[(540, 720), (700, 800)]] + [[]] * 6, "bad_week"),
        ],
    )
    def test_is_refused_for_an_impossible_week_and_changes_nothing(
        self, office, service_manager, at, published, week, code
    ):
        with pytest.raises(Refused) as no:
            commands.set_week(calendar_id=office.pk, week=week, by=service_manager, at=at)
        assert no.value.code == code
        assert (WeekInterval.objects.count(), published.names()) == (10, [])

    def test_is_refused_for_a_desk_agent_and_changes_nothing(self, office, desk_agent, at, published):
        with pytest.raises(Refused, match="not_allowed"):
            commands.set_week(calendar_id=office.pk, week=LATE_WEEK, by=desk_agent, at=at)
        assert (WeekInterval.objects.count(), published.names()) == (10, [])

    def test_is_refused_to_the_second_of_two_who_read_the_same_version(self, office, service_manager, at):
        commands.set_week(calendar_id=office.pk, week=LATE_WEEK, seen_version=1, by=service_manager, at=at)
        with pytest.raises(Refused, match="stale"):
            commands.set_week(calendar_id=office.pk, week=[[(0, 60)]] * 7, seen_version=1, by=service_manager, at=at)
        assert working_time(office.pk).version == 2

    def test_is_not_found_for_an_unknown_calendar(self, service_manager, at, db):
        with pytest.raises(Refused, match="not_found"):
            commands.set_week(calendar_id=404, week=LATE_WEEK, by=service_manager, at=at)


class TestCreate:
    def test_makes_the_first_calendar_the_default_and_not_the_second(self, office, service_manager, at):
        other = commands.create(
            code="late", name="晚班", zone="Asia/Shanghai", week=LATE_WEEK, by=service_manager, at=at
        )
        assert (office.is_default, other.is_default) == (True, False)

    @pytest.mark.parametrize(
        ("wrong", "code"),
        [({"zone": "Mars/Base"}, "unknown_zone"), ({"code": "office"}, "conflict"), ({"name": " "}, "missing")],
    )
    def test_is_refused_with_the_field_at_fault(self, office, service_manager, at, wrong, code):
        given = {"code": "late", "name": "晚班", "zone": "Asia/Shanghai", **wrong}
        with pytest.raises(Refused) as no:
            commands.create(**given, week=LATE_WEEK, by=service_manager, at=at)
        assert (no.value.code, no.value.field) == (code, next(iter(wrong)))


class TestMakeDefault:
    def test_leaves_exactly_one(self, office, service_manager, at):
        late = commands.create(
            code="late", name="晚班", zone="Asia/Shanghai", week=LATE_WEEK, by=service_manager, at=at
        )
        commands.make_default(calendar_id=late.pk, by=service_manager, at=at)
        office.refresh_from_db()
        assert not office.is_default


class TestChange:
    def test_of_the_name_alone_makes_no_new_version(self, office, service_manager, at, published):
        commands.change(
            calendar_id=office.pk,
            name="正常班",
            zone="Asia/Shanghai",
            holiday_table_id=office.holiday_table_id,
            by=service_manager,
            at=at,
        )
        assert published.names() == []

    def test_of_the_zone_moves_every_hour(self, office, service_manager, at):
        commands.change(
            calendar_id=office.pk,
            name="正常班",
            zone="America/New_York",
            holiday_table_id=office.holiday_table_id,
            by=service_manager,
            at=at,
        )
        opens = working_time(office.pk).next_open(datetime(2026, 9, 7, tzinfo=UTC))
        assert opens == datetime(2026, 9, 7, 13, tzinfo=UTC)
