"""How much time an extension adds, and where it would put the deadline."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from aftercare.contexts.calendars import public as calendars
from aftercare.contexts.clocks import facts, rules
from aftercare.contexts.clocks.models import Clock
from aftercare.platform.refusal import Refused, not_found
from aftercare.platform.web import marks

MINUTE = timedelta(minutes=1)
MOST_MINUTES = 525_600


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A promise as it stands: what a neighbour needs who wants to grant something."""

    clock_id: int
    subject: str
    number: str
    promise: str
    state: str
    is_over: bool
    due_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WouldBe:
    """What an extension would do; no deadline is known while the clock stands still."""

    added: timedelta
    due_at: datetime | None
    then_due_at: datetime | None

    @property
    def minutes(self) -> int:
        """Return the full minutes added, at least one."""
        return max(1, self.added // MINUTE)


def standing(clock_id: int, *, lock: bool = False) -> Standing:
    """
    Return a promise as it stands; locked, it stays so until the transaction ends.

    :raises Refused: `not_found`.
    """
    rows = Clock.objects.select_for_update() if lock else Clock.objects.all()
    row = rows.filter(pk=clock_id).first()
    if row is None:
        raise not_found()
    return Standing(
        clock_id=row.pk,
        subject=row.subject,
        number=row.number,
        promise=row.promise,
        state=row.state,
        is_over=row.is_over,
        due_at=row.due_at,
    )


def would_be(clock_id: int, *, minutes: int | None = None, until: datetime | None = None) -> WouldBe:
    """
    Return what more minutes, or an agreed moment, would do to a promise.

    :raises Refused: `not_found`, or what `added_by` refuses.
    """
    clock = Clock.objects.filter(pk=clock_id).prefetch_related(*facts.FACTS).first()
    if clock is None:
        raise not_found()
    history = facts.history_of(clock, calendars.working_time(clock.calendar_id))
    added = added_by(clock, history, minutes=minutes, until=until)
    then = rules.reckon(replace(history, target=history.target + added)).due_at if clock.has_begun else None
    return WouldBe(added=added, due_at=clock.due_at, then_due_at=then)


def added_by(
    clock: Clock, history: rules.History, *, minutes: int | None = None, until: datetime | None = None
) -> timedelta:
    """
    Return the time that more minutes, or an agreed moment, add to a promise: counted as the clock counts.

    :raises Refused: `missing` unless exactly one is given, `wrong_state`, `bad_minutes`, `standing_still` for a moment
        of a clock nobody knows the deadline of, `too_early`, or `outside_hours`.
    """
    if (minutes is None) == (until is None):
        raise Refused("missing", _("Say either how much more time, or the agreed moment."), field="until")
    if clock.is_over:
        raise Refused("wrong_state", _("The promise is over already; there is nothing to extend."))
    if minutes is not None:
        if not 1 <= minutes <= MOST_MINUTES:
            raise Refused("bad_minutes", _("Enter a time from one minute to a year."), field="minutes")
        return minutes * MINUTE
    if not clock.has_begun:
        words = _("The promise has not begun, so nobody can say what is due then; ask for an amount of time instead.")
        raise Refused("standing_still", words, field="until")
    return _to_the_moment(history, until) if until is not None else rules.NOTHING


def _to_the_moment(history: rules.History, until: datetime) -> timedelta:
    """Return what is missing to a promise that is due at a moment."""
    now = rules.reckon(history)
    if now.due_at is None or now.is_standing:
        words = _("The clock stands still, so nobody can say what is due then; ask for an amount of time instead.")
        raise Refused("standing_still", words, field="until")
    if until <= now.due_at:
        words = _("This is not later than the present deadline, %(due)s.")
        raise Refused("too_early", words % {"due": marks.absolute(now.due_at)}, field="until")
    added = rules.counted(history, until) - history.target
    then = rules.reckon(replace(history, target=history.target + added)).due_at if added > rules.NOTHING else now.due_at
    if then != until:
        last = now.due_at if then is None else then
        words = _("No time counts at that moment: the promise would be due %(due)s. Choose a moment in service hours.")
        raise Refused("outside_hours", words % {"due": marks.absolute(last)}, field="until")
    return added
