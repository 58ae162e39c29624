"""Keep what work orders, bookings and visits say about a request's progress."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from aftercare.contexts.service_requests import rules
from aftercare.contexts.service_requests.commands.opening import move, write
from aftercare.contexts.service_requests.commands.resolve import resolve
from aftercare.contexts.service_requests.lifecycle import REQUEST
from aftercare.contexts.service_requests.models import RequestEngineer, RequestOrder, ServiceRequest
from aftercare.platform.actor import Actor

_SHOWN = ("work_order_number", "work_order_status", "engineer_name")


@transaction.atomic
def follow_order(
    *,
    request_id: int,
    work_order_id: int,
    status: str,
    number: str = "",
    engineer_name: str = "",
    start_at: datetime | None = None,
    end_at: datetime | None = None,
    at: datetime,
) -> RequestOrder:
    """Keep an order's new status; the request moves on with its first order. Older news changes nothing."""
    row = ServiceRequest.objects.locked(request_id)
    defaults = {"request": row, "number": number, "status": status, "changed_at": at}
    order, is_new = RequestOrder.objects.get_or_create(work_order_id=work_order_id, defaults=defaults)
    order.number = order.number or number
    if is_new or rules.supersedes(status, at, known=order.status, known_at=order.changed_at):
        order.status, order.changed_at = status, at
        order.is_open = status not in rules.ORDER_OVER
        if status in {"scheduled", "unscheduled"}:
            order.engineer_name, order.start_at, order.end_at = engineer_name, start_at, end_at
            order.set_out_at = order.arrived_at = None
    order.save()
    show(row)
    return order


def show(row: ServiceRequest) -> None:
    """Show on the locked request the order that matters now: the latest open one, else the latest."""
    order = row.orders.order_by("-is_open", "-work_order_id").first()
    if order is None:
        return
    row.work_order_number, row.work_order_status = order.number, order.status
    row.engineer_name = order.engineer_name[:80]
    if order.is_open and REQUEST.can(row.status, "progress"):
        move(row, "progress")
    write(row, *_SHOWN)


@transaction.atomic
def note_appointment(*, work_order_id: int, start_at: datetime, end_at: datetime, path: str) -> None:
    """Keep the window the customer was told, and where they answer."""
    rows = RequestOrder.objects.filter(work_order_id=work_order_id)
    rows.update(window_start_at=start_at, window_end_at=end_at, appointment_path=path)


@transaction.atomic
def forget_appointment(*, work_order_id: int, path: str) -> None:
    """Forget a window that fell away, unless another one was told since."""
    rows = RequestOrder.objects.filter(work_order_id=work_order_id, appointment_path=path)
    rows.update(window_start_at=None, window_end_at=None, appointment_path="")


@transaction.atomic
def follow_engineer(*, work_order_id: int, booking_id: int, engineer_id: int) -> None:
    """Let a booked engineer read the request behind the order."""
    order = RequestOrder.objects.filter(work_order_id=work_order_id).first()
    if order is not None:
        RequestEngineer.objects.update_or_create(
            booking_id=booking_id, defaults={"order": order, "engineer_id": engineer_id}
        )


@transaction.atomic
def forget_engineer(*, booking_id: int) -> None:
    """Close the request to an engineer whose booking fell away."""
    RequestEngineer.objects.filter(booking_id=booking_id).delete()


@transaction.atomic
def note_journey(*, work_order_id: int, set_out: bool = False, arrived: bool = False, at: datetime) -> None:
    """Keep when the engineer set out and first arrived."""
    order = RequestOrder.objects.select_for_update().filter(work_order_id=work_order_id).first()
    if order is None:
        return
    if set_out:
        order.set_out_at = order.set_out_at or at
    if arrived:
        order.arrived_at = order.arrived_at or at
        first = ServiceRequest.objects.filter(pk=order.request_id, arrived_at__isnull=True)
        first.update(arrived_at=at)
    order.save(update_fields=["set_out_at", "arrived_at"])


@transaction.atomic
def resolve_by_work(*, request_id: int, by: Actor, at: datetime) -> bool:
    """Call the matter put right once the last open order is accepted; tell whether it is now."""
    row = ServiceRequest.objects.locked(request_id)
    if row.orders.filter(is_open=True).exists() or not REQUEST.can(row.status, "resolve"):
        return False
    with translation.override(settings.LANGUAGE_CODE):
        how = _("Work order %(number)s was done and accepted by the customer.") % {"number": row.work_order_number}
    resolve(request_id=request_id, how=how, by=by, at=at)
    return True


@transaction.atomic
def note_rating(*, work_order_id: int, at: datetime) -> int | None:
    """Keep that the customer rated the work; return the request's id."""
    order = RequestOrder.objects.filter(work_order_id=work_order_id).first()
    if order is None:
        return None
    ServiceRequest.objects.filter(pk=order.request_id, rated_at__isnull=True).update(rated_at=at)
    return order.request_id
