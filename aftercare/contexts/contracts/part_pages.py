"""The pages of a contract's parts: parties, exclusions, limits, entitlements, and what was used of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aftercare.contexts.contracts import commands, policies
from aftercare.contexts.contracts.models import ServiceContract
from aftercare.contexts.contracts.pages import BOTH, load, url_of
from aftercare.contexts.contracts.part_forms import (
    EntitlementForm,
    EntrustForm,
    ExclusionForm,
    LimitForm,
    PartyForm,
    ReverseForm,
    UseForm,
)
from aftercare.platform import clock
from aftercare.platform.refusal import not_found
from aftercare.platform.web import dialogs, door, fragments
from aftercare.platform.web.fragments import DeskRequest


@dataclass(frozen=True, slots=True)
class Part:
    """One kind of part: how it is typed, and the command that enters it."""

    form: type[Any]
    enter: Callable[..., Any]
    verb: Any


PARTS = {
    "parties": Part(PartyForm, commands.name_party, gettext_lazy("Name a party")),
    "exclusions": Part(ExclusionForm, commands.exclude, gettext_lazy("Leave something out")),
    "limits": Part(LimitForm, commands.limit_authority, gettext_lazy("Set a limit")),
    "entitlements": Part(EntitlementForm, commands.entitle, gettext_lazy("Include something")),
}


@door.door(*policies.WRITERS, methods=BOTH)
def part_new(request: DeskRequest, pk: int, part: str) -> HttpResponse:
    """Enter a part of a draft."""
    row = load(request.actor, pk)
    if part not in PARTS:
        raise not_found()
    form = PARTS[part].form(fragments.posted(request), contract=row, actor=request.actor)

    def do(values: dict[str, Any]) -> Any:
        return PARTS[part].enter(contract_id=pk, **values, by=request.actor, at=clock.now())

    return dialogs.answer(request, form, do, to=url_of(pk), verb=PARTS[part].verb, done=_("Entered."))


@door.door(*policies.WRITERS, methods=("POST",))
def part_remove(request: DeskRequest, pk: int, part: str, part_id: int) -> HttpResponse:
    """Take a part out of a draft."""
    load(request.actor, pk)
    commands.take_out(contract_id=pk, part=part, part_id=part_id, by=request.actor, at=clock.now())
    fragments.toast(request, _("Taken out."))
    return fragments.redirect(request, url_of(pk))


@door.door(*policies.KEEPERS, methods=BOTH)
def consume(request: DeskRequest, pk: int) -> HttpResponse:
    """Enter what was used."""
    load(request.actor, pk)
    form = UseForm(fragments.posted(request), initial={"used_on": timezone.localdate()})

    def do(values: dict[str, Any]) -> None:
        entry = commands.consume(contract_id=pk, **values, by=request.actor, at=clock.now())
        if entry.chargeable:
            fragments.toast(request, _("More than the contract includes: the rest is chargeable."), "warning")

    return dialogs.answer(request, form, do, to=url_of(pk), verb=_("Enter what was used"), done=_("Entered."))


@door.door(*policies.KEEPERS, methods=BOTH)
def reverse(request: DeskRequest, pk: int, entry_id: int) -> HttpResponse:
    """Take an entry back."""
    load(request.actor, pk)
    form = ReverseForm(fragments.posted(request))

    def do(values: dict[str, Any]) -> None:
        commands.reverse(contract_id=pk, entry_id=entry_id, **values, by=request.actor, at=clock.now())

    note = _("A counter entry is made; both stay in the ledger.")
    return dialogs.answer(
        request, form, do, to=url_of(pk), verb=_("Take the entry back"), done=_("Taken back."), note=note
    )


@door.door(*policies.WRITERS, methods=BOTH)
def entrust(request: DeskRequest, pk: int) -> HttpResponse:
    """Say who answers for the contract."""
    row = load(request.actor, pk)
    days = ", ".join(str(day) for day in row.remind_days)
    initial = {"responsible_id": row.responsible_id, "remind_days": days}
    form = EntrustForm(fragments.posted(request), contract=row, initial=initial)

    def do(values: dict[str, Any]) -> None:
        commands.entrust(contract_id=pk, **values, by=request.actor, at=clock.now())

    return dialogs.answer(request, form, do, to=url_of(pk), verb=_("Set who answers"), done=_("Saved."))


@door.door(*policies.WRITERS, methods=("POST",))
def renew(request: DeskRequest, pk: int) -> HttpResponse:
    """Draw up the renewal."""
    load(request.actor, pk)
    row: ServiceContract = commands.renew(contract_id=pk, by=request.actor, at=clock.now())
    fragments.toast(request, _("The renewal is drawn up. Change what differs, then put it in force."))
    return fragments.redirect(request, url_of(row.pk))
