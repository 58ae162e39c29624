"""The pages of a contract's versions."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.contexts.contracts import commands, policies
from aftercare.contexts.contracts.forms import AmendForm
from aftercare.contexts.contracts.models import ServiceContract
from aftercare.contexts.contracts.pages import BOTH, load, url_of
from aftercare.platform import clock
from aftercare.platform.web import dialogs, door, fragments
from aftercare.platform.web.fragments import DeskRequest


@door.door(*policies.WRITERS, methods=BOTH)
def amend(request: DeskRequest, pk: int) -> HttpResponse:
    """Draw up an amendment."""
    load(request.actor, pk)
    form = AmendForm(fragments.posted(request), initial={"starts_on": timezone.localdate()})

    def do(values: dict[str, Any]) -> ServiceContract:
        return commands.amend(contract_id=pk, **values, by=request.actor, at=clock.now())

    return dialogs.answer(
        request,
        form,
        do,
        to=lambda row: url_of(row.pk),
        verb=_("Draw up the amendment"),
        done=_("The next version is drawn up. Change what the amendment changes, then put it in force."),
        note=_("The contract binds as it is until the amendment is put in force."),
    )


@door.door(*policies.WRITERS, methods=("POST",))
def discard(request: DeskRequest, pk: int) -> HttpResponse:
    """Throw a draft away."""
    row = load(request.actor, pk)
    to = reverse("contracts:list") if row.amends_id is None else url_of(row.amends_id)
    commands.discard(contract_id=pk, by=request.actor, at=clock.now())
    fragments.toast(request, _("The draft is thrown away."))
    return fragments.redirect(request, to)
