"""The day and the region the board shows, read from the address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.people import public as people
from aftercare.platform import clock
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused

FARTHEST = timedelta(days=732)


@dataclass(frozen=True, slots=True)
class Day:
    """One local day as two instants."""

    on: date
    start: datetime
    end: datetime


def read_day(request: HttpRequest) -> Day:
    """
    Return the day asked for, today without one; days are the reader's own.

    :raises Refused: `bad_day`.
    """
    today = timezone.localtime(clock.now()).date()
    text = request.GET.get("day", "")
    try:
        on = date.fromisoformat(text) if text else today
    except ValueError:
        raise Refused("bad_day", _("Give the day as 2026-05-31."), field="day") from None
    if abs(on - today) > FARTHEST:
        raise Refused("bad_day", _("Choose a day within two years."), field="day")
    return Day(on, _midnight(on), _midnight(on + timedelta(days=1)))


def read_region(request: HttpRequest, actor: Actor) -> int | None:
    """
    Return the region asked for, or None for all of the actor's.

    :raises Refused: `unknown` for one the actor does not work in.
    """
    text = request.GET.get("region", "")
    if not text:
        return None
    known = {pk for pk, _name in people.region_choices(actor)}
    if not (text.isascii() and text.isdigit() and len(text) < 19 and int(text) in known):
        raise Refused("unknown", _("Choose one of your regions."), field="region")
    return int(text)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
