"""Times nobody could keep or break: refused in words a contract manager understands."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from itertools import pairwise

from django.utils.translation import gettext as _

from aftercare.contexts.calendars import public as calendars
from aftercare.contexts.contracts.models import Counting, Promise, ServiceContract, ServiceLevel
from aftercare.contexts.contracts.queries import ORDER, hours_words
from aftercare.platform.refusal import Refused


def refuse_impossible(contract: ServiceContract, levels: Iterable[ServiceLevel]) -> None:
    """
    Refuse times in working hours by a calendar without any, and times the whole term does not hold.

    :raises Refused: `never_open`, `longer_than_term`.
    """
    rows = list(levels)
    longest = {
        counting: max((row for row in rows if row.counting == counting), key=lambda row: row.target_minutes)
        for counting in {row.counting for row in rows}
    }
    hours = calendars.working_time(contract.calendar_id)
    if Counting.WORKING in longest and not hours.is_ever_open:
        row = longest[Counting.WORKING]
        words = _(
            "The calendar “%(calendar)s” has no working hours at all, so “%(level)s” would never come due: choose "
            "another calendar, or count around the clock."
        )
        raise Refused("never_open", words % {"calendar": contract.calendar, "level": _named(row)}, field=_field(row))
    starts = datetime.combine(contract.starts_on, time(), hours.tz)
    ends = datetime.combine(contract.ends_on, time(), hours.tz) + timedelta(days=1)
    for row in longest.values():
        if row.counting == Counting.CALENDAR:
            held = (ends - starts) // timedelta(minutes=1)
        else:
            # Ten years hold any target there may be.
            held = hours.minutes_between(starts, min(ends, starts + timedelta(days=3660)))
        if row.target_minutes > held:
            words = _("“%(level)s” promises %(time)s, but the whole term holds only %(held)s: nobody could miss it.")
            told = {"level": _named(row), "time": hours_words(row.target_minutes), "held": hours_words(held)}
            raise Refused("longer_than_term", words % told, field=_field(row))


def refuse_disorder(levels: Iterable[ServiceLevel]) -> None:
    """
    Refuse a later moment promised in less time than an earlier one: nobody resolves before they have answered.

    Promises that begin with different moments cannot be compared.

    :raises Refused: `out_of_order`.
    """
    alike: dict[tuple[int, str], list[ServiceLevel]] = {}
    for row in levels:
        alike.setdefault((row.priority, row.begins), []).append(row)
    for (priority, _begins), rows in sorted(alike.items()):
        for first, second in pairwise(sorted(rows, key=lambda row: ORDER.index(row.promise))):
            if second.target_minutes < first.target_minutes:
                words = _("“%(second)s” is promised before “%(first)s” at priority %(priority)d.")
                named = {"first": Promise(first.promise).label, "second": Promise(second.promise).label}
                raise Refused("out_of_order", words % {**named, "priority": priority}, field=_field(second))


def _named(row: ServiceLevel) -> str:
    return f"{Promise(row.promise).label} · P{row.priority}"


def _field(row: ServiceLevel) -> str:
    return f"{row.promise}_{row.priority}"
