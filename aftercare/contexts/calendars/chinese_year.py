"""The public holidays and make-up working days of mainland China, from the `chinesecalendar` package."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

import chinese_calendar
from django.db import transaction

from aftercare.contexts.calendars import commands
from aftercare.contexts.calendars.models import Calendar, HolidayTable
from aftercare.platform.actor import Actor

TABLE_CODE, TABLE_NAME = "cn", "中国大陆法定节假日"
MONDAY = 0
OFFICE_WEEK = [[(540, 720), (780, 1080)]] * 5 + [[], []]
ROUND_THE_CLOCK = [[(0, 1440)]] * 7


def known_years() -> list[int]:
    """Return the years the package knows; the coming one appears some weeks after it is announced."""
    return sorted({day.year for day in chinese_calendar.holidays})


def days_of(year: int) -> list[commands.NewDay]:
    """Return the days of a year on which the State Council moved work, each under its Chinese name."""
    names = {holiday.value: holiday.chinese for holiday in chinese_calendar.Holiday}
    tables: list[tuple[dict[date, str], int | None]] = [
        (chinese_calendar.holidays, None),
        (chinese_calendar.workdays, MONDAY),
    ]
    found = [
        commands.NewDay(day, like, names.get(name, name))
        for table, like in tables
        for day, name in table.items()
        if day.year == year
    ]
    return sorted(found, key=lambda new: new.on_date)


@transaction.atomic
def seed(*, years: Iterable[int] | None = None, by: Actor, at: datetime) -> list[int]:
    """
    Fill the Chinese holiday table and make the two calendars every company starts with; return the years filled.

    Years already published stay as they are, for somebody may have corrected them. Unknown years are left out.
    """
    table = HolidayTable.objects.filter(code=TABLE_CODE).first()
    if table is None:
        table = commands.open_table(code=TABLE_CODE, name=TABLE_NAME, by=by, at=at)
    published = set(table.years.values_list("year", flat=True))
    wanted = known_years() if years is None else sorted(set(years) & set(known_years()))
    filled = [year for year in wanted if year not in published]
    for year in filled:
        commands.publish_year(table_id=table.pk, year=year, days=days_of(year), by=by, at=at)
    if not Calendar.objects.exists():
        _first_calendars(table.pk, by=by, at=at)
    return filled


def _first_calendars(table_id: int, *, by: Actor, at: datetime) -> None:
    zone = "Asia/Shanghai"
    commands.create(
        code="office", name="标准工作时间", zone=zone, week=OFFICE_WEEK, holiday_table_id=table_id, by=by, at=at
    )
    commands.create(code="always", name="全天候", zone=zone, week=ROUND_THE_CLOCK, by=by, at=at)
