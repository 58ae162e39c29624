"""What happening to a matter shows, and which promises that begins and ends."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from aftercare.contexts.clocks.models import Milestone
from aftercare.contexts.contracts.public import Moment

_ANSWERED = {Moment.ACKNOWLEDGED, Moment.ANSWERED}
_DONE = {*_ANSWERED, Moment.BOOKED, Moment.RESTORED, Moment.WORK_DONE}
# Whoever is on site has also taken the matter on; what is resolved need not have been visited.
SHOWS: Mapping[str, set[Moment]] = {
    Moment.ACKNOWLEDGED: {Moment.ACKNOWLEDGED},
    Moment.ANSWERED: _ANSWERED,
    Moment.BOOKED: {Moment.BOOKED},
    Moment.ARRIVED: {*_ANSWERED, Moment.BOOKED, Moment.ARRIVED},
    Moment.RESTORED: {*_ANSWERED, Moment.RESTORED},
    Moment.WORK_DONE: {*_DONE, Moment.ARRIVED},
    Moment.SIGNED: {*_DONE, Moment.ARRIVED, Moment.SIGNED},
    Moment.REPORTED: {Moment.REPORTED},
    Moment.RESOLVED: {*_DONE, Moment.SIGNED, Moment.RESOLVED},
    Moment.CLOSED: {*_DONE, Moment.SIGNED, Moment.RESOLVED, Moment.CLOSED},
}
# These end a matter but begin nothing: a promise counted from a visit does not begin where nobody went.
BEGINS_NOTHING = {Moment.RESOLVED, Moment.CLOSED}
# What "it is not right yet" takes back.
UNDONE = (Moment.RESTORED, Moment.WORK_DONE, Moment.SIGNED, Moment.RESOLVED, Moment.CLOSED)

# A moment of a record, and when it came.
Came = tuple[str, datetime]


def keep(subject: str, moment: str, at: datetime) -> None:
    """Keep that something happened."""
    Milestone.objects.get_or_create(subject=subject, moment=moment, at=at)


def of(subject: str) -> list[Came]:
    """Return what happened to a record."""
    return list(Milestone.objects.filter(subject=subject).values_list("moment", "at"))


def take_back(subject: str, moments: tuple[str, ...], *, until: datetime) -> None:
    """Forget what turned out not to have come."""
    Milestone.objects.filter(subject=subject, moment__in=moments, at__lte=until).delete()


def begun_at(moment: str, known: Iterable[Came]) -> datetime | None:
    """Return when a promise counted from a moment begins, as far as it is known: with the first that shows it."""
    return min((at for name, at in known if name not in BEGINS_NOTHING and moment in SHOWS[name]), default=None)


def ended_at(moment: str, known: Iterable[Came], *, since: datetime | None) -> datetime | None:
    """Return when a promise counted to a moment has ended; what came before `since` ends nothing."""
    shown = (at for name, at in known if moment in SHOWS[name])
    return min((at for at in shown if since is None or at >= since), default=None)
