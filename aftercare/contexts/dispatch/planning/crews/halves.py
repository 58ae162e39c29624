"""The last look before a plan is published: whether it would send half a crew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from aftercare.contexts.dispatch import crewing
from aftercare.contexts.dispatch.models import Change, PlannedVisit

# By booking, or by line where nothing is booked yet: who starts when.
Starts = dict[str, tuple[int, datetime]]


def half_crews(changes: Sequence[PlannedVisit]) -> set[int]:
    """
    Return the orders for two that the changes would leave to one, give to one twice, or let two begin apart.

    Who loses the partner to illness when on the way already goes on; two that were apart before may stay so.
    """
    mine: dict[int, list[PlannedVisit]] = defaultdict(list)
    for visit in changes:
        if visit.crew_size > 1:
            mine[visit.work_order_id].append(visit)
    before: dict[int, Starts] = {pk: {} for pk in mine}
    for mate in crewing.going(mine.keys()) if mine else ():
        before[mate.work_order_id][str(mate.booking_id)] = mate.engineer_id, mate.start
    return {pk for pk, visits in mine.items() if _is_half(before[pk], visits)}


def _is_half(before: Starts, visits: Sequence[PlannedVisit]) -> bool:
    after = dict(before)
    for visit in visits:
        key = str(visit.booking_id or f"line {visit.pk}")
        if visit.change == Change.LOST:
            after.pop(key, None)
        elif visit.engineer_id and visit.during:
            after[key] = visit.engineer_id, visit.during.lower
    if not after or any(visit.change == Change.LOST and visit.inputs.get("is_stranded") for visit in visits):
        return False
    was, now = (len({engineer for engineer, _start in starts.values()}) for starts in (before, after))
    # One who waits for the other already may still be exchanged.
    return (now < visits[0].crew_size and now != was) or _apart(after) > _apart(before)


def _apart(starts: Starts) -> float:
    """Return how many seconds lie between the first start and the last."""
    moments = [start.timestamp() for _engineer, start in starts.values()]
    return max(moments) - min(moments) if moments else 0
