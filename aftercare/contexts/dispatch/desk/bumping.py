"""One click for an urgent order that finds no place today: a booking that matters less makes room for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.contexts.dispatch import commands, forms, policies, queries, suitability
from aftercare.contexts.dispatch.planning import bumping
from aftercare.contexts.dispatch.planning.bumping import Room
from aftercare.contexts.people.public import Misfit
from aftercare.contexts.work_orders import public as work_orders
from aftercare.contexts.work_orders.public import OrderCard
from aftercare.platform import clock
from aftercare.platform.refusal import Refused, not_found
from aftercare.platform.web import door, fragments
from aftercare.platform.web.fragments import DeskRequest

URGENT = 2


def is_wanted(order: OrderCard, found: Sequence[queries.Suggestion], *, now: datetime) -> bool:
    """Tell whether an urgent order finds nobody today, or nobody in time."""
    placed = [row for row in found if row.is_fit and row.extra_minutes is not None]
    today = timezone.localtime(now).date()
    good = (
        row for row in placed if row.keeps_promise and row.start_at and timezone.localtime(row.start_at).date() == today
    )
    return order.crew_size == 1 and order.priority <= URGENT and next(good, None) is None


@door.door(*policies.DISPATCHERS, methods=("GET", "POST"))
def bump(request: DeskRequest, work_order_id: int) -> HttpResponse:
    """Offer who could make room, with what follows; do it when told to."""
    if not work_orders.visible_to(request.actor).filter(pk=work_order_id).exists():
        raise not_found()
    if request.method == "GET":
        return _offer(request, work_order_id)
    form = forms.BumpForm(request.POST)
    if not form.is_valid():
        return _offer(request, work_order_id, refused=_("This offer is no longer complete; look again."), status=422)
    try:
        made = commands.bump(work_order_id=work_order_id, **form.cleaned_data, by=request.actor, at=clock.now())
    except Refused as refused:
        if refused.status not in (409, 422):
            raise
        return _offer(request, work_order_id, refused=str(refused.message), status=refused.status)
    fragments.toast(request, _("%(name)s goes; the other visit has its new place.") % {"name": made.engineer.name})
    if "board" in request.GET:
        return fragments.fragment(request, "dispatch/_bump.html", {"title": _("Make room")})
    return fragments.redirect(request, reverse("work_orders:detail", args=[work_order_id]))


def _offer(request: DeskRequest, work_order_id: int, *, refused: str = "", status: int = 200) -> HttpResponse:
    order = work_orders.order_card(work_order_id)
    room = bumping.make_room(order, now=clock.now()) if order.status in work_orders.BOOKABLE else None
    against = _against(order, room) if room else []
    if any(misfit.is_hard for misfit in against):
        room = None
    ctx: dict[str, Any] = {
        "room": room, "order": order, "against": against, "refused": refused, "title": _("Make room"),
        "codes": sorted({misfit.code for misfit in against}),
    }  # fmt: skip
    return fragments.fragment(request, "dispatch/_bump.html", ctx, status=status)


def _against(order: OrderCard, room: Room) -> list[Misfit]:
    """Return what a dispatcher would be warned of, for both visits."""
    pk = room.bumped.booking_id
    found = suitability.misfits(order, room.engineer, room.start, room.end, except_booking_id=pk)
    there = (room.to_engineer, room.to_start, room.to_end)
    return found + suitability.misfits(room.bumped.order, *there, except_booking_id=pk)
