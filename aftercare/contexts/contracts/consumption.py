"""What was used of what a contract includes, as its page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aftercare.contexts.contracts.models import EntitlementEntry, EntitlementKind, ServiceContract
from aftercare.contexts.contracts.rules.entitlements import contract_year, span_of
from aftercare.platform.money import Money

MOST_ENTRIES = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One entitlement in the contract year of a day: what is included, what was used, what went beyond."""

    id: int | None
    kind: str
    per_year: Decimal
    used: Decimal
    chargeable: Decimal

    @property
    def label(self) -> str:
        """Return what is included, in words."""
        return str(EntitlementKind(self.kind).label)

    @property
    def included(self) -> Decimal:
        """Return what was used of the included part."""
        return self.used - self.chargeable

    @property
    def left(self) -> Decimal:
        """Return what is left of the included part."""
        return max(Decimal(0), self.per_year - self.included)

    @property
    def tone(self) -> str:
        """Return how serious it is: bad when nothing is left, waiting from four fifths on."""
        if not self.left:
            return "bad"
        return "waiting" if self.included * 5 >= self.per_year * 4 else "running"

    @property
    def words(self) -> str:
        """Return what was used of what is included, in words."""
        used = said(self.kind, self.included) if self.kind == EntitlementKind.PARTS_VALUE else plain(self.included)
        told = {"used": used, "all": said(self.kind, self.per_year)}
        return _("%(used)s of %(all)s") % told

    @property
    def left_words(self) -> str:
        """Return what is left, in words."""
        return _("%(n)s left") % {"n": said(self.kind, self.left)}

    @property
    def over_words(self) -> str:
        """Return what went beyond when it was entered, in words; empty for nothing."""
        return _("%(n)s beyond it, chargeable") % {"n": said(self.kind, self.chargeable)} if self.chargeable else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryLine:
    """One entry of the ledger as the page shows it."""

    id: int
    used_on: date
    label: str
    quantity_words: str
    chargeable: Decimal
    chargeable_words: str
    what: str
    by_id: int | None
    by_name: str
    reverses_id: int | None
    is_reversed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Consumption:
    """What a contract year has used so far, with the entries behind it, the latest first."""

    year: int
    since: date
    until: date
    bars: list[Bar]
    entries: list[EntryLine]


def said(kind: str, quantity: Decimal) -> str:
    """Return a quantity in the unit of its kind."""
    if kind == EntitlementKind.PARTS_VALUE:
        return str(Money(quantity))
    number = plain(quantity)
    if kind == EntitlementKind.HOURS:
        return _("%(n)s h") % {"n": number}
    return ngettext("%(n)s visit", "%(n)s visits", 1 if abs(quantity) == 1 else 2) % {"n": number}


def plain(quantity: Decimal) -> str:
    """Return a quantity without idle zeros."""
    return f"{quantity.normalize():f}"


def of(contract: ServiceContract, on: date) -> Consumption | None:
    """Return what was used in the contract year of a day; None when nothing is included."""
    first = contract if contract.original is None else contract.original
    year = max(1, contract_year(first.starts_on, min(max(on, contract.starts_on), contract.ends_on)))
    entries = EntitlementEntry.objects.filter(contract=first, year=year)
    sums = {row["kind"]: row for row in entries.values("kind").annotate(used=Sum("quantity"), over=Sum("chargeable"))}
    included = {row.kind: row for row in contract.entitlements.all()}
    kinds = [kind for kind in EntitlementKind.values if kind in included or kind in sums]
    if not kinds:
        return None
    nothing = {"used": Decimal(0), "over": Decimal(0)}
    bars = [
        Bar(
            id=included[kind].pk if kind in included else None,
            kind=kind,
            per_year=included[kind].per_year if kind in included else Decimal(0),
            used=sums.get(kind, nothing)["used"],
            chargeable=sums.get(kind, nothing)["over"],
        )
        for kind in kinds
    ]
    since, until = span_of(first.starts_on, year)
    shown = entries.select_related("reversal").order_by("-at", "-pk")[:MOST_ENTRIES]
    return Consumption(year=year, since=since, until=until, bars=bars, entries=[_line(row) for row in shown])


def standing_entry(kind: str, subject: str) -> EntitlementEntry | None:
    """Return the entry of a record that was not taken back."""
    return EntitlementEntry.objects.filter(kind=kind, subject=subject, reverses=None, reversal=None).first()


def _line(row: EntitlementEntry) -> EntryLine:
    return EntryLine(
        id=row.pk,
        used_on=row.used_on,
        label=row.get_kind_display(),
        quantity_words=said(row.kind, row.quantity),
        chargeable=row.chargeable,
        chargeable_words=said(row.kind, row.chargeable),
        what=row.note or row.subject,
        by_id=row.by_id,
        by_name=row.by_name,
        reverses_id=row.reverses_id,
        is_reversed=hasattr(row, "reversal"),
    )
