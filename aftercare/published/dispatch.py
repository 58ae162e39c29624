"""What happens to bookings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingScheduled:
    """An engineer has been booked for an order."""

    booking_id: int
    work_order_id: int
    engineer_id: int
    engineer_name: str
    start_at: datetime
    end_at: datetime
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingMoved:
    """A booking has another time or another engineer; who had it when before."""

    booking_id: int
    work_order_id: int
    engineer_id: int
    engineer_name: str
    start_at: datetime
    end_at: datetime
    was_engineer_id: int | None = None
    was_start_at: datetime | None = None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingDispatched:
    """The engineer has been told; the visit is on the phone."""

    booking_id: int
    work_order_id: int
    engineer_id: int
    start_at: datetime
    end_at: datetime
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingRefused:
    """The engineer cannot take it; `code` is of the list of reasons, `reason` the own words."""

    booking_id: int
    work_order_id: int
    engineer_id: int
    code: str = "other"
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingPinned:
    """Plans must leave its engineer, time, both or none as they are."""

    booking_id: int
    work_order_id: int
    engineer_id: int
    lock: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingCanceled:
    """The booking fell away."""

    booking_id: int
    work_order_id: int
    engineer_id: int
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanAsked:
    """Somebody wants a plan of a region's days."""

    plan_id: int
    region_id: int
    cause: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanReady:
    """A plan can be looked at."""

    plan_id: int
    region_id: int
    cause: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPublished:
    """A plan has become what is booked; how many visits have another time or engineer, are new, or fell away."""

    plan_id: int
    region_id: int
    cause: str
    retimed: int
    moved: int
    gained: int
    lost: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDiscarded:
    """A plan was thrown away."""

    plan_id: int
    region_id: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingProgressed:
    """The engineer came a step further: accepted, traveling, on_site, on_break, done or cannot_complete."""

    booking_id: int
    work_order_id: int
    engineer_id: int
    status: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineerReminded:
    """The engineer has not answered a job and was asked again."""

    booking_id: int
    work_order_id: int
    engineer_id: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingUnanswered:
    """The engineer has not answered a job in time: dispatch decides who goes."""

    booking_id: int
    work_order_id: int
    engineer_id: int
    engineer_name: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentAnnounced:
    """The customer can be told when to expect whom; `path` is the page where they answer."""

    confirmation_id: int
    booking_id: int
    work_order_id: int
    request_id: int | None
    window_start_at: datetime
    window_end_at: datetime
    engineer_name: str
    path: str
    is_change: bool
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentFell:
    """What the customer was told does not take place; `is_told` when they should hear of it now."""

    confirmation_id: int
    booking_id: int
    work_order_id: int
    request_id: int | None
    path: str
    is_told: bool
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentConfirmed:
    """The customer expects the engineer in the window."""

    confirmation_id: int
    booking_id: int
    work_order_id: int
    name: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AnotherTimeWished:
    """The customer asks for another time, in their words."""

    confirmation_id: int
    booking_id: int
    work_order_id: int
    name: str
    wish: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineerWishSet:
    """A customer's wish about an engineer was noted; `kind` is never, only or rather."""

    wish_id: int
    customer_id: int
    project_id: int | None
    engineer_id: int
    engineer_name: str
    kind: str
    first_day: date
    last_day: date | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineerWishEnded:
    """The customer's wish about an engineer stands no longer."""

    wish_id: int
    customer_id: int
    project_id: int | None
    engineer_id: int
    engineer_name: str
    kind: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpAsked:
    """A region asks another for an engineer on some days."""

    help_id: int
    engineer_id: int
    lender_id: int
    borrower_id: int
    first_day: date
    last_day: date
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpDecided:
    """The lending region answered."""

    help_id: int
    engineer_id: int
    lender_id: int
    borrower_id: int
    first_day: date
    last_day: date
    is_approved: bool
    note: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpEnded:
    """The help ended early, or the question was taken back."""

    help_id: int
    engineer_id: int
    lender_id: int
    borrower_id: int
    first_day: date
    last_day: date
    is_withdrawn: bool
    at: datetime
