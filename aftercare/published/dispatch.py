"""What happens to bookings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


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
    """A booking has another time or another engineer."""

    booking_id: int
    work_order_id: int
    engineer_id: int
    engineer_name: str
    start_at: datetime
    end_at: datetime
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
    """The engineer cannot take it."""

    booking_id: int
    work_order_id: int
    engineer_id: int
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
