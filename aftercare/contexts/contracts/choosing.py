"""Which contract was taken for a matter, and why the others were not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from aftercare.contexts.contracts.models import ServiceContract
from aftercare.contexts.contracts.queries import fitting, terms_for, whose

MOST = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Considered:
    """One contract that might have bound, whether it does, and why or why not."""

    contract_id: int
    label: str
    name: str
    is_taken: bool
    why: str


def why_terms(
    *, customer_id: int | None, project_id: int | None = None, equipment_id: int | None = None, on: date
) -> list[Considered]:
    """Return the contracts that might bind for a thing on a day, the one that does first, each with its reason."""
    taken = terms_for(customer_id=customer_id, project_id=project_id, equipment_id=equipment_id, on=on)
    every = ServiceContract.objects.filter(whose(customer_id))
    rows = list(fitting(every, project_id, equipment_id)[:MOST])
    chosen = next((row for row in rows if taken is not None and row.pk == taken.contract_id), None)
    rows.sort(key=lambda row: row is not chosen)
    return [
        Considered(
            contract_id=row.pk,
            label=row.label,
            name=row.name,
            is_taken=row is chosen,
            why=_taken(row) if row is chosen else _left(row, chosen, on),
        )
        for row in rows
    ]


def _fit(row: ServiceContract) -> int:
    """Return how narrowly the contract names the thing, as `fitting` found it."""
    return int(getattr(row, "fit", -1))


def _taken(row: ServiceContract) -> str:
    return {
        3: _("It is in force and names this very equipment: nothing is narrower."),
        2: _("It is in force and names the project; none names the equipment itself."),
        1: _("It is in force and covers everything of the customer; none names this project or equipment."),
    }.get(_fit(row), _("No contract of the customer covers it, so everybody's standard terms count."))


def _left(row: ServiceContract, chosen: ServiceContract | None, on: date) -> str:
    """Return why a contract does not bind on a day, the first reason that is enough."""
    if row.status == ServiceContract.Status.DRAFT:
        return _("Still a draft: it binds nobody.")
    if on < row.starts_on:
        return _("It begins only on %(day)s.") % {"day": row.starts_on}
    if row.bound_until is not None and on > row.bound_until:
        return _("An amendment took its place after %(day)s.") % {"day": row.bound_until}
    if on > row.ends_on:
        return _("It expired on %(day)s.") % {"day": row.ends_on}
    if on > row.last_day:
        return _("It was ended before its day, on %(day)s.") % {"day": row.last_day}
    if _fit(row) < 0:
        return _("It covers other projects or equipment only.")
    if chosen is not None and _fit(row) < _fit(chosen):
        return _("“%(name)s” names it more narrowly.") % {"name": chosen.name}
    return _("As narrow as the one taken, which began later.")
