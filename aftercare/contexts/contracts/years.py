"""The years of a contract, through all its versions, and how others name a contract as a whole."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from aftercare.contexts.contracts import policies
from aftercare.contexts.contracts.models import ServiceContract
from aftercare.contexts.contracts.rules.entitlements import contract_year, span_of
from aftercare.platform.actor import Actor

MOST_YEARS = 4


@dataclass(frozen=True, slots=True)
class ContractYear:
    """One year of a contract's term, both days included."""

    number: int
    since: date
    until: date
    is_standard: bool

    @property
    def label(self) -> str:
        """Return which one it is; the standard terms have no term that anybody counts the years of."""
        return str(self.since.year) if self.is_standard else _("Contract year %(n)s") % {"n": self.number}


def years_of(contract: ServiceContract, on: date) -> list[ContractYear]:
    """Return the years of a contract that have begun by a day, the latest first; its first one at least."""
    first = contract if contract.original is None else contract.original
    last_day = contract.last_day
    now = max(1, contract_year(first.starts_on, min(on, last_day)))
    years = [(n, *span_of(first.starts_on, n)) for n in range(now, max(0, now - MOST_YEARS), -1)]
    return [ContractYear(n, since, min(until, max(last_day, since)), contract.is_default) for n, since, until in years]


def versions_of(contract_ids: Iterable[int]) -> list[int]:
    """Return the ids of every version of these contracts, whichever version was named."""
    named = set(contract_ids)
    firsts = ServiceContract.objects.filter(pk__in=named).values_list(Coalesce("original_id", "pk"), flat=True)
    first_ids = set(firsts)
    return sorted(
        ServiceContract.objects.filter(Q(pk__in=first_ids) | Q(original_id__in=first_ids)).values_list("pk", flat=True)
    )


def options(actor: Actor, text: str, limit: int) -> list[tuple[int, str]]:
    """Return the contracts the actor may see with these letters, each once, for choosing one."""
    rows = policies.visible_to(actor).filter(original=None).exclude(status="draft")
    if text:
        rows = rows.filter(Q(number__icontains=text) | Q(name__icontains=text))
    return [(row.pk, _named(row)) for row in rows.order_by("-is_default", "-starts_on", "-pk")[:limit]]


def labels(actor: Actor, ids: list[int]) -> dict[int, str]:
    """Return the contracts the actor may see by id."""
    return {row.pk: _named(row) for row in policies.visible_to(actor).filter(pk__in=ids)}


def _named(row: ServiceContract) -> str:
    return f"{row.number} {row.name}"
