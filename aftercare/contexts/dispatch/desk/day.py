"""The days and the region the board shows, read from the address."""

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
# How many days the board shows at once.
SPANS = (1, 3, 7)


@dataclass(frozen=True, slots=True)
class Days:
    """Some local days in a row, from the first instant to the last."""

    on: date
    count: int
    start: datetime
    end: datetime

    @property
    def minutes(self) -> int:
        """Return how long the days are together: with a change of the clock not always 1440 each."""
        return self.minute(self.end)

    def minute(self, moment: datetime) -> int:
        """Return the moment as minutes from the beginning, cut to the days."""
        return int((min(max(moment, self.start), self.end) - self.start) / timedelta(minutes=1))

    def beginnings(self) -> list[tuple[date, int]]:
        """Return each day with the minute it begins at."""
        days = [self.on + timedelta(days=n) for n in range(self.count)]
        return [(day, self.minute(_midnight(day))) for day in days]


def read_days(request: HttpRequest) -> Days:
    """
    Return the days asked for, today without any; days are the reader's own.

    :raises Refused: `bad_day`, `bad_span`.
    """
    today = timezone.localtime(clock.now()).date()
    text = request.GET.get("day", "")
    try:
        on = date.fromisoformat(text) if text else today
    except ValueError:
        raise Refused("bad_day", _("Give the day as 2026-05-31."), field="day") from None
    if abs(on - today) > FARTHEST:
        raise Refused("bad_day", _("Choose a day within two years."), field="day")
    count = request.GET.get("span", "1")
    if count not in {str(known) for known in SPANS}:
        raise Refused("bad_span", _("The board shows 1, 3 or 7 days."), field="span")
    return Days(on, int(count), _midnight(on), _midnight(on + timedelta(days=int(count))))


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
