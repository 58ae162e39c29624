"""What programs read and send of retention money."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field

from aftercare.contexts.settlement.listings import party
from aftercare.contexts.settlement.models import Retention
from aftercare.platform.api.door import Id, Text

Status = Literal["held", "requested", "payable", "settled", "voided"]
Amount = Annotated[Decimal, Field(gt=0, max_digits=14, decimal_places=2)]
Version = Annotated[int | None, Field(ge=0, lt=2**31, description="`version` as read; refused when it has changed")]


class RetentionOut(Schema):
    """
    Retention money; `held` and `payable` are sums of its ledger, `due_on` the last day to do what comes next.

    `holder_id` and `payee_id` are null for the company itself.
    """

    id: int
    number: str
    project_id: int
    project: str
    holder_id: int | None
    holder: str
    payee_id: int | None
    payee: str
    status: str
    form: str
    settlement_price: Decimal
    percent: Decimal | None
    cap_percent: Decimal | None
    amount: Decimal
    held: Decimal
    payable: Decimal
    defect_months: int
    liable_until: date | None
    verify_days: int
    pay_days: int
    silence: str
    interest_percent: Decimal
    asked_amount: Decimal | None
    asked_on: date | None
    reminded_on: date | None
    due_on: date | None
    said_paid_amount: Decimal | None
    said_paid_on: date | None
    agreed_at: datetime
    version: int

    @classmethod
    def of(cls, row: Retention) -> RetentionOut:
        """Return what is shown of a retention; project, parties and balances come with it."""
        return cls(**_facts(row))


class ObstacleOut(Schema):
    """An open warranty matter that blocks the release."""

    request_id: int
    number: str
    subject: str


class MovementOut(Schema):
    """One line of the ledger with the balances after it."""

    on: date
    kind: str
    held: Decimal
    payable: Decimal
    held_then: Decimal
    payable_then: Decimal
    reason: str
    is_silent: bool
    request_number: str


class RetentionDetailOut(RetentionOut):
    """A retention with what blocks its release, the interest not yet in the ledger, and the ledger."""

    blocked: str
    blocked_words: str
    obstacles: list[ObstacleOut]
    interest_grown: Decimal
    ledger: list[MovementOut]

    @classmethod
    def whole(cls, row: Retention, **told: Any) -> RetentionDetailOut:
        """Return all of a retention; `told` is what was reckoned for it."""
        return cls(**_facts(row), **told)


def _facts(row: Retention) -> dict[str, Any]:
    same = set(RetentionOut.model_fields) - {"id", "project", "holder", "payee"}
    facts = {name: getattr(row, name) for name in same}
    return facts | {
        "id": row.pk,
        "project": row.project.name,
        "holder": party(row.holder),
        "payee": party(row.payee),
    }


class RequestIn(Schema):
    """How much is asked for; all that is held unless said otherwise."""

    amount: Amount | None = None
    seen_version: Version = None


class VerifyIn(RequestIn):
    """What the holder agrees to; today unless another day is named."""

    verified_on: date | None = None


class ReasonIn(Schema):
    """Why."""

    reason: Text
    seen_version: Version = None


class DeductIn(ReasonIn):
    """What is kept for which defect; today unless another day is named."""

    amount: Amount
    request_id: Id
    deducted_on: date | None = None


class PayIn(RequestIn):
    """A payment; all that is owed unless an amount is named, today unless another day is."""

    paid_on: date | None = None
