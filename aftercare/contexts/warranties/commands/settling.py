"""Reckon the parts of a project anew from everything that decides them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from aftercare.contexts.installed_base import public as installed_base
from aftercare.contexts.warranties import queries
from aftercare.contexts.warranties.models import WarrantyPart
from aftercare.contexts.warranties.rules import warranty

RECKONED = ("accepted_on", "statutory_until", "until", "basis", "flag")


@transaction.atomic
def settle(project_id: int) -> int:
    """Write what follows for the parts of a project; return how many are others than before."""
    parts = WarrantyPart.objects.filter(project_id=project_id).select_related("section")
    rows = list(parts.prefetch_related("suspensions").select_for_update(of=("self",)))
    project = installed_base.project_card(project_id)
    if not rows or project is None:
        return 0
    known = queries.known_of(project_id)
    changed = [row for row in rows if _reckon(row, known, project.completion_accepted_on)]
    WarrantyPart.objects.bulk_update(changed, RECKONED, batch_size=500)
    return len(changed)


def settle_all(project_ids: Iterable[int]) -> int:
    """Reckon several projects; return how many parts are others than before."""
    return sum(settle(pk) for pk in project_ids)


def _reckon(row: WarrantyPart, known: queries.Known, project_accepted_on: date | None) -> bool:
    """Put what follows on the part; tell whether anything is other than before."""
    before = tuple(getattr(row, name) for name in RECKONED)
    accepted = row.section.accepted_on if row.section else project_accepted_on
    found = known.liability(row.kind, accepted, row.contract_until)
    row.accepted_on, row.basis, row.flag = accepted, found.basis, found.flag or ""
    row.statutory_until, row.until = found.statutory_until, found.until
    if row.until is not None:
        row.until = warranty.lengthened(row.until, [(s.since, s.last) for s in row.suspensions.all()])
        row.flag = "suspended" if row.until is None else row.flag
    return before != tuple(getattr(row, name) for name in RECKONED)
