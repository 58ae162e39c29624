"""Record numbers such as `SR-2026-000001`: never twice, and without gaps, because a rollback returns the number."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection

_NEXT = """
    INSERT INTO numbering_counter (prefix, year, last) VALUES (%s, %s, %s)
    ON CONFLICT (prefix, year) DO UPDATE SET last = numbering_counter.last + excluded.last
    RETURNING last
"""


def next(prefix: str, at: datetime) -> str:
    """Return the next number of the series, in the year of `at` in the company's zone; call it inside a transaction."""
    return take(prefix, at, 1)[0]


def take(prefix: str, at: datetime, count: int) -> list[str]:
    """Return `count` consecutive numbers of the series."""
    year = at.astimezone(ZoneInfo(settings.TIME_ZONE)).year
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [prefix, year, count])
        last = cursor.fetchone()[0]
    return [f"{prefix}-{year}-{number:06d}" for number in range(last - count + 1, last + 1)]
