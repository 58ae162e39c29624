"""One button each for a day that goes otherwise; what follows is proposed before anything changes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from aftercare.contexts.dispatch import commands, policies
from aftercare.contexts.dispatch.desk.plans.forms import DAYS
from aftercare.contexts.dispatch.models import Booking, Plan
from aftercare.contexts.people import public as people
from aftercare.contexts.work_orders import public as work_orders
from aftercare.platform import clock
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import deny, not_found
from aftercare.platform.web import actions, dialogs, door, fragments
from aftercare.platform.web.actions import Verb
from aftercare.platform.web.forms import DateField, LocalDateTimeField, StrictForm
from aftercare.platform.web.fragments import DeskRequest

LIKELY_LONGER = timedelta(hours=1)


class DropOutForm(StrictForm):
    """From when, how long."""

    first_on = DateField(label=gettext_lazy("From"))
    days = forms.TypedChoiceField(label=gettext_lazy("How long"), choices=DAYS, coerce=int, initial=1)


class OverrunForm(StrictForm):
    """Until when."""

    until = LocalDateTimeField(label=gettext_lazy("Takes until"))


def _to(row: Plan) -> str:
    return reverse("dispatch:plan", args=[row.pk])


def _today() -> date:
    return timezone.localtime(clock.now()).date()


@door.door(*policies.DISPATCHERS, methods=("GET", "POST"))
def drop_out(request: DeskRequest, engineer_id: int) -> HttpResponse:
    """An engineer drops out: propose who takes over."""
    if not people.visible_to(request.actor).filter(pk=engineer_id).exists():
        raise not_found()
    form = DropOutForm(request.POST if request.method == "POST" else None, initial={"first_on": _today()})

    def do(values: dict[str, Any]) -> Plan:
        return commands.drop_out(engineer_id=engineer_id, **values, by=request.actor, at=clock.now())

    note = _("Others take over what is booked; all else stays as far as it can. You see the proposal first.")
    return dialogs.answer(request, form, do, to=_to, verb=_("Propose who takes over"), note=note)


@door.door(*policies.DISPATCHERS, methods=("GET", "POST"))
def overrun(request: DeskRequest, booking_id: int) -> HttpResponse:
    """Work under way takes longer: propose what becomes of the rest of the day."""
    row = _visible(booking_id, request.actor)
    usual = max(row.during.upper, clock.now()) + LIKELY_LONGER
    form = OverrunForm(request.POST if request.method == "POST" else None, initial={"until": usual})

    def do(values: dict[str, Any]) -> Plan:
        return commands.overrun(booking_id=booking_id, **values, by=request.actor, at=clock.now())

    return dialogs.answer(request, form, do, to=_to, verb=_("Propose the rest of the day"))


@door.door(*policies.DISPATCHERS, methods=("GET", "POST"))
def no_show(request: DeskRequest, booking_id: int) -> HttpResponse:
    """Nobody is on site: take the booking back and propose when somebody comes again."""
    _visible(booking_id, request.actor)
    form = StrictForm(request.POST if request.method == "POST" else None)

    def do(values: dict[str, Any]) -> Plan:
        return commands.no_show(booking_id=booking_id, by=request.actor, at=clock.now())

    note = _("The booking is taken back at once, and another visit is proposed for today or tomorrow.")
    return dialogs.answer(request, form, do, to=_to, verb=_("Nobody on site"), note=note, danger=True)


@door.door(*policies.DISPATCHERS, methods=("POST",))
def fit_in(request: DeskRequest, work_order_id: int) -> HttpResponse:
    """An urgent order: propose who goes today, and whom that puts off."""
    if not work_orders.visible_to(request.actor).filter(pk=work_order_id).exists():
        raise not_found()
    row = commands.fit_in(work_order_id=work_order_id, by=request.actor, at=clock.now())
    return fragments.redirect(request, _to(row))


def _visible(booking_id: int, actor: Actor) -> Booking:
    row = policies.visible_to(actor).filter(pk=booking_id).first()
    if row is None:
        raise not_found()
    return row


def of_order(order: Any, actor: Actor) -> list[Verb]:
    """Return the verb on an order's page that squeezes it into the day."""
    if not actor.has(*policies.DISPATCHERS):
        return []
    may = policies.may_assign(by=actor, region_id=order.region_id)
    if may and order.status not in work_orders.BOOKABLE:
        may = deny(gettext_lazy("Nobody can be booked in the order's present status."), code="wrong_state")
    url = reverse("dispatch:fit_in", args=[order.pk])
    return [Verb(name="fit_in", label=pgettext("verb", "Fit in today"), url=url, may=may, icon="urgent", how="post")]


def of_engineer(engineer: Any, actor: Actor) -> list[Verb]:
    """Return the verb on an engineer's page for the day they cannot come."""
    if not actor.has(*policies.DISPATCHERS):
        return []
    may = policies.may_plan(by=actor, region_id=engineer.region_id)
    url = reverse("dispatch:drop_out", args=[engineer.pk])
    return [Verb(name="drop_out", label=pgettext("verb", "Drops out"), url=url, may=may, icon="user-off")]


def enter() -> None:
    """Put the buttons onto the pages of orders and engineers."""
    actions.offer("work_order", of_order)
    actions.offer("engineer", of_engineer)
