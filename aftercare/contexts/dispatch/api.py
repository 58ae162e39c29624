"""Bookings for programs."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Query, Schema
from pydantic import Field

from aftercare.contexts.dispatch import commands
from aftercare.contexts.dispatch.models import Booking, Status
from aftercare.contexts.dispatch.policies import visible_to
from aftercare.platform import clock
from aftercare.platform.api.door import Id, Line, Page, actor, cursor_page, problems, router, scope
from aftercare.platform.refusal import not_found

bookings = router("Bookings")
READ, WRITE = scope("orders:read"), scope("orders:write")
BookingId = Annotated[int, Path(gt=0, lt=2**63)]


class BookingOut(Schema):
    """One engineer for one time span of one order."""

    id: int
    work_order_id: int
    engineer_id: int
    status: str
    start_at: datetime
    end_at: datetime
    note: str
    booked_by: str
    booked_at: datetime
    version: int

    @classmethod
    def of(cls, row: Booking) -> dict[str, Any]:
        """Return what a program sees of a booking."""
        plain = ("id", "work_order_id", "engineer_id", "status", "note", "booked_by", "booked_at", "version")
        span = {"start_at": row.during.lower, "end_at": row.during.upper}
        return {**{name: getattr(row, name) for name in plain}, **span}


class BookingIn(Schema):
    """An engineer to book; `accept_warnings` names the soft misfits the caller has seen and goes over."""

    work_order_id: Id
    engineer_id: Id
    start_at: datetime
    end_at: datetime
    note: Line = ""
    accept_warnings: list[Line] = []
    send: bool = True


class MoveIn(Schema):
    """Another time or another engineer."""

    engineer_id: Id
    start_at: datetime
    end_at: datetime
    accept_warnings: list[Line] = []
    seen_version: Annotated[int, Field(ge=1, lt=2**31)]


class ReasonIn(Schema):
    """A reason in words."""

    reason: Line = ""


@bookings.get("", auth=READ, response={200: Page[BookingOut], **problems()})
def list_bookings(
    request: HttpRequest,
    status: Annotated[Status | None, Query()] = None,
    work_order_id: Annotated[int | None, Query(gt=0, lt=2**63)] = None,
    engineer_id: Annotated[int | None, Query(gt=0, lt=2**63)] = None,
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> dict[str, Any]:
    """List the bookings the token's owner may see, latest booked first."""
    asked = {"status": status, "work_order_id": work_order_id, "engineer_id": engineer_id}
    rows = visible_to(actor(request)).filter(**{name: value for name, value in asked.items() if value is not None})
    return cursor_page(rows, by="booked_at", cursor=cursor, limit=limit, show=BookingOut.of)


@bookings.post("", auth=WRITE, response={201: BookingOut, **problems(404, 409)})
def book(request: HttpRequest, payload: BookingIn) -> tuple[int, dict[str, Any]]:
    """Book an engineer for an order; a conflict, a missing certificate or leave refuses it."""
    return 201, BookingOut.of(commands.assign(**payload.dict(), by=actor(request), at=clock.now()))


@bookings.get("/{booking_id}", auth=READ, response={200: BookingOut, **problems(404)})
def get_booking(request: HttpRequest, booking_id: BookingId) -> dict[str, Any]:
    """Return one booking."""
    row = visible_to(actor(request)).filter(pk=booking_id).first()
    if row is None:
        raise not_found()
    return BookingOut.of(row)


@bookings.post("/{booking_id}/move", auth=WRITE, response={200: BookingOut, **problems(404, 409)})
def move_booking(request: HttpRequest, booking_id: BookingId, payload: MoveIn) -> dict[str, Any]:
    """Give the booking another time or engineer."""
    return BookingOut.of(commands.move(booking_id=booking_id, **payload.dict(), by=actor(request), at=clock.now()))


@bookings.post("/{booking_id}/send", auth=WRITE, response={200: BookingOut, **problems(404, 409)})
def send_booking(request: HttpRequest, booking_id: BookingId) -> dict[str, Any]:
    """Tell the engineer."""
    return BookingOut.of(commands.send(booking_id=booking_id, by=actor(request), at=clock.now()))


@bookings.post("/{booking_id}/cancel", auth=WRITE, response={200: BookingOut, **problems(404, 409)})
def cancel_booking(request: HttpRequest, booking_id: BookingId, payload: ReasonIn) -> dict[str, Any]:
    """Let the booking fall away."""
    row = commands.unassign(booking_id=booking_id, reason=payload.reason, by=actor(request), at=clock.now())
    return BookingOut.of(row)


routers = {"/bookings": bookings}
