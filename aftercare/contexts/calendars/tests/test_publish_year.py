"""Publishing the days of a year, one day at a time, and from the package."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from aftercare.contexts.calendars import commands
from aftercare.contexts.calendars.models import Calendar, HolidayYear, SpecialDay
from aftercare.contexts.calendars.public import missing_years, seed_holidays
from aftercare.contexts.calendars.queries import working_time
from aftercare.platform.refusal import Refused

NEW_YEAR = datetime(2027, 1, 1, 2, tzinfo=UTC)


class TestPublishYear:
    def test_ends_the_years_being_provisional_and_tells_it_once(self, office, table, service_manager, at, published):
        assert working_time(office.pk).is_provisional(NEW_YEAR, NEW_YEAR)
        days = [commands.NewDay(date(2027, 1, 1), None, "元旦")]
        commands.publish_year(table_id=table.pk, year=2027, days=days, by=service_manager, at=at)
        engine = working_time(office.pk)
        assert not engine.is_provisional(NEW_YEAR, NEW_YEAR)
        assert engine.fact(date(2027, 1, 1)).kind == "holiday"
        assert published.only("CalendarChanged")["reason"] == "year_published"

    def test_again_replaces_the_days_of_that_year_only(self, office, table, service_manager, at):
        days = [commands.NewDay(date(2026, 10, 1), None, "国庆节")]
        commands.publish_year(table_id=table.pk, year=2026, days=days, by=service_manager, at=at)
        assert list(SpecialDay.objects.values_list("on_date", flat=True)) == [date(2026, 10, 1)]
        assert HolidayYear.objects.count() == 1

    @pytest.mark.parametrize(
        ("days", "code"),
        [
            ([date(2028, 1, 1)], "other_year"),
            ([date(2027, 1, 1), date(2027, 1, 1)], "twice"),
        ],
    )
    def test_is_refused_for_days_that_cannot_be_meant_and_changes_nothing(
        self, office, table, service_manager, at, published, days, code
    ):
        with pytest.raises(Refused, match=code):
            rows = [commands.NewDay(day, None) for day in days]
            commands.publish_year(table_id=table.pk, year=2027, days=rows, by=service_manager, at=at)
        assert (SpecialDay.objects.count(), HolidayYear.objects.count(), published.names()) == (8, 1, [])

    @pytest.mark.parametrize("year", [0, 1989, 2201, 9999])
    def test_is_refused_for_an_absurd_year(self, table, service_manager, at, year):
        with pytest.raises(Refused, match="bad_year"):
            commands.publish_year(table_id=table.pk, year=year, by=service_manager, at=at)

    def test_is_refused_for_a_dispatcher(self, table, dispatcher, at):
        with pytest.raises(Refused, match="not_allowed"):
            commands.publish_year(table_id=table.pk, year=2027, by=dispatcher, at=at)


class TestSetDay:
    def test_makes_a_saturday_work_like_a_monday(self, office, table, service_manager, at):
        commands.set_day(
            table_id=table.pk, on_date=date(2026, 9, 12), kind="workday", name="调休", by=service_manager, at=at
        )
        assert working_time(office.pk).fact(date(2026, 9, 12)).plan == ((540, 720), (780, 1080))

    @pytest.mark.parametrize(
        ("wrong", "code"),
        [({"kind": "party"}, "bad_kind"), ({"as_weekday": 7}, "bad_weekday"), ({"name": "假\0"}, "unseen_characters")],
    )
    def test_is_refused_for_nonsense_and_changes_nothing(self, office, table, service_manager, at, wrong, code):
        given = {"kind": "workday", "as_weekday": 0, "name": "", **wrong}
        with pytest.raises(Refused, match=code):
            commands.set_day(table_id=table.pk, on_date=date(2026, 9, 12), **given, by=service_manager, at=at)
        assert SpecialDay.objects.count() == 8


class TestRemoveDay:
    def test_makes_the_day_an_ordinary_one(self, office, table, service_manager, at):
        commands.remove_day(table_id=table.pk, on_date=date(2026, 10, 1), by=service_manager, at=at)
        assert working_time(office.pk).fact(date(2026, 10, 1)).kind == "working"

    def test_is_not_found_for_an_ordinary_day(self, office, table, service_manager, at):
        with pytest.raises(Refused, match="not_found"):
            commands.remove_day(table_id=table.pk, on_date=date(2026, 9, 9), by=service_manager, at=at)


class TestSeedHolidays:
    def test_knows_the_make_up_saturday_after_the_national_holiday(self, db):
        assert seed_holidays([2026]) == [2026]
        engine = working_time(Calendar.objects.get(is_default=True).pk)
        assert engine.fact(date(2026, 10, 10)).plan == ((540, 720), (780, 1080))
        assert engine.fact(date(2026, 10, 1)).special.name == "国庆节"

    def test_again_fills_nothing_and_keeps_corrections(self, db, service_manager, at):
        seed_holidays([2026])
        table = Calendar.objects.get(is_default=True).holiday_table_id
        commands.remove_day(table_id=table, on_date=date(2026, 10, 10), by=service_manager, at=at)
        assert seed_holidays([2026]) == []
        assert not SpecialDay.objects.filter(on_date=date(2026, 10, 10)).exists()

    def test_leaves_out_a_year_nobody_knows(self, db):
        assert seed_holidays([2199]) == []
        engine = working_time(Calendar.objects.get(is_default=True).pk)
        assert engine.deadline(datetime(2199, 1, 4, tzinfo=UTC), 60) is not None


class TestMissingYears:
    def test_asks_for_the_next_year_from_october_on(self, office, table):
        assert missing_years(datetime(2026, 9, 30, tzinfo=UTC)) == []
        asked = missing_years(datetime(2026, 10, 1, tzinfo=UTC))
        assert [(row.table_id, row.year) for row in asked] == [(table.pk, 2027)]

    def test_goes_by_the_companys_day_and_not_the_servers(self, office):
        assert [row.year for row in missing_years(datetime(2026, 9, 30, 16, tzinfo=UTC))] == [2027]
