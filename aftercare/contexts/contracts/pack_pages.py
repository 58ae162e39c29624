"""The pages of the standard packs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from aftercare.contexts.contracts import commands, policies
from aftercare.contexts.contracts.forms import PackContractForm
from aftercare.contexts.contracts.models import Counting, Promise, ServiceContract
from aftercare.contexts.contracts.pages import BOTH, url_of
from aftercare.contexts.contracts.queries import hours_words
from aftercare.contexts.contracts.rules.packs import CUSTOMER_TYPES, INDUSTRIES, Pack, packs
from aftercare.contexts.organisations import public as organisations
from aftercare.platform import clock
from aftercare.platform.days import years_later
from aftercare.platform.refusal import not_found
from aftercare.platform.web import dialogs, door, fragments
from aftercare.platform.web.fragments import DeskRequest


def name_of(pack: Pack) -> str:
    """Return the pack's name in words: its industry and its kind of customer."""
    industry = organisations.Industry(pack.industry).label
    return f"{industry} · {organisations.CustomerType(pack.customer_type).label}"


def _found(industry: str, customer_type: str) -> Pack:
    pack = packs().get(f"{industry}/{customer_type}")
    if pack is None:
        raise not_found()
    return pack


@door.door(*policies.READERS)
def shelf(request: DeskRequest, industry: str = INDUSTRIES[0], customer_type: str = CUSTOMER_TYPES[0]) -> HttpResponse:
    """Show one pack, and the way to the others."""
    pack = _found(industry, customer_type)
    language = get_language() or ""
    ctx = {
        "title": _("Standard packs"),
        "pack": pack,
        "name": name_of(pack),
        "industries": [(key, organisations.Industry(key).label) for key in INDUSTRIES],
        "customer_types": [(key, organisations.CustomerType(key).label) for key in CUSTOMER_TYPES],
        "rows": [(Promise(name).label, _cells(pack, name)) for name in pack.targets],
        "maintenance": [(item.days, item.text.said(language)) for item in pack.maintenance],
        "guarantees": [
            (_("Parts guarantee"), pack.parts.said(language)),
            (_("Qualification guarantee"), pack.qualification.said(language)),
        ],
        "exclusions": [(c.title.said(language), c.text.said(language)) for c in pack.clauses if c.excludes],
        "may": policies.may_draft(by=request.actor),
    }
    return fragments.page(request, "contracts/packs.html", ctx)


def _cells(pack: Pack, promise: str) -> list[tuple[str, str]]:
    return [
        (hours_words(minutes), str(Counting(counting).label)) for minutes, counting in pack.targets_of(promise).values()
    ]


@door.door(*policies.WRITERS, methods=BOTH)
def draft(request: DeskRequest, industry: str, customer_type: str) -> HttpResponse:
    """Draw up a contract from a pack."""
    pack = _found(industry, customer_type)
    today = timezone.localdate()
    initial = {"starts_on": today, "ends_on": years_later(today, 1) - timedelta(days=1)}
    form = PackContractForm(fragments.posted(request), actor=request.actor, initial=initial)

    def do(values: dict[str, Any]) -> ServiceContract:
        language = get_language() or ""
        return commands.draft_from_pack(pack=pack.key, language=language, **values, by=request.actor, at=clock.now())

    return dialogs.form_page(
        request,
        form,
        do,
        to=lambda row: url_of(row.pk),
        title=_("New contract from standard: %(name)s") % {"name": name_of(pack)},
        verb=_("Draw up"),
        done=_("Drawn up with all clauses and times of the standard. Change what is agreed otherwise."),
        back=reverse("contracts:pack", args=[industry, customer_type]),
        draft="contract-pack",
    )
