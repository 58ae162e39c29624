"""What happens to asks to deviate from a promise."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcessionAsked:
    """Somebody asks to extend, waive or re-plan a promise; `level` is who decides."""

    concession_id: int
    clock_id: int
    subject: str
    promise: str
    kind: str
    minutes: int | None
    until: datetime | None
    amount: Decimal
    level: int
    decide_by: datetime
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcessionGranted:
    """The deviation is granted and the clock knows it; `for_name` is in whose place it was decided."""

    concession_id: int
    clock_id: int
    subject: str
    promise: str
    kind: str
    due_before: datetime | None
    due_after: datetime | None
    for_name: str
    note: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcessionRefused:
    """The promise stays as it is."""

    concession_id: int
    clock_id: int
    subject: str
    for_name: str
    note: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcessionWithdrawn:
    """Whoever asked wants it no longer."""

    concession_id: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcessionLapsed:
    """The matter was over before anybody decided."""

    concession_id: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcessionEscalated:
    """Nobody decided in time: the next level is asked."""

    concession_id: int
    level: int
    decide_by: datetime
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcessionReminded:
    """Nobody decided in time and no level is left: those who are asked are reminded once."""

    concession_id: int
    level: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalDelegated:
    """For a time somebody decides in an approver's place."""

    delegation_id: int
    giver_id: int
    taker_id: int
    since: datetime
    until: datetime
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DelegationEnded:
    """Somebody decides in another's place no longer."""

    delegation_id: int
    giver_id: int
    taker_id: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalLimitSet:
    """What a level may grant is another."""

    level: int
    at: datetime
