"""What can be done to an order: the menu, and the dialogs behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms as django_forms
from django.http import HttpResponse, HttpResponseBase
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.work_orders import commands, policies, queries
from aftercare.contexts.work_orders import forms as own
from aftercare.contexts.work_orders.models import WorkOrder
from aftercare.platform import clock
from aftercare.platform.actor import Actor, Role
from aftercare.platform.refusal import Decision, Refused
from aftercare.platform.web import actions, dialogs, door, fragments
from aftercare.platform.web.actions import Verb
from aftercare.platform.web.fragments import DeskRequest

View = Callable[..., HttpResponseBase]
HANDLERS, REVIEWERS = policies.HANDLERS, policies.REVIEWERS
WITH_ENGINEER = (*HANDLERS, Role.ENGINEER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """A verb of the page: how its button reads, what it asks, which command it calls, and what is said after it."""

    name: str
    label: Any
    icon: str
    may: Callable[..., Decision]
    command: Callable[..., Any]
    done: Any
    roles: tuple[Role, ...] = HANDLERS
    form: type[django_forms.Form] | None = None
    confirm: Any = ""
    danger: bool = False


ACTS = (
    Act(name="accept", label=_("Accept"), icon="signature", may=policies.may_accept, command=commands.accept,
        done=_("The acceptance is recorded."), roles=(Role.DESK_AGENT, Role.SERVICE_MANAGER, Role.ENGINEER),
        confirm=_("Did the customer accept the work, for example by phone or on paper?")),
    Act(name="close", label=_("Review and archive"), icon="archive", may=policies.may_close, command=commands.close,
        done=_("The order is archived."), roles=REVIEWERS),
    Act(name="resume", label=_("Go on"), icon="player-play", may=policies.may_resume, command=commands.resume,
        done=_("Work goes on."), roles=WITH_ENGINEER),
    Act(name="hold", label=_("Put on hold"), icon="player-pause", may=policies.may_hold, command=commands.hold,
        done=_("Work is stopped."), form=own.HoldForm, roles=WITH_ENGINEER),
    Act(name="rework", label=_("Send back"), icon="rotate", may=policies.may_rework, command=commands.rework,
        done=_("The order waits for dispatch again."), form=own.ReasonForm, roles=(*REVIEWERS, Role.ENGINEER)),
    Act(name="follow_up", label=_("Open a follow-up"), icon="repeat", may=policies.may_follow_up,
        command=commands.open_follow_up, done=_("The follow-up is open."), form=own.FollowUpForm,
        roles=WITH_ENGINEER),
    Act(name="give_up", label=_("Cannot be completed"), icon="alert-triangle", danger=True,
        may=policies.may_report_not_completable, command=commands.report_not_completable,
        done=_("The order is given up."), form=own.ReasonForm, roles=WITH_ENGINEER),
    Act(name="cancel", label=_("Cancel the order"), icon="circle-x", may=policies.may_cancel, command=commands.cancel,
        done=_("The order is cancelled."), form=own.ReasonForm, danger=True),
)  # fmt: skip
# Offered beside what the contract includes, not in the menu: most orders use nothing of a contract.
PARTS = Act(name="parts_value", label=_("Enter the value of the parts"), icon="package", may=policies.may_state_parts,
            command=commands.state_parts_value, done=_("The value of the parts is entered."), form=own.PartsValueForm,
            roles=policies.PARTS_KEEPERS)  # fmt: skip
# The verb that usually comes next, where this context has it; dispatch and the phone have the others.
NEXT = {"draft": "plan", "cannot_complete": "plan", "on_hold": "resume", "completed": "accept", "accepted": "close"}


def menu(order: WorkOrder, *, by: Actor) -> list[Verb]:
    """Return the verbs of an order for the actor, the usual next step marked, those of neighbours among them."""
    next_step = NEXT.get(order.status, "")
    plan = Verb(
        name="plan", label=_("Plan"), url=reverse("work_orders:plan", args=[order.pk]), icon="calendar-plus",
        may=policies.may_plan(order, by=by), how="link", primary=next_step == "plan",
    )  # fmt: skip
    diagnose = Verb(
        name="diagnose", label=_("Diagnose"), url=reverse("work_orders:diagnose", args=[order.pk]),
        icon="stethoscope", may=policies.may_diagnose(order, by=by),
    )  # fmt: skip
    own_ones = [
        Verb(
            name=act.name, label=act.label, url=reverse(f"work_orders:{act.name}", args=[order.pk]), icon=act.icon,
            may=act.may(order, by=by), how="dialog" if act.form else "post", primary=act.name == next_step,
            danger=act.danger, confirm=act.confirm,
        )
        for act in ACTS
    ]  # fmt: skip
    return [*actions.offered("work_order", order, by), plan, *own_ones[:4], diagnose, *own_ones[4:]]


def page_of(work_order_id: int) -> str:
    """Return the address of an order's page."""
    return reverse("work_orders:detail", args=[work_order_id])


def _view(act: Act) -> View:
    """Return the page of an act: a dialog where it asks something, else a button to post."""

    def posted(request: DeskRequest, work_order_id: int) -> HttpResponse:
        try:
            act.command(work_order_id=work_order_id, by=request.actor, at=clock.now())
        except Refused as refused:
            if refused.code == "not_found" or not fragments.is_partial(request):
                raise
            fragments.toast(request, str(refused.message), "danger")
        else:
            fragments.toast(request, act.done)
        return fragments.redirect(request, page_of(work_order_id))

    def asked(request: DeskRequest, work_order_id: int) -> HttpResponse:
        queries.record(work_order_id, by=request.actor)
        form = act.form(fragments.posted(request), request.FILES or None)  # type: ignore[misc]

        def do(values: dict[str, Any]) -> WorkOrder:
            done: WorkOrder = act.command(work_order_id=work_order_id, by=request.actor, at=clock.now(), **values)
            return done

        return dialogs.answer(
            request, form, do, to=lambda order: page_of(order.pk), verb=act.label, done=act.done, danger=act.danger
        )

    view, methods = (asked, ("GET", "POST")) if act.form else (posted, ("POST",))
    view.__name__, view.__doc__ = act.name, f"Do “{act.name}” to an order."
    return door.door(*act.roles, methods=methods)(view)


@door.door(*WITH_ENGINEER, methods=("GET", "POST"))
def diagnose(request: DeskRequest, work_order_id: int) -> HttpResponse:
    """Record what is wrong and why."""
    order = queries.record(work_order_id, by=request.actor)
    form = own.DiagnosisForm(request.POST) if request.method == "POST" else own.DiagnosisForm.of(order)

    def do(values: dict[str, Any]) -> None:
        commands.record_diagnosis(work_order_id=work_order_id, by=request.actor, at=clock.now(), **values)

    done = _("The diagnosis is recorded.")
    return dialogs.answer(request, form, do, to=page_of(work_order_id), verb=_("Record the diagnosis"), done=done)


def patterns() -> list[Any]:
    """Return the addresses of the verbs."""
    one = "orders/<int:work_order_id>/"
    plain = [path(f"{one}{act.name.replace('_', '-')}/", _view(act), name=act.name) for act in (*ACTS, PARTS)]
    return [*plain, path(f"{one}diagnose/", diagnose, name="diagnose")]
