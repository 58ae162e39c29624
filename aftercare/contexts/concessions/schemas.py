"""What programs send and get about concessions."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from aftercare.contexts.concessions.models import Concession
from aftercare.platform.api.door import Id, Text

Kind = Literal["extend", "waive", "replan"]
State = Literal["asked", "granted", "refused", "withdrawn", "lapsed"]
Why = Annotated[Text, Field(min_length=1, max_length=2000)]
Version = Annotated[int, Field(ge=1, lt=2**31)]
Minutes = Annotated[int, Field(ge=1, le=525_600)]
Amount = Annotated[Decimal, Field(ge=0, max_digits=12, decimal_places=2)]


class AskIn(Schema):
    """What is asked of a promise: `minutes` or `until` to extend, `plan` and `until` to re-plan."""

    clock_id: Id
    kind: Kind
    minutes: Minutes | None = None
    until: datetime | None = None
    plan: Annotated[Text, Field(max_length=2000)] = ""
    amount: Amount = Decimal(0)
    reason: Why


class GrantIn(Schema):
    """A word with the yes."""

    note: Annotated[Text, Field(max_length=1000)] = ""
    seen_version: Version | None = None


class RefuseIn(Schema):
    """Why not."""

    note: Annotated[Text, Field(min_length=1, max_length=1000)]
    seen_version: Version | None = None


class ConcessionOut(Schema):
    """A concession as programs see it; `level` is who is asked now."""

    id: int
    number: str
    state: State
    kind: Kind
    request_id: int
    clock_id: int
    promise: str
    minutes: int | None
    until: datetime | None
    plan: str
    amount: Decimal
    reason: str
    needed_level: int
    level: int
    decide_by: datetime
    asked_by: str
    asked_at: datetime
    decided_by: str
    decided_for: str
    over_at: datetime | None
    note: str
    due_before: datetime | None
    due_after: datetime | None
    version: int

    @classmethod
    def of(cls, row: Concession) -> ConcessionOut:
        """Return a concession for a program."""
        plain = (
            "id", "number", "state", "kind", "request_id", "clock_id", "minutes", "until", "plan", "amount", "reason",
            "needed_level", "level", "decide_by", "asked_at", "over_at", "note", "due_before", "due_after", "version",
        )  # fmt: skip
        return cls(
            **{name: getattr(row, name) for name in plain},
            promise=row.clock.promise,
            asked_by=row.asked_by.name,
            decided_by=row.decided_by.name if row.decided_by else "",
            decided_for=row.decided_for.name if row.decided_for else "",
        )
