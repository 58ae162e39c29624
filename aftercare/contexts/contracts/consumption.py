"""What was used of what a contract includes, as its page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Sum
from django.utils.translation import gettext as _

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
    def tone(self) -> str:
        """Return how serious it is: bad beyond the included part, waiting from four fifths on."""
        if self.chargeable > 0:
            return "bad"
        return "waiting" if self.included * 5 >= self.per_year * 4 else "running"

    @property
    def words(self) -> str:
        """Return what was used of what, in words."""
        return _("%(used)s of %(all)s") % {"used": said(self.kind, self.used), "all": said(self.kind, self.per_year)}

    @property
    def left_words(self) -> str:
        """Return what is left, or what is chargeable, in words."""
        if self.chargeable > 0:
            return _("%(n)s beyond it, chargeable") % {"n": said(self.kind, self.chargeable)}
        return _("%(n)s left") % {"n": said(self.kind, self.per_year - self.included)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Consumption:
    """What a contract year has used so far, with the entries behind it, the latest first."""

    year: int
    since: date
    until: date
    bars: list[Bar]
    entries: list[EntitlementEntry]


def said(kind: str, quantity: Decimal) -> str:
    """Return a quantity in the unit of its kind."""
    if kind == EntitlementKind.PARTS_VALUE:
        return str(Money(quantity))
    number = f"{quantity.normalize():f}"
    return _("%(n)s h") % {"n": number} if kind == EntitlementKind.HOURS else _("%(n)s visits") % {"n": number}


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
    shown = list(entries.select_related("reversal").order_by("-at", "-pk")[:MOST_ENTRIES])
    return Consumption(year=year, since=since, until=until, bars=bars, entries=shown)
