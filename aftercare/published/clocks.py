"""What happens to promises."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineSet:
    """A promise got its deadline, or another one; None while it is paused."""

    clock_id: int
    subject: str
    promise: str
    due_at: datetime | None
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineNear:
    """A part of the promised time is used up at which somebody wants to be told; `tells` names the audiences."""

    clock_id: int
    subject: str
    promise: str
    due_at: datetime
    region_id: int | None
    percent: int = 75
    tells: tuple[str, ...] = ("carer",)
    by_mail: bool = True
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineBroken:
    """The promised moment passed and nobody kept it; `tells` names the audiences, `by_mail` whether by e-mail too."""

    clock_id: int
    subject: str
    promise: str
    due_at: datetime
    region_id: int | None
    tells: tuple[str, ...] = ("carer", "manager")
    by_mail: bool = True
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineEscalated:
    """A broken promise is still open after `percent` of its time: nobody acted, the next level hears of it."""

    clock_id: int
    subject: str
    promise: str
    due_at: datetime
    region_id: int | None
    percent: int
    tells: tuple[str, ...]
    by_mail: bool = True
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class BreachExplained:
    """Somebody said why a promise was broken."""

    clock_id: int
    subject: str
    promise: str
    cause: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockStopped:
    """A promise was kept or broken for good, or fell away."""

    clock_id: int
    subject: str
    promise: str
    outcome: str
    region_id: int | None
    customer_id: int | None
    priority: int
    due_at: datetime | None
    paused_minutes: int
    # (reason, accountable party, minutes) of each stretch that did not count.
    pauses: tuple[tuple[str, str, int], ...] = ()
    at: datetime
