"""Draw up a contract from a standard pack."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from aftercare.contexts.contracts.commands.draft import draft
from aftercare.contexts.contracts.commands.entitle import entitle
from aftercare.contexts.contracts.commands.exclude import exclude
from aftercare.contexts.contracts.commands.set_levels import PromiseRow, set_levels
from aftercare.contexts.contracts.commands.write_clause import write_clause
from aftercare.contexts.contracts.models import ServiceContract
from aftercare.contexts.contracts.rules.packs import packs
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused


@transaction.atomic
def draft_from_pack(
    *,
    pack: str,
    name: str,
    customer_id: int,
    starts_on: date,
    ends_on: date,
    calendar_id: int,
    language: str = "zh-hans",
    number: str = "",
    warn_percent: int = 75,
    note: str = "",
    by: Actor,
    at: datetime,
) -> ServiceContract:
    """
    Draw up a contract with the clauses, times, exclusions and yearly visits of a pack, worded in a language.

    It remembers its pack, so that its page can show where it deviates.
    :raises Refused: `unknown` for a pack there is none of, and what `draft` and `set_levels` refuse.
    """
    chosen = packs().get(pack)
    if chosen is None:
        raise Refused("unknown", _("There is no such standard pack."), field="pack")
    contract = draft(
        name=name,
        customer_id=customer_id,
        starts_on=starts_on,
        ends_on=ends_on,
        calendar_id=calendar_id,
        number=number,
        warn_percent=warn_percent,
        note=note,
        by=by,
        at=at,
    )
    contract.pack = chosen.key
    contract.save(update_fields=["pack"])
    rows = []
    for item in chosen.clauses:
        title, text = item.title.said(language), item.text.said(language)
        clause = write_clause(contract_id=contract.pk, number=item.number, title=title, text=text, by=by, at=at)
        if item.promise:
            targets, pauses = chosen.targets_of(item.promise), chosen.pauses(item.promise)
            rows.append(PromiseRow(promise=item.promise, clause_id=clause.pk, targets=targets, pausing_reasons=pauses))
        elif item.excludes:
            exclude(contract_id=contract.pk, name=title, clause_id=clause.pk, by=by, at=at)
    set_levels(contract_id=contract.pk, rows=rows, by=by, at=at)
    entitle(contract_id=contract.pk, kind="visits", per_year=Decimal(chosen.visits), by=by, at=at)
    return contract
