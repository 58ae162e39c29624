"""The pages of leave: asking, deciding, calling off."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from aftercare.contexts.people import commands, policies
from aftercare.contexts.people.engineer_pages import BOTH, load
from aftercare.contexts.people.forms import LeaveForm, ReasonForm, SureForm
from aftercare.contexts.people.lifecycle import LEAVE
from aftercare.contexts.people.models import Engineer, Leave
from aftercare.platform import clock
from aftercare.platform.actor import Actor, Role
from aftercare.platform.refusal import Decision, not_found
from aftercare.platform.web import dialogs, door, fragments
from aftercare.platform.web.fragments import DeskRequest

MOST_SHOWN = 20


def _page(leave: Leave) -> str:
    return reverse("people:engineer", args=[leave.engineer_id])


def _leave(actor: Actor, pk: int) -> Leave:
    row = policies.leave_visible_to(actor).select_related("engineer").filter(pk=pk).first()
    if row is None:
        raise not_found()
    return row


@door.door(Role.ENGINEER, Role.SERVICE_MANAGER, methods=BOTH)
def leave_request(request: DeskRequest, pk: int) -> HttpResponse:
    """Ask for leave."""
    load(request.actor, pk)

    def do(values: dict[str, Any]) -> None:
        commands.request_leave(engineer_id=pk, **values, by=request.actor, at=clock.now())

    form, to = LeaveForm(fragments.posted(request)), reverse("people:engineer", args=[pk])
    return dialogs.answer(request, form, do, to=to, verb=_("Request leave"), done=_("Requested; a manager decides."))


@door.door(Role.SERVICE_MANAGER, methods=BOTH)
def leave_approve(request: DeskRequest, pk: int) -> HttpResponse:
    """Approve a leave."""
    row, form = _leave(request.actor, pk), SureForm(request.POST if request.method == "POST" else None)

    def do(values: dict[str, Any]) -> None:
        commands.approve_leave(leave_id=pk, by=request.actor, at=clock.now())

    note = _("%(name)s will be away and cannot be sent anywhere in this time.") % {"name": row.engineer.name}
    return dialogs.answer(request, form, do, to=_page(row), verb=_("Approve"), done=_("Leave approved."), note=note)


@door.door(Role.SERVICE_MANAGER, methods=BOTH)
def leave_refuse(request: DeskRequest, pk: int) -> HttpResponse:
    """Refuse a leave."""
    row, form = _leave(request.actor, pk), ReasonForm(fragments.posted(request))

    def do(values: dict[str, Any]) -> None:
        commands.refuse_leave(leave_id=pk, **values, by=request.actor, at=clock.now())

    return dialogs.answer(request, form, do, to=_page(row), verb=_("Refuse"), done=_("Leave refused."), danger=True)


@door.door(Role.ENGINEER, Role.SERVICE_MANAGER, methods=BOTH)
def leave_cancel(request: DeskRequest, pk: int) -> HttpResponse:
    """Call a leave off."""
    row, form = _leave(request.actor, pk), SureForm(request.POST if request.method == "POST" else None)

    def do(values: dict[str, Any]) -> None:
        commands.cancel_leave(leave_id=pk, by=request.actor, at=clock.now())

    return dialogs.answer(
        request, form, do, to=_page(row), verb=_("Call off"), done=_("Leave called off."), danger=True
    )


def leave_panel(request: DeskRequest, row: Engineer) -> str:
    """Draw the engineer's leave with what may be done to each."""
    found = list(row.leaves.order_by("-during")[:MOST_SHOWN])
    for leave in found:
        leave.engineer = row
    rows = [(leave, _may(leave, request.actor)) for leave in found]
    return fragments.html(request, "people/_leave.html", {"rows": rows})


def _may(leave: Leave, actor: Actor) -> dict[str, bool]:
    """Return which verbs this person may use on the leave now."""
    decide, cancel = policies.may_decide_leave(leave, by=actor), policies.may_cancel_leave(leave, by=actor)
    rights: dict[str, Decision] = {"approve": decide, "refuse": decide, "cancel": cancel}
    return {verb: bool(rights[verb]) for verb in LEAVE.verbs(leave.status)}
