"""What tests of calendars start from."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from aftercare.contexts.calendars import commands
from aftercare.contexts.calendars.models import Calendar, HolidayTable
from aftercare.platform.actor import Actor

OFFICE_WEEK = [[(540, 720), (780, 1080)]] * 5 + [[], []]


@pytest.fixture
def table(db: None, system: Actor, at: datetime) -> HolidayTable:
    """Give an empty holiday table."""
    return commands.open_table(code="cn", name="法定节假日", by=system, at=at)


@pytest.fixture
def office(table: HolidayTable, system: Actor, at: datetime) -> Calendar:
    """Give a calendar of office hours with 2026 published: National Day off, 10 October worked as a Monday."""
    days = [
        *(commands.NewDay(date(2026, 10, day), None, "国庆节") for day in range(1, 8)),
        commands.NewDay(date(2026, 10, 10), 0, "国庆节"),
    ]
    commands.publish_year(table_id=table.pk, year=2026, days=days, by=system, at=at)
    return commands.create(
        code="office",
        name="标准工作时间",
        zone="Asia/Shanghai",
        week=OFFICE_WEEK,
        holiday_table_id=table.pk,
        by=system,
        at=at,
    )
