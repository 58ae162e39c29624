"""Booking from an order's page: the dialog, and the panel with what is booked."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.dispatch import commands, crewing, forms, policies, queries
from aftercare.contexts.dispatch.desk import bumping
from aftercare.contexts.dispatch.models import Booking
from aftercare.contexts.dispatch.planning import advising
from aftercare.contexts.dispatch.suitability import Warned
from aftercare.contexts.work_orders import public as work_orders
from aftercare.platform import clock
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Decision, Refused, deny, not_found
from aftercare.platform.web import actions, door, fragments, panels
from aftercare.platform.web import dialogs as web_dialogs
from aftercare.platform.web.actions import Verb
from aftercare.platform.web.fragments import DeskRequest

MINUTE = timedelta(minutes=1)
BEST = 3


@door.door(*policies.DISPATCHERS, methods=("GET", "POST"))
def assign(request: DeskRequest, work_order_id: int) -> HttpResponse:
    """Book an engineer for an order: the best ones first, what stands against each beside the name."""
    order = _visible_order(work_order_id, request.actor)
    now = clock.now()
    found, mate = queries.suggestions(order, by=request.actor, now=now), crewing.partner(order)
    form = forms.AssignForm(
        request.POST if request.method == "POST" else None,
        found=found,
        minutes=int((mate.end - mate.start) / MINUTE) if mate else order.estimated_minutes,
        chosen=request.GET.get("engineer", ""),
        start_at=request.GET.get("start", "") or (mate.start.isoformat() if mate else ""),
    )
    if request.method == "POST" and form.is_valid() and _booked(request, order, form):
        fragments.toast(request, str(_("The engineer is booked.")))
        return fragments.redirect(request, reverse("work_orders:detail", args=[work_order_id]))
    ctx = {
        "form": form,
        "order": order,
        "title": _("Assign"),
        "mate": mate,
        "best": _best(found),
        "warned": getattr(form, "warned", None),
        "may_bump": bumping.is_wanted(order, found, now=now),
        "times_url": reverse("dispatch:times_to_offer", args=[work_order_id]),
    }
    return fragments.fragment(request, "dispatch/_assign.html", ctx, status=fragments.status_of(form))


def _best(found: list[queries.Suggestion]) -> list[queries.Suggestion]:
    """Return the engine's places and whom the customer would rather have; without any, who is free the soonest."""
    fit = [row for row in found if row.is_fit]
    return ([row for row in fit if row.extra_minutes is not None or row.is_preferred] or fit)[:BEST]


@door.door(*policies.DISPATCHERS)
def times_to_offer(request: DeskRequest, work_order_id: int) -> HttpResponse:
    """Show the best windows of the next days, to be offered to the customer who is on the phone."""
    order = _visible_order(work_order_id, request.actor)
    found = advising.appointments(order, by=request.actor, now=clock.now())
    ctx = {"appointments": found, "assign_url": reverse("dispatch:assign", args=[work_order_id])}
    return fragments.fragment(request, "dispatch/_times.html", ctx)


def _booked(request: DeskRequest, order: work_orders.OrderCard, form: forms.AssignForm) -> bool:
    """Book, or put onto the form why not; warnings are shown to be accepted by sending again."""
    values: dict[str, Any] = {name: form.cleaned_data[name] for name in ("engineer_id", "note")}
    values["accept_warnings"] = form.accepted()
    try:
        commands.assign(work_order_id=order.id, by=request.actor, at=clock.now(), **{**values, **form.times()})
    except Refused as refused:
        if refused.code == "not_found":
            raise
        form.refused = refused  # type: ignore[attr-defined]
        if isinstance(refused, Warned):
            form.warned = refused.warnings  # type: ignore[attr-defined]
            form.accept_for = form.choice()  # type: ignore[attr-defined]
            form.accept = " ".join(warning.code for warning in refused.warnings)  # type: ignore[attr-defined]
        else:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused.message))
        return False
    return True


@door.door(*policies.DISPATCHERS, methods=("GET", "POST"))
def unassign(request: DeskRequest, booking_id: int) -> HttpResponse:
    """Take a booking back, from the order's page."""
    row = _visible_booking(booking_id, request.actor)
    form = forms.ReasonForm(request.POST if request.method == "POST" else None)

    def do(values: dict[str, Any]) -> None:
        commands.unassign(booking_id=booking_id, by=request.actor, at=clock.now(), **values)

    to = reverse("work_orders:detail", args=[row.work_order_id])
    done = _("The booking is taken back.")
    return web_dialogs.answer(request, form, do, to=to, verb=_("Take back"), done=done, danger=True)


@door.door(*policies.DISPATCHERS, methods=("POST",))
def send(request: DeskRequest, booking_id: int) -> HttpResponse:
    """Tell the engineer about a planned booking, from the order's page."""
    row = _visible_booking(booking_id, request.actor)
    commands.send(booking_id=booking_id, by=request.actor, at=clock.now())
    fragments.toast(request, str(_("The engineer has been told.")))
    return fragments.redirect(request, reverse("work_orders:detail", args=[row.work_order_id]))


def bookings(request: DeskRequest, order: Any) -> str:
    """Draw what is booked for an order, on its page."""
    rows = queries.of_order(order.pk, by=request.actor)
    if not rows:
        return ""
    may = policies.may_assign(by=request.actor, region_id=order.region_id)
    offer_id = queries.handed_back(order.pk) if may and order.status in work_orders.BOOKABLE else None
    ctx = {"rows": rows, "order": order, "may": may, "offer_id": offer_id}
    return fragments.html(request, "dispatch/_bookings.html", ctx)


def offered(order: Any, actor: Actor) -> list[Verb]:
    """Return dispatch's verb on an order's page."""
    is_next = order.status == "unscheduled"
    url = reverse("dispatch:assign", args=[order.pk])
    may = _may_book(order, actor)
    return [Verb(name="dispatch", label=_("Assign"), url=url, may=may, icon="user-plus", primary=is_next)]


def _may_book(order: Any, actor: Actor) -> Decision:
    may = policies.may_assign(by=actor, region_id=order.region_id)
    if may and order.status not in work_orders.BOOKABLE:
        return deny(_("Nobody can be booked in the order's present status."), code="wrong_state")
    return may


def _visible_order(work_order_id: int, actor: Actor) -> work_orders.OrderCard:
    if not work_orders.visible_to(actor).filter(pk=work_order_id).exists():
        raise not_found()
    return work_orders.order_card(work_order_id)


def _visible_booking(booking_id: int, actor: Actor) -> Booking:
    row = policies.visible_to(actor).filter(pk=booking_id).first()
    if row is None:
        raise not_found()
    return row


def enter() -> None:
    """Put dispatch onto the pages of orders."""
    actions.offer("work_order", offered)
    panels.panel(
        "work_order", _("Bookings"), bookings, order=5, key="bookings", eager=True, place="top", icon="calendar-event"
    )
