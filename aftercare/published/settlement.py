"""What happens to retention money."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionAgreed:
    """Money is held back, or a guarantee was given instead."""

    retention_id: int
    number: str
    project_id: int
    form: str
    amount: Decimal
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionVoided:
    """It was entered by mistake."""

    retention_id: int
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionDeducted:
    """Part of the money is kept to put a defect right."""

    retention_id: int
    amount: Decimal
    request_id: int
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionConverted:
    """A guarantee takes the place of the money, which is to be paid out."""

    retention_id: int
    amount: Decimal
    bank: str
    pay_by: date
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseRequested:
    """The payee asked for the money back; the holder has to verify."""

    retention_id: int
    amount: Decimal
    verify_by: date
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseReminded:
    """The holder, who did not answer, was reminded."""

    retention_id: int
    answer_by: date
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseObjected:
    """The holder does not agree."""

    retention_id: int
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseVerified:
    """The holder agreed, or did not answer in time, which counts as consent; `pay_by` is None for a guarantee."""

    retention_id: int
    amount: Decimal
    by_silence: bool
    pay_by: date | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentSaid:
    """The holder says it has paid; the money has not been found yet."""

    retention_id: int
    amount: Decimal
    paid_on: date
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentMissed:
    """What the holder said it has paid did not arrive."""

    retention_id: int
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionPaid:
    """The payee got money."""

    retention_id: int
    amount: Decimal
    interest: Decimal
    paid_on: date
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionInterestAccrued:
    """Interest for paying late was written down."""

    retention_id: int
    amount: Decimal
    through: date
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionSettled:
    """Nothing is held and nothing is owed any more."""

    retention_id: int
    at: datetime
