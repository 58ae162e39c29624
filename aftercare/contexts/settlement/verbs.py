"""What can be done to retention money, and the pages that do it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from aftercare.contexts.settlement import commands, forms, obstacles, policies, queries
from aftercare.contexts.settlement.models import Retention
from aftercare.platform import clock
from aftercare.platform.actor import Actor
from aftercare.platform.money import Money
from aftercare.platform.web import dialogs, door, fragments
from aftercare.platform.web.actions import Verb
from aftercare.platform.web.forms import StrictForm
from aftercare.platform.web.fragments import DeskRequest

BOTH = ("GET", "POST")


def of(row: Retention, actor: Actor, *, at: datetime, known: obstacles.Obstacles) -> list[Verb]:
    """Return what can be done now; what cannot says why. Nothing is offered to those who only read."""
    if not actor.has(*policies.WRITERS):
        return []
    today = row.day(at)

    def verb(name: str, label: Any, icon: str, may: Any, **more: Any) -> Verb:
        url = reverse(f"settlement:{name}", args=[row.pk])
        return Verb(name=name, label=label, url=url, icon=icon, may=may, **more)

    if row.status == Retention.Status.REQUESTED:
        ask = _("Write down that the holder was reminded today?")
        remind = policies.may_remind(row, by=actor, on=today)
        verify = policies.may_verify(row, by=actor, on=today, known=known)
        return [
            verb("verify", _("Holder agrees"), "circle-check", verify, primary=True),
            verb("remind", _("Remind the holder"), "bell", remind, how="post", confirm=ask),
            verb("object", _("Holder objects"), "ban", policies.may_object(row, by=actor), danger=True),
        ]
    if row.status == Retention.Status.PAYABLE:
        missed = policies.may_miss_payment(row, by=actor)
        said = [verb("miss", _("The payment did not arrive"), "cash-off", missed, danger=True)] if missed.ok else []
        return [verb("pay", _("Write down a payment"), "cash", policies.may_pay(row, by=actor), primary=True), *said]
    if row.status != Retention.Status.HELD:
        return []
    may = policies.may_request(row, by=actor, on=today, known=known)
    return [
        verb("request", _("Request the release"), "file-search", may, primary=True),
        verb("deduct", _("Deduct for a defect"), "cut", policies.may_deduct(row, by=actor)),
        verb("convert", _("Replace by a guarantee"), "building-bank", policies.may_convert(row, by=actor)),
        verb("void", _("Take back as a mistake"), "trash", policies.may_void(row, by=actor), danger=True),
    ]


def answer(
    request: DeskRequest,
    row: Retention,
    form: StrictForm,
    act: Callable[..., Any],
    *,
    verb: str,
    done: str,
    note: str = "",
    danger: bool = False,
    to: str = "",
) -> HttpResponse:
    """Answer a dialog whose values are the command's own; it leads to the desk's page unless told otherwise."""

    def do(values: dict[str, Any]) -> None:
        act(retention_id=row.pk, **values, by=request.actor, at=clock.now())

    to = to or row.get_absolute_url()
    return dialogs.answer(request, form, do, to=to, verb=verb, done=done, note=note, danger=danger)


@door.door(*policies.WRITERS, methods=BOTH)
def request_release(request: DeskRequest, pk: int) -> HttpResponse:
    """Ask for the money back."""
    row = queries.retention(pk, by=request.actor)
    initial = {"amount": row.account().held, "seen_version": row.version}
    form = forms.ReleaseForm(fragments.posted(request), initial=initial)
    words = _("The holder then has %(verify)s days to verify and %(pay)s days to pay.")
    note = words % {"verify": row.verify_days, "pay": row.pay_days}
    done = _("Requested; the time to verify is running.")
    return answer(request, row, form, commands.request_release, verb=_("Request the release"), done=done, note=note)


@door.door(*policies.WRITERS, methods=("POST",))
def remind(request: DeskRequest, pk: int) -> HttpResponse:
    """Write down a reminder."""
    row = commands.remind(retention_id=pk, by=request.actor, at=clock.now())
    fragments.toast(request, _("Noted. An answer is due by %(day)s.") % {"day": row.due_on})
    return fragments.redirect(request, row.get_absolute_url())


@door.door(*policies.WRITERS, methods=BOTH)
def verify(request: DeskRequest, pk: int) -> HttpResponse:
    """Write down that the holder agrees."""
    row = queries.retention(pk, by=request.actor)
    initial = {"amount": row.asked_amount, "verified_on": row.day(clock.now()), "seen_version": row.version}
    form = forms.VerifyForm(fragments.posted(request), initial=initial)
    return answer(request, row, form, commands.verify, verb=_("Holder agrees"), done=_("The release is agreed."))


@door.door(*policies.WRITERS, methods=BOTH)
def object_to(request: DeskRequest, pk: int) -> HttpResponse:
    """Write down that the holder objects."""
    row = queries.retention(pk, by=request.actor)
    form = forms.ReasonForm(fragments.posted(request), initial={"seen_version": row.version})
    done = _("The objection is on record; the money stays held.")
    return answer(request, row, form, commands.object_to, verb=_("Holder objects"), done=done, danger=True)


@door.door(*policies.WRITERS, methods=BOTH)
def deduct(request: DeskRequest, pk: int) -> HttpResponse:
    """Keep the cost of a defect."""
    row = queries.retention(pk, by=request.actor)
    initial = {"deducted_on": row.day(clock.now()), "seen_version": row.version}
    form = forms.DeductForm(
        fragments.posted(request),
        request.FILES or None,
        project_id=row.project_id,
        actor=request.actor,
        initial=initial,
    )

    def act(*, file: Any, **values: Any) -> None:
        commands.deduct(evidence=file.read(), evidence_name=file.name or "", **values)

    note = _("Still held: %(held)s.") % {"held": Money(row.account().held)}
    return answer(request, row, form, act, verb=_("Deduct"), done=_("The deduction is on record."), note=note)


@door.door(*policies.WRITERS, methods=BOTH)
def convert(request: DeskRequest, pk: int) -> HttpResponse:
    """Let a guarantee take the place of the money."""
    row = queries.retention(pk, by=request.actor)
    initial = {"converted_on": row.day(clock.now()), "seen_version": row.version}
    form = forms.ConvertForm(fragments.posted(request), initial=initial)

    def act(**values: Any) -> None:
        given = forms.pledge(values)
        if given is not None:
            commands.convert(guarantee=given, **values)

    words = _("The guarantee stands for %(held)s; that money is then to be paid out within %(days)s days.")
    note = words % {"held": Money(row.account().held), "days": row.pay_days}
    done = _("The guarantee is on record; the money is to be paid out.")
    return answer(request, row, form, act, verb=_("Replace by a guarantee"), done=done, note=note)


@door.door(*policies.WRITERS, methods=BOTH)
def pay(request: DeskRequest, pk: int) -> HttpResponse:
    """Write down a payment."""
    row = queries.retention(pk, by=request.actor)
    today = row.day(clock.now())
    so_far = row.account()
    owed = so_far.payable + queries.open_interest(row, so_far, on=today)
    initial = {"paid_on": row.said_paid_on or today, "amount": row.said_paid_amount, "seen_version": row.version}
    form = forms.PayForm(fragments.posted(request), initial=initial)
    note = _("Owed today: %(owed)s, interest included.") % {"owed": Money(owed)}
    return answer(
        request, row, form, commands.pay, verb=_("Write down a payment"), done=_("The payment is on record."), note=note
    )


@door.door(*policies.WRITERS, methods=BOTH)
def miss(request: DeskRequest, pk: int) -> HttpResponse:
    """Answer that what the holder says it has paid did not arrive."""
    row = queries.retention(pk, by=request.actor)
    form = forms.ReasonForm(fragments.posted(request), initial={"seen_version": row.version})
    note, done = _("The customer reads what you write."), _("The customer is told; the money is still owed.")
    verb = _("The payment did not arrive")
    return answer(request, row, form, commands.miss_payment, verb=verb, done=done, note=note, danger=True)


@door.door(*policies.WRITERS, methods=BOTH)
def void(request: DeskRequest, pk: int) -> HttpResponse:
    """Take a mistake back."""
    row = queries.retention(pk, by=request.actor)
    form = forms.ReasonForm(fragments.posted(request), initial={"seen_version": row.version})
    note = _("It stays readable, and its ledger ends at nothing.")
    verb, done = _("Take back as a mistake"), pgettext("retention", "Taken back.")
    return answer(request, row, form, commands.void, verb=verb, done=done, note=note, danger=True)
