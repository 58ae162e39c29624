"""Every change of a calendar makes a new version of it, and tells whoever counts by it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from aftercare.contexts.calendars.models import Calendar, CalendarVersion
from aftercare.contexts.calendars.queries import content_of
from aftercare.platform import outbox
from aftercare.platform.actor import Actor
from aftercare.published.calendars import CalendarChanged


def first_version(calendar: Calendar, *, at: datetime) -> None:
    """Keep the contents of a calendar that is new; nobody counts by it yet."""
    CalendarVersion.objects.create(
        calendar=calendar, version=calendar.version, at=at, reason="created", content=content_of(calendar)
    )


def next_version(calendar: Calendar, *, reason: str, by: Actor, at: datetime) -> None:
    """Raise the version of a locked calendar, unless its contents are what they were."""
    content = content_of(calendar)
    known = calendar.versions.order_by("-version").first()
    if known is not None and _same(known.content, content):
        return
    calendar.version += 1
    calendar.save(update_fields=["version"])
    CalendarVersion.objects.create(calendar=calendar, version=calendar.version, at=at, reason=reason, content=content)
    event = CalendarChanged(calendar_id=calendar.pk, version=calendar.version, reason=reason, at=at)
    outbox.publish(event, about=calendar.key, by=by)


def table_changed(table_id: int, *, reason: str, by: Actor, at: datetime) -> None:
    """Raise the version of every calendar that uses the holiday table."""
    for calendar in locked(Calendar.objects.filter(holiday_table_id=table_id).values_list("pk", flat=True)):
        next_version(calendar, reason=reason, by=by, at=at)


def locked(calendar_ids: Iterable[int]) -> list[Calendar]:
    """Return the calendars, locked in one order until the transaction ends."""
    rows = Calendar.objects.select_for_update(of=("self",)).filter(pk__in=list(calendar_ids))
    return list(rows.order_by("pk"))


def _same(known: dict[str, object], fresh: dict[str, object]) -> bool:
    """Compare stored contents with fresh ones, in which pairs are tuples."""
    days = {day: list(like) for day, like in fresh["days"].items()}  # type: ignore[attr-defined]
    return known == {**fresh, "days": days}
