"""What the customer that holds the money decides: agree, object, deduct, say that it has paid."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from aftercare.contexts.settlement import commands, forms, obstacles, policies, queries
from aftercare.contexts.settlement.models import Retention
from aftercare.contexts.settlement.verbs import BOTH, answer
from aftercare.platform import clock
from aftercare.platform.actor import Actor, Role
from aftercare.platform.money import Money
from aftercare.platform.web import door, fragments
from aftercare.platform.web.actions import Verb
from aftercare.platform.web.fragments import DeskRequest

CUSTOMER = (Role.CUSTOMER,)


def page_of(row: Retention) -> str:
    """Return the address of the customer's page of a retention."""
    return reverse("settlement_portal:my_retention", args=[row.pk])


def of(row: Retention, actor: Actor, *, at: datetime, known: obstacles.Obstacles) -> list[Verb]:
    """Return what the holder can do now; nothing is offered to a customer who only reads."""
    if not policies.is_holder(row, actor):
        return []

    def verb(name: str, label: Any, icon: str, may: Any, **more: Any) -> Verb:
        url = reverse(f"settlement_portal:my_{name}", args=[row.pk])
        return Verb(name=name, label=label, url=url, icon=icon, may=may, **more)

    if row.status == Retention.Status.REQUESTED:
        verify = policies.may_verify(row, by=actor, on=row.day(at), known=known)
        may_object = policies.may_object(row, by=actor)
        return [
            verb("verify", _("Agree to the release"), "circle-check", verify, primary=True),
            verb("object", pgettext("retention", "Object"), "ban", may_object, danger=True),
        ]
    if row.status == Retention.Status.PAYABLE:
        may_say, is_new = policies.may_say_paid(row, by=actor), row.said_paid_on is None
        return [verb("paid", _("Say that it is paid"), "cash", may_say, primary=is_new)]
    if row.status == Retention.Status.HELD:
        return [verb("deduct", _("Deduct for a defect"), "cut", policies.may_deduct(row, by=actor))]
    return []


@door.door(*CUSTOMER, methods=BOTH)
def verify(request: DeskRequest, pk: int) -> HttpResponse:
    """Agree to the release, or to part of it."""
    row = queries.own_retention(pk, by=request.actor)
    initial = {"amount": row.asked_amount, "seen_version": row.version}
    form = forms.ConsentForm(fragments.posted(request), initial=initial)

    def act(**values: Any) -> None:
        commands.verify(verified_on=row.day(values["at"]), **values)

    note = _("You then have %(n)d days to pay.") % {"n": row.pay_days}
    words: dict[str, Any] = {"verb": _("Agree to the release"), "done": _("The release is agreed."), "note": note}
    return answer(request, row, form, act, to=page_of(row), **words)


@door.door(*CUSTOMER, methods=BOTH)
def object_to(request: DeskRequest, pk: int) -> HttpResponse:
    """Say why the money is not released yet, with proof."""
    row = queries.own_retention(pk, by=request.actor)
    initial = {"seen_version": row.version}
    form = forms.ObjectionForm(fragments.posted(request), request.FILES or None, initial=initial)

    def act(*, file: Any, **values: Any) -> None:
        if file is not None:
            values |= {"evidence": file.read(), "evidence_name": file.name or ""}
        commands.object_to(**values)

    done = _("Your objection is on record; the money stays held.")
    return answer(
        request, row, form, act, verb=pgettext("retention", "Object"), done=done, danger=True, to=page_of(row)
    )


@door.door(*CUSTOMER, methods=BOTH)
def deduct(request: DeskRequest, pk: int) -> HttpResponse:
    """Keep the cost of a defect, with its request and proof."""
    row = queries.own_retention(pk, by=request.actor)
    form = forms.DeductForm(
        fragments.posted(request),
        request.FILES or None,
        project_id=row.project_id,
        actor=request.actor,
        initial={"deducted_on": row.day(clock.now()), "seen_version": row.version},
    )

    def act(*, file: Any, **values: Any) -> None:
        commands.deduct(evidence=file.read(), evidence_name=file.name or "", **values)

    note = _("Still held: %(held)s.") % {"held": Money(row.account().held)}
    words: dict[str, Any] = {"verb": _("Deduct"), "done": _("The deduction is on record."), "note": note}
    return answer(request, row, form, act, to=page_of(row), **words)


@door.door(*CUSTOMER, methods=BOTH)
def paid(request: DeskRequest, pk: int) -> HttpResponse:
    """Say that it is paid, with proof."""
    row = queries.own_retention(pk, by=request.actor)
    today, so_far = row.day(clock.now()), row.account()
    initial = {"paid_on": today, "seen_version": row.version}
    form = forms.SayPaidForm(fragments.posted(request), request.FILES or None, initial=initial)

    def act(*, file: Any, **values: Any) -> None:
        commands.say_paid(evidence=file.read(), evidence_name=file.name or "", **values)

    owed = Money(so_far.payable + queries.open_interest(row, so_far, on=today))
    note = _("Owed today: %(owed)s, interest included. It counts as paid once we have found the money.") % {
        "owed": owed
    }
    words: dict[str, Any] = {
        "verb": _("Say that it is paid"),
        "done": _("Thank you; we look for the money."),
        "note": note,
    }
    return answer(request, row, form, act, to=page_of(row), **words)
