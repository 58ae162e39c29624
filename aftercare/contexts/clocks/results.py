"""How a contract's promises were kept: figures of a period, counted from one index, each with the list behind it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.clocks import policies
from aftercare.contexts.clocks.models import Clock, PausedShare
from aftercare.contexts.contracts import public as contracts
from aftercare.contexts.contracts.public import HoldParty, Promise
from aftercare.platform.actor import Actor

OPEN, OVER = ("running", "paused"), ("met", "missed")
# Fallen away, or waiting for the moment it counts from.
NOT_MADE = ("canceled", "waiting")
# What a promise came to. One that fell away was not made after all; one still open that is late is broken already.
RESULTS = {
    "kept": Q(state="met"),
    "broken": Q(state="missed") | Q(state__in=OPEN, breached_at__isnull=False),
    "open": Q(state__in=OPEN, breached_at__isnull=True),
}
RESULT_WORDS = {"kept": _("Kept"), "broken": _("Broken"), "open": _("Still open, not late")}


@dataclass(frozen=True, slots=True)
class Tally:
    """How many promises were made, and what each came to."""

    kept: int = 0
    broken: int = 0
    still_open: int = 0

    @property
    def promised(self) -> int:
        """Return how many were promised and did not fall away."""
        return self.kept + self.broken + self.still_open

    @property
    def share(self) -> float | None:
        """Return the part of the judged ones that was kept, in percent; None while nothing is judged."""
        judged = self.kept + self.broken
        return 100 * self.kept / judged if judged else None

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.kept + other.kept, self.broken + other.broken, self.still_open + other.still_open)


@dataclass(frozen=True, slots=True)
class Line:
    """The tally of one promise, at one priority or at all (None), with the minutes each party made it stand still."""

    promise: str
    priority: int | None
    tally: Tally
    paused: tuple[tuple[str, int], ...]

    @property
    def label(self) -> str:
        """Return the promise in words."""
        return str(Promise(self.promise).label)


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """What became of the promises of a contract that began in a period; of each promise all priorities, then each."""

    since: date
    until: date
    lines: list[Line]
    total: Tally


def of_contract(contract_id: int, *, since: date, until: date, by: Actor) -> Results:
    """Return the results of all versions of a contract in a period of days, both included; three queries."""
    rows = _begun(contracts.versions_of([contract_id]), since, until, by)
    counts: dict[tuple[str, int], Tally] = {
        (row["promise"], row["priority"]): Tally(row["kept"], row["broken"], row["still_open"])
        for row in rows.values("promise", "priority").annotate(
            kept=Count("state", filter=RESULTS["kept"]),
            broken=Count("state", filter=RESULTS["broken"]),
            still_open=Count("state", filter=RESULTS["open"]),
        )
    }
    paused = _paused(rows)
    lines = [line for promise in Promise.values for line in _lines(promise, counts, paused)]
    return Results(since=since, until=until, lines=lines, total=sum(counts.values(), Tally()))


def _begun(versions: list[int], since: date, until: date, by: Actor) -> QuerySet[Clock]:
    start, end = (timezone.make_aware(datetime.combine(day, time.min)) for day in (since, until + timedelta(days=1)))
    found = policies.visible_to(by).filter(contract_id__in=versions, started_at__gte=start, started_at__lt=end)
    return found.exclude(state__in=NOT_MADE).order_by()


def _paused(rows: QuerySet[Clock]) -> dict[tuple[str, int], dict[str, int]]:
    """Return the minutes by party of the ended promises, for each promise and priority."""
    found: dict[tuple[str, int], dict[str, int]] = {}
    shares = rows.filter(state__in=OVER, paused_shares__isnull=False).values(
        "promise", "priority", "paused_shares__party"
    )
    for row in shares.annotate(minutes=Sum("paused_shares__minutes")):
        key = (row["promise"], row["priority"])
        found.setdefault(key, {})[row["paused_shares__party"]] = row["minutes"]
    return found


def _lines(promise: str, counts: dict[Any, Tally], paused: dict[Any, dict[str, int]]) -> list[Line]:
    """Return the lines of one promise: all priorities together, then each."""
    keys = sorted(key for key in counts if key[0] == promise)
    if not keys:
        return []
    each = [Line(promise, key[1], counts[key], _shared([paused.get(key, {})])) for key in keys]
    whole = sum((line.tally for line in each), Tally())
    return [Line(promise, None, whole, _shared(paused.get(key, {}) for key in keys)), *each]


def _shared(minutes: Iterable[dict[str, int]]) -> tuple[tuple[str, int], ...]:
    """Return the minutes of each party together, the most first."""
    sums: dict[str, int] = {}
    for one in minutes:
        for party, spent in one.items():
            sums[party] = sums.get(party, 0) + spent
    return tuple(sorted(sums.items(), key=lambda item: (-item[1], item[0])))


def party_words(party: str) -> str:
    """Return an accountable party in words."""
    return str(HoldParty(party).label) if party in HoldParty.values else party


def held_by(parties: list[str]) -> Q:
    """Return the condition for ended promises these parties made stand still."""
    shares = PausedShare.objects.filter(party__in=parties)
    return Q(state__in=OVER, pk__in=shares.values("clock_id"))
