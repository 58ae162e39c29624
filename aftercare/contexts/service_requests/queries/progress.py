"""How far a matter has come, as its customer sees it: like a parcel on its way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core import signing
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.service_requests import rules
from aftercare.contexts.service_requests.models import Comment, RequestOrder, ServiceRequest
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused, not_found

_SIGNER = signing.Signer(salt="service_requests.progress", sep=".")


# Its name, its words once passed and while ahead, its picture, its moment, and whether it is reached.
_Moment = tuple[str, Any, Any, str, datetime | None, bool]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the way: `state` is past, now or next."""

    key: str
    label: Any
    icon: str
    at: datetime | None
    state: str


@dataclass(frozen=True, slots=True)
class Progress:
    """The way of one matter, who comes in which window of time, and the page where the customer answers."""

    steps: list[Step]
    engineer: str
    start_at: datetime | None
    end_at: datetime | None
    appointment_path: str
    ended: str


def progress_token(request_id: int) -> str:
    """Return the text by which anybody who has it follows this request."""
    return _SIGNER.sign(str(request_id))


def by_token(token: str, *, now: datetime) -> ServiceRequest:
    """
    Return the request of a token, with its equipment.

    :raises Refused: `not_found` for a token that is not ours, `gone` long after the file was closed.
    """
    try:
        request_id = int(_SIGNER.unsign(token))
    except (signing.BadSignature, ValueError):
        raise not_found(_("This link is not one of ours.")) from None
    row = ServiceRequest.objects.select_related("equipment", "merged_into").filter(pk=request_id).first()
    if row is None:
        raise not_found(_("This link is not one of ours."))
    if row.closed_at is not None and now > row.closed_at + rules.PROGRESS_SHOWN:
        raise Refused("gone", _("This matter was closed long ago; the page is no longer shown. Call us."))
    return row


def progress(row: ServiceRequest) -> Progress:
    """Return the way of a request; one query."""
    order = RequestOrder.objects.filter(request_id=row.pk).order_by("-is_open", "-work_order_id").first()
    goes_there = order is not None and order.status not in {"canceled", "cannot_complete"}
    is_booked = goes_there and order is not None and order.start_at is not None
    ended = row.status if row.status in {"canceled", "merged"} else ""
    moments: list[_Moment] = [
        ("received", _("Reported"), _("Reported"), "inbox", row.received_at, True),
        ("taken", _("Taken on"), _("To be taken on"), "phone-check", row.acknowledged_at, bool(row.acknowledged_at)),
    ]
    if row.needs_visit or goes_there:
        set_out, arrived = (order.set_out_at, order.arrived_at) if order else (None, None)
        moments += [
            ("booked", _("Engineer booked"), _("Booking an engineer"), "calendar-check", None, is_booked),
            ("set_out", _("Engineer on the way"), _("Engineer sets out"), "car", set_out, bool(set_out)),
            ("arrived", _("Engineer on site"), _("Engineer arrives"), "map-pin", arrived, bool(arrived)),
        ]
    if row.restored_at is not None:
        moments.append(("usable", _("Usable again"), "", "plug-connected", row.restored_at, True))
    moments += [
        ("done", _("Put right"), _("Being put right"), "circle-check", row.resolved_at, bool(row.resolved_at)),
        ("rated", _("Rated"), _("Your rating"), "star", row.rated_at, bool(row.rated_at)),
    ]
    engineer = order.engineer_name if order and is_booked else ""
    times = (order.window_start_at, order.window_end_at) if order and is_booked else (None, None)
    answers_at = order.appointment_path if order and is_booked and order.set_out_at is None else ""
    return Progress(_steps(moments), engineer, *times, answers_at, ended)


def _steps(moments: list[_Moment]) -> list[Step]:
    """Return the steps; the furthest one reached makes all before it past, and the next one is now."""
    reached = max(i for i, moment in enumerate(moments) if moment[5])
    states = ["past"] * (reached + 1) + ["now"] + ["next"] * len(moments)
    return [
        Step(key, behind if states[i] == "past" else ahead, icon, at, states[i])
        for i, (key, behind, ahead, icon, at, _is_reached) in enumerate(moments)
    ]


def messages_of(request_id: int) -> list[Comment]:
    """Return what was said between the customer and the company, oldest first; never an internal note."""
    rows = Comment.objects.filter(request_id=request_id, is_internal=False).order_by("at", "id")
    return list(rows.select_related("author")[:200])


def open_since(equipment_id: int) -> datetime | None:
    """Return since when a fault of the equipment is open, or None."""
    rows = ServiceRequest.objects.open().filter(equipment_id=equipment_id, kind="fault")
    return rows.order_by("received_at").values_list("received_at", flat=True).first()


def comments_for(request_id: int, *, by: Actor) -> QuerySet[Comment]:
    """Return what was said about a request, as far as the actor may read it."""
    rows = Comment.objects.filter(request_id=request_id)
    return rows if by.is_staff else rows.filter(is_internal=False)
