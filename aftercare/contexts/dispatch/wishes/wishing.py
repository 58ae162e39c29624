"""Whom a customer wants and whom not: the one place that says what a noted wish means for an order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from aftercare.contexts.dispatch.models import EngineerWish

EXCLUDES, WANTS_OTHER = "customer_excludes", "customer_wants_other"


class Work(Protocol):
    """What of an order tells whose work it is and where."""

    @property
    def customer_id(self) -> int | None:
        """Return whose it is."""

    @property
    def project_id(self) -> int | None:
        """Return at which of their places."""

    @property
    def zone(self) -> str:
        """Return whose clock counts there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wished:
    """A wish that stands; `last_day` is None for good, `project_id` None for every place of the customer."""

    project_id: int | None
    engineer_id: int
    engineer_name: str
    kind: str
    first_day: date
    last_day: date | None
    reason: str

    def applies(self, project_id: int | None, on: date) -> bool:
        """Tell whether the wish concerns work at the project on the day."""
        is_here = self.project_id is None or self.project_id == project_id
        return is_here and self.first_day <= on and (self.last_day is None or on <= self.last_day)


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the customers of some orders wish."""

    of_customer: Mapping[int, tuple[Wished, ...]] = field(default_factory=dict)

    def for_order(self, order: Work, on: date) -> Heed:
        """Return what there is to heed for an order on a day at its place."""
        known = self.of_customer.get(order.customer_id or 0, ())
        return Heed(tuple(wish for wish in known if wish.applies(order.project_id, on))) if known else NOTHING


@dataclass(frozen=True, slots=True)
class Heed:
    """The wishes that concern one order on one day."""

    wishes: tuple[Wished, ...] = ()

    @property
    def never(self) -> dict[int, Wished]:
        """Return who is excluded, by engineer."""
        return {wish.engineer_id: wish for wish in self.wishes if wish.kind == "never"}

    @property
    def only(self) -> dict[int, Wished]:
        """Return who alone may come, by engineer; what is said of the very place takes the place of the rest."""
        named = [wish for wish in self.wishes if wish.kind == "only"]
        here = [wish for wish in named if wish.project_id is not None]
        return {wish.engineer_id: wish for wish in here or named}

    def against(self, engineer_id: int) -> str | None:
        """Return the code of the wish that keeps the engineer away; None when there is none."""
        if not self.wishes:
            return None
        if engineer_id in self.never:
            return EXCLUDES
        only = self.only
        return WANTS_OTHER if only and engineer_id not in only else None

    def prefers(self, engineer_id: int) -> bool:
        """Tell whether the customer would rather have the engineer than others."""
        return any(wish.kind == "rather" and wish.engineer_id == engineer_id for wish in self.wishes)

    def prefers_another(self, engineer_id: int) -> bool:
        """Tell whether the customer named others as those who should rather come."""
        return any(wish.kind == "rather" for wish in self.wishes) and not self.prefers(engineer_id)


NOTHING = Heed()


def read(orders: Iterable[Work]) -> Wishes:
    """Return what the customers of the orders wish. One query, none without customers."""
    return _of({order.customer_id for order in orders if order.customer_id})


def for_order(order: Work, start: datetime) -> Heed:
    """Return what there is to heed for an order that begins then. One query."""
    return read([order]).for_order(order, day_of(order, start))


def day_of(order: Work, moment: datetime) -> date:
    """Return the day of a moment at the order's place."""
    return moment.astimezone(ZoneInfo(order.zone)).date()


def _of(customer_ids: Collection[int]) -> Wishes:
    if not customer_ids:
        return Wishes()
    found: dict[int, list[Wished]] = defaultdict(list)
    rows = EngineerWish.objects.standing().filter(customer_id__in=customer_ids).select_related("engineer")
    for row in rows.order_by("pk"):
        found[row.customer_id].append(
            Wished(project_id=row.project_id, engineer_id=row.engineer_id, engineer_name=row.engineer.name,
                   kind=row.kind, first_day=row.first_day, last_day=row.last_day, reason=row.reason)
        )  # fmt: skip
    return Wishes({customer_id: tuple(wishes) for customer_id, wishes in found.items()})
