"""Reads: which contract binds, and what it promises."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from aftercare.contexts.contracts.models import (
    Contracts,
    ContractScope,
    Counting,
    HoldReason,
    Moment,
    Promise,
    ServiceContract,
    ServiceLevel,
)
from aftercare.contexts.installed_base import public as installed_base


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The contract that binds in one case; `is_standard` for the terms everybody has."""

    contract_id: int
    number: str
    name: str
    calendar_id: int
    is_standard: bool
    warn_percent: int
    ends_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One promised time, with the clause that promises it."""

    id: int
    promise: str
    priority: int
    target_minutes: int
    counting: str
    begins: str
    ends: str
    pausing_reasons: tuple[str, ...]
    clause_id: int
    clause_number: str
    clause_title: str
    clause_text: str
    contract_id: int
    contract_number: str
    contract_name: str
    customer_id: int | None
    calendar_id: int
    warn_percent: int
    is_standard: bool

    def concerns(self, customer_id: int | None) -> bool:
        """Tell whether the customer may read the clause: it is everybody's, or their own."""
        return self.is_standard or self.customer_id == customer_id

    @property
    def target_words(self) -> str:
        """Return the time in hours and minutes: a working day would mean another thing to each reader."""
        return hours_words(self.target_minutes)

    @property
    def counting_label(self) -> str:
        """Return how the minutes are counted, in words."""
        return str(Counting(self.counting).label)

    @property
    def moments_words(self) -> str:
        """Return from which moment to which the time counts."""
        return moments_words(self.begins, self.ends)


def moments_words(begins: str, ends: str) -> str:
    """Return from which moment to which a time counts, in words."""
    return _("from “%(begins)s” to “%(ends)s”") % {"begins": Moment(begins).label, "ends": Moment(ends).label}


def reasons_words(reasons: Iterable[str]) -> str:
    """Return reasons to wait as one line of words; empty for none."""
    wanted = set(reasons)
    labels = [str(reason.label) for reason in HoldReason if reason.value in wanted]
    return pgettext("between reasons", ", ").join(labels)


def hours_words(minutes: int) -> str:
    """Return a promised time in hours and minutes, never in days."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("%(m)d min") % {"m": rest}
    return (_("%(h)d h %(m)d min") if rest else _("%(h)d h")) % {"h": hours, "m": rest}


def terms_for(
    *, customer_id: int | None, project_id: int | None = None, equipment_id: int | None = None, on: date
) -> Terms | None:
    """
    Return the contract that binds: the narrowest of the customer's in force, else the standard terms.

    Equipment named in a scope comes before its project, a project before everything of the customer; of equals, the
    one that began last. None when there are no standard terms either.
    """
    row = _candidates(customer_id, project_id, equipment_id, on).first()
    return None if row is None else _terms(row)


def _candidates(
    customer_id: int | None, project_id: int | None, equipment_id: int | None, on: date
) -> QuerySet[ServiceContract]:
    rows = ServiceContract.objects.in_force(on).filter(whose(customer_id))
    return fitting(rows, project_id, equipment_id, at_least=0)


def whose(customer_id: int | None) -> Q:
    """Return the condition for a customer's contracts and the terms everybody has."""
    return Q(is_default=True) if customer_id is None else Q(is_default=True) | Q(customer_id=customer_id)


def fitting(
    rows: Contracts, project_id: int | None, equipment_id: int | None, *, at_least: int = -1
) -> QuerySet[ServiceContract]:
    """
    Return contracts with how narrowly they name a thing, the narrowest first; of equals, the one that began last.

    `fit`: 3 the equipment, 2 its project, 1 everything of the customer, 0 everybody's terms, -1 other things only.
    """
    if equipment_id is not None and project_id is None:
        card = installed_base.equipment_card(equipment_id)
        project_id = card.project_id if card else None
    scope = ContractScope.objects.filter(contract=OuterRef("pk"))
    fit = Case(
        When(is_default=True, then=Value(0)),
        When(~Exists(scope), then=Value(1)),
        When(Exists(scope.filter(equipment_id=equipment_id or 0)), then=Value(3)),
        When(Exists(scope.filter(project_id=project_id or 0)), then=Value(2)),
        default=Value(-1),
        output_field=IntegerField(),
    )
    return rows.annotate(fit=fit).filter(fit__gte=at_least).order_by("-fit", "-starts_on", "-id")


def _terms(row: ServiceContract) -> Terms:
    return Terms(
        contract_id=row.pk,
        number=row.label,
        name=row.name,
        calendar_id=row.calendar_id,
        is_standard=row.is_default,
        warn_percent=row.warn_percent,
        ends_on=row.last_day,
    )


def levels(contract_id: int, priority: int | None = None) -> list[Level]:
    """Return what a contract itself promises, for one priority or all, in the order of the promises."""
    rows = ServiceLevel.objects.filter(contract_id=contract_id)
    return _levels(rows if priority is None else rows.filter(priority=priority))


def promised(contract_id: int, priority: int, *, on: date) -> list[Level]:
    """
    Return what binds at a priority: the contract's own levels, and the standard terms where it is silent.

    Of the standard terms it is the version in force on the day the matter began.
    """
    standard = ServiceContract.objects.in_force(on).filter(is_default=True)
    rows = _levels(
        ServiceLevel.objects.filter(Q(contract_id=contract_id) | Q(contract__in=standard), priority=priority)
    )
    own = {row.promise for row in rows if row.contract_id == contract_id}
    return [row for row in rows if row.contract_id == contract_id or row.promise not in own]


ORDER = tuple(Promise.values)


def _levels(rows: QuerySet[ServiceLevel]) -> list[Level]:
    found = [_level(row) for row in rows.select_related("clause", "contract")[:200]]
    return sorted(found, key=lambda level: (level.priority, ORDER.index(level.promise)))


def _level(row: ServiceLevel) -> Level:
    clause, contract = row.clause, row.contract
    return Level(
        id=row.pk,
        promise=row.promise,
        priority=row.priority,
        target_minutes=row.target_minutes,
        counting=row.counting,
        begins=row.begins,
        ends=row.ends,
        pausing_reasons=tuple(row.pausing_reasons),
        clause_id=clause.pk,
        clause_number=clause.number,
        clause_title=clause.title,
        clause_text=clause.text,
        contract_id=contract.pk,
        contract_number=contract.label,
        contract_name=contract.name,
        customer_id=contract.customer_id,
        calendar_id=contract.calendar_id,
        warn_percent=contract.warn_percent,
        is_standard=contract.is_default,
    )


def levels_by_id(level_ids: Iterable[int]) -> dict[int, Level]:
    """Return levels by their ids, for explanations."""
    return {level.id: level for level in _levels(ServiceLevel.objects.filter(pk__in=set(level_ids)))}
