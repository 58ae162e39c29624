"""What an amendment changes: two versions of a contract, line by line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from aftercare.contexts.contracts.consumption import said
from aftercare.contexts.contracts.models import Counting, Promise, ServiceContract
from aftercare.contexts.contracts.queries import hours_words, moments_words, reasons_words
from aftercare.platform.money import Money


@dataclass(frozen=True, slots=True)
class Change:
    """One line that reads otherwise; `before` is empty for what is new, `after` for what is gone."""

    what: str
    before: str
    after: str


Said = dict[str, str]


def changes(before: ServiceContract, after: ServiceContract) -> list[Change]:
    """Return what the later version says otherwise, in the order of the contract's page."""
    old, new = dict(_said(before)), dict(_said(after))
    names = [*new, *(name for name in old if name not in new)]
    return [
        Change(name, old.get(name, ""), new.get(name, "")) for name in names if old.get(name, "") != new.get(name, "")
    ]


def _said(row: ServiceContract) -> Iterator[tuple[str, str]]:
    """Yield everything a version says, each under the name people know it by."""
    yield _("Name"), row.name
    yield pgettext("contract", "To"), formats.date_format(row.ends_on, "Y-m-d")
    yield _("Working time by"), row.calendar.name
    yield _("Warning"), f"{row.warn_percent} %"
    for level in row.levels.select_related("clause").order_by("promise", "priority"):
        yield f"{Promise(level.promise).label} · P{level.priority}", _time(level)
    for clause in row.clauses.order_by("number", "pk"):
        yield f"{_('Clause')} {clause.number}", f"{clause.title}\n{clause.text}".strip()
    for thing in row.scope.select_related("project", "equipment").order_by("pk"):
        named = thing.project or thing.equipment
        if named is not None:
            yield f"{_('Covers')} {named.name}", named.number
    for party in row.parties.select_related("organisation").order_by("pk"):
        yield f"{party.get_role_display()} {party.organisation.name}", party.organisation.number
    for exclusion in row.exclusions.select_related("clause").order_by("pk"):
        yield f"{_('Not covered')} {exclusion.name}", exclusion.clause.number
    for limit in row.limits.order_by("decision"):
        yield f"{_('On site')} · {limit.get_decision_display()}", str(Money(limit.amount))
    for entitlement in row.entitlements.order_by("kind"):
        yield f"{_('Included a year')} · {entitlement.get_kind_display()}", said(entitlement.kind, entitlement.per_year)


def _time(level: Any) -> str:
    counted = f"{Counting(level.counting).label} · {moments_words(level.begins, level.ends)}"
    line = f"{hours_words(level.target_minutes)} · {counted} · {level.clause.number}"
    stops = reasons_words(level.pausing_reasons)
    return f"{line} · {_('Stands still while:')} {stops}" if stops else line
