"""What programs send and get about bookings."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import AwareDatetime, Field

from aftercare.contexts.dispatch.models import EngineerWish, Help
from aftercare.contexts.dispatch.queries import BookingCard, Suggestion
from aftercare.platform.api.door import Id, Line

Warning = Literal[
    "already_booked", "late_arrival", "late_finish", "too_early", "travel_gap", "other_region", "outside_shift",
    "skill_missing", "skill_level", "refused_before", "lent_out", "crew_apart", "customer_excludes",
    "customer_wants_other",
]  # fmt: skip
Warnings = Annotated[list[Warning], Field(max_length=14, description="warnings you have seen and go over")]
Version = Annotated[int, Field(ge=1, lt=2**31, description="the version you saw; another one is refused as stale")]


class BookingIn(Schema):
    """An engineer for a time span."""

    engineer_id: Id
    start_at: AwareDatetime
    end_at: AwareDatetime
    note: Annotated[Line, Field(max_length=500)] = ""
    accept_warnings: Warnings = []
    send: Annotated[bool, Field(description="tell the engineer at once")] = True


class MoveIn(Schema):
    """Another time or engineer; what is left out stays."""

    engineer_id: Id | None = None
    start_at: AwareDatetime | None = None
    end_at: AwareDatetime | None = None
    seen_version: Version | None = None
    accept_warnings: Warnings = []


class PinIn(Schema):
    """What plans must leave as it is."""

    lock: Literal["none", "engineer", "time", "both"]
    seen_version: Version | None = None


class SendOnIn(Schema):
    """Who goes instead of the engineer who refused or does not answer, and from when."""

    engineer_id: Id
    start_at: AwareDatetime
    accept_warnings: Warnings = []


class NextBestOut(Schema):
    """The best engineer who has not passed the order up; `warnings` are the codes to accept."""

    engineer_id: int
    engineer_name: str
    start_at: datetime
    end_at: datetime
    warnings: list[str]


class UnassignIn(Schema):
    """Why the booking is taken back."""

    reason: Annotated[Line, Field(max_length=300)] = ""
    seen_version: Version | None = None


class MateOut(Schema):
    """Who goes along."""

    engineer_id: int
    engineer_name: str


class PlaceOut(Schema):
    """A place for an order on somebody's tour; `extra_minutes` is what it costs in all, like minutes on the road."""

    engineer_id: int
    engineer_name: str
    start_at: datetime
    end_at: datetime
    extra_minutes: int
    detour_minutes: Annotated[int | None, Field(description="null for two: it is in `extra_minutes`")]
    late_minutes: int
    mate: Annotated[MateOut | None, Field(description="who goes along where the order needs two")] = None


class AdviceOut(Schema):
    """Whom the engine would send, best first, and by engineer id the code of why not the others."""

    id: int
    asked_at: datetime
    places: list[PlaceOut]
    against: Annotated[
        dict[str, str],
        Field(
            description="no_certificate, certificate_expired, customer_excludes, customer_wants_other, skill_missing,"
            " skill_level, other_region, off, tour_full or dearer"
        ),
    ]


class BookingOut(Schema):
    """A booking as programs see it."""

    id: int
    work_order_id: int
    engineer_id: int
    engineer_name: str
    status: str
    start_at: datetime
    end_at: datetime
    note: str
    refused_code: str
    refused_reason: str
    canceled_reason: str
    overridden: list[str]
    lock: str
    booked_by: str
    booked_at: datetime
    dispatched_at: datetime | None
    reminded_at: datetime | None
    unanswered_at: datetime | None
    word: Annotated[str | None, Field(description="the customer's: asked, confirmed, wished or fallen")]
    wish: str | None
    window_start: datetime | None
    window_end: datetime | None
    is_reachable: Annotated[bool | None, Field(description="false when somebody has to call the customer")]
    version: int

    @classmethod
    def of(cls, card: BookingCard) -> BookingOut:
        """Return the booking for programs."""
        facts = {name: getattr(card, name) for name in cls.model_fields}
        return cls(**{**facts, "overridden": list(card.overridden)})


class SuggestionOut(Schema):
    """
    An engineer for an order, best first; `reasons` forbid, `warnings` want to be accepted.

    At the engine's place on the tour `extra_minutes` is what it costs in all, `detour_minutes` the way among it; null
    at the earliest free time of who has no such place.
    """

    engineer_id: int
    engineer_name: str
    start_at: datetime | None
    end_at: datetime | None
    reasons: list[str]
    warnings: list[str]
    km: float | None
    travel_minutes: int
    booked_minutes: int
    keeps_promise: bool
    extra_minutes: int | None
    detour_minutes: int | None
    is_preferred: Annotated[bool, Field(description="the customer would rather have this engineer")]

    @classmethod
    def of(cls, row: Suggestion) -> SuggestionOut:
        """Return the suggestion for programs."""
        names = ("start_at", "end_at", "reasons", "warnings", "km", "travel_minutes", "booked_minutes", "keeps_promise",
                 "extra_minutes", "detour_minutes", "is_preferred")  # fmt: skip
        facts = {name: getattr(row, name) for name in names}
        return cls(engineer_id=row.engineer.id, engineer_name=row.engineer.name, **facts)


class HelpIn(Schema):
    """An engineer of another region for whole days of the borrowing region, the last day included."""

    engineer_id: Id
    borrower_id: Id
    first_day: date
    last_day: date
    reason: Annotated[Line, Field(max_length=300)]


class NoteIn(Schema):
    """Words with an answer; a no wants them."""

    note: Annotated[Line, Field(max_length=300)] = ""


class HelpOut(Schema):
    """Help between two regions as programs see it."""

    id: int
    engineer_id: int
    engineer_name: str
    lender_id: int
    borrower_id: int
    first_day: date
    last_day: date
    reason: str
    status: str
    note: str
    asked_by_name: str
    asked_at: datetime
    decided_by_name: str
    decided_at: datetime | None
    ended_at: datetime | None

    @classmethod
    def of(cls, row: Help) -> HelpOut:
        """Return the help for programs."""
        facts = {name: getattr(row, name) for name in cls.model_fields if name != "engineer_name"}
        return cls(engineer_name=row.engineer.name, **facts)


class WishIn(Schema):
    """What a customer wishes about an engineer; without a project at every place, without a last day for good."""

    customer_id: Id
    project_id: Id | None = None
    engineer_id: Id
    kind: Literal["never", "only", "rather"]
    first_day: Annotated[date | None, Field(description="today when left out")] = None
    last_day: date | None = None
    reason: Annotated[Line, Field(max_length=300, description="never and only want one")] = ""
    said_by: Annotated[Line, Field(max_length=80)] = ""


class WishOut(Schema):
    """A customer's wish about an engineer as programs see it."""

    id: int
    customer_id: int
    project_id: int | None
    engineer_id: int
    engineer_name: str
    kind: Literal["never", "only", "rather"]
    first_day: date
    last_day: date | None
    reason: str
    said_by: str
    noted_by_name: str
    noted_at: datetime
    ended_by_name: str
    ended_at: datetime | None

    @classmethod
    def of(cls, row: EngineerWish) -> WishOut:
        """Return the wish for programs."""
        facts = {name: getattr(row, name) for name in cls.model_fields if name != "engineer_name"}
        return cls(engineer_name=row.engineer.name, **facts)
