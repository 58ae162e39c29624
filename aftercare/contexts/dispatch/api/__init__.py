"""The API's door to bookings: they are made and listed under their order, and changed under their own id."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path

from aftercare.contexts.dispatch import commands, policies, queries, schemas
from aftercare.contexts.dispatch.answers import resending
from aftercare.contexts.dispatch.api import help as api_help
from aftercare.contexts.dispatch.api import wishes as api_wishes
from aftercare.contexts.dispatch.models import Booking
from aftercare.contexts.dispatch.suitability import Warned
from aftercare.contexts.work_orders import public as work_orders
from aftercare.platform import clock
from aftercare.platform.api.door import actor, problems, router, scope
from aftercare.platform.refusal import Refused, not_found

under_orders, bookings = router("Bookings"), router("Bookings")
READ, WRITE = scope("orders:read"), scope("orders:write")
RowId = Annotated[int, Path(gt=0, lt=2**63)]
Answer = dict[Any, Any]
DONE: Answer = {200: schemas.BookingOut, **problems(404, 409)}


@under_orders.get(
    "/{order_id}/bookings",
    auth=READ,
    response={200: list[schemas.BookingOut], **problems(404)},
    summary="List bookings",
)
def list_bookings(request: HttpRequest, order_id: RowId) -> list[schemas.BookingOut]:
    """Return the bookings of an order that the token's owner may see, oldest first."""
    _order(order_id, request)
    return [schemas.BookingOut.of(card) for card in queries.of_order(order_id, by=actor(request))]


@under_orders.get(
    "/{order_id}/engineers", auth=READ, response={200: list[schemas.SuggestionOut], **problems(404)},
    summary="Suggest engineers",
)  # fmt: skip
def suggest_engineers(request: HttpRequest, order_id: RowId) -> list[schemas.SuggestionOut]:
    """Return whom to send, best first, those who must not go last with the reason; for dispatchers."""
    order = _order(order_id, request)
    policies.may_assign(by=actor(request), region_id=order.region_id).or_refuse()
    found = queries.suggestions(order, by=actor(request), now=clock.now())
    return [schemas.SuggestionOut.of(row) for row in found]


@under_orders.post(
    "/{order_id}/advice", auth=WRITE, response={201: schemas.AdviceOut, **problems(404, 409)}, summary="Ask for advice"
)
def ask_for_advice(request: HttpRequest, order_id: RowId) -> tuple[int, schemas.AdviceOut]:
    """Scan every place on the tours of the next three days; what is answered is kept with its reasons."""
    row = commands.advise(work_order_id=order_id, by=actor(request), at=clock.now())
    places = [schemas.PlaceOut(**place) for place in row.places]
    return 201, schemas.AdviceOut(id=row.pk, asked_at=row.asked_at, places=places, against=row.against)


@under_orders.post(
    "/{order_id}/bookings", auth=WRITE, response={201: schemas.BookingOut, **problems(404, 409)},
    summary="Book an engineer",
)  # fmt: skip
def create_booking(request: HttpRequest, order_id: RowId, payload: schemas.BookingIn) -> tuple[int, schemas.BookingOut]:
    """Book an engineer; warnings are refused with their codes until `accept_warnings` names them."""
    with _warnings_named():
        row = commands.assign(work_order_id=order_id, **payload.dict(), by=actor(request), at=clock.now())
    return 201, _shown(row)


@bookings.get("/{booking_id}", auth=READ, response={200: schemas.BookingOut, **problems(404)}, summary="Get a booking")
def get_booking(request: HttpRequest, booking_id: RowId) -> schemas.BookingOut:
    """Return one booking."""
    row = policies.visible_to(actor(request)).filter(pk=booking_id).first()
    if row is None:
        raise not_found()
    return _shown(row)


@bookings.post("/{booking_id}/move", auth=WRITE, response=DONE, summary="Move")
def move(request: HttpRequest, booking_id: RowId, payload: schemas.MoveIn) -> schemas.BookingOut:
    """Give the booking another time or another engineer."""
    with _warnings_named():
        return _shown(commands.move(booking_id=booking_id, **payload.dict(), by=actor(request), at=clock.now()))


@bookings.post("/{booking_id}/send", auth=WRITE, response=DONE, summary="Send")
def send(request: HttpRequest, booking_id: RowId) -> schemas.BookingOut:
    """Tell the engineer about a planned booking."""
    return _shown(commands.send(booking_id=booking_id, by=actor(request), at=clock.now()))


@bookings.post("/{booking_id}/pin", auth=WRITE, response=DONE, summary="Pin")
def pin(request: HttpRequest, booking_id: RowId, payload: schemas.PinIn) -> schemas.BookingOut:
    """Fix engineer, time or both, so that no plan moves them."""
    return _shown(commands.pin(booking_id=booking_id, **payload.dict(), by=actor(request), at=clock.now()))


@bookings.get(
    "/{booking_id}/next-best", auth=READ, response={200: schemas.NextBestOut | None, **problems(404)},
    summary="Who goes instead",
)  # fmt: skip
def next_best(request: HttpRequest, booking_id: RowId) -> schemas.NextBestOut | None:
    """Return whom to send instead of an engineer who refused or does not answer; null when nobody fits."""
    row = policies.visible_to(actor(request)).filter(pk=booking_id).select_related("work_order").first()
    if row is None:
        raise not_found()
    policies.may_assign(by=actor(request), region_id=row.work_order.region_id).or_refuse()
    found = resending.next_best(row, by=actor(request), now=clock.now())
    if found is None:
        return None
    times = {"start_at": found.start_at, "end_at": found.end_at}
    return schemas.NextBestOut(engineer_id=found.engineer_id, engineer_name=found.name, warnings=found.codes, **times)


@bookings.post(
    "/{booking_id}/send-on", auth=WRITE, response={201: schemas.BookingOut, **problems(404, 409)},
    summary="Send somebody else",
)  # fmt: skip
def send_on(request: HttpRequest, booking_id: RowId, payload: schemas.SendOnIn) -> tuple[int, schemas.BookingOut]:
    """Book another engineer instead of the one who refused or does not answer."""
    with _warnings_named():
        row = commands.send_on(booking_id=booking_id, **payload.dict(), by=actor(request), at=clock.now())
    return 201, _shown(row)


@bookings.post("/{booking_id}/unassign", auth=WRITE, response=DONE, summary="Take back")
def unassign(request: HttpRequest, booking_id: RowId, payload: schemas.UnassignIn) -> schemas.BookingOut:
    """Take the booking back."""
    return _shown(commands.unassign(booking_id=booking_id, **payload.dict(), by=actor(request), at=clock.now()))


def _order(order_id: int, request: HttpRequest) -> work_orders.OrderCard:
    if not work_orders.visible_to(actor(request)).filter(pk=order_id).exists():
        raise not_found()
    return work_orders.order_card(order_id)


def _shown(row: Booking) -> schemas.BookingOut:
    card = queries.booking_card(row.pk)
    if card is None:
        raise not_found()
    return schemas.BookingOut.of(card)


@contextmanager
def _warnings_named() -> Iterator[None]:
    """Name the codes of warnings, so that a program can accept them."""
    try:
        yield
    except Warned as warned:
        words = " ".join(f"[{warning.code}] {warning.text}" for warning in warned.warnings)
        raise Refused("warnings", words, field="accept_warnings") from warned


routers = {
    "/work-orders": under_orders, "/bookings": bookings, "/regional-help": api_help.helps,
    "/engineer-wishes": api_wishes.wishes,
}  # fmt: skip
