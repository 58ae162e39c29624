"""The board of promises: what breaches next, and where it gathers by region and by customer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, F, Q, QuerySet
from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from aftercare.contexts.clocks import policies
from aftercare.contexts.clocks.listings import NEAR, READERS, broken, near
from aftercare.contexts.clocks.models import Clock
from aftercare.contexts.contracts.public import Promise
from aftercare.contexts.organisations import public as organisations
from aftercare.contexts.people import public as people
from aftercare.platform import clock
from aftercare.platform.actor import Actor
from aftercare.platform.web import door, fragments
from aftercare.platform.web.fragments import DeskRequest

DAY = timedelta(hours=24)
SHOWN, GROUPS = 30, 15
OPEN = Q(state__in=["running", "paused"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The open promises of one region or customer: overdue, due within four hours, within a day, standing still."""

    key: int | None
    name: str
    overdue: int
    near: int
    today: int
    paused: int
    # Where its row leads: the board of this group only, or back to all when it is the one shown.
    url: str
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the address narrows the board to."""

    region: int | None = None
    customer: int | None = None
    promise: str = ""

    @classmethod
    def read(cls, data: QueryDict) -> Asked:
        """Return what an address asks; what cannot be read narrows nothing."""
        promise = data.get("promise", "")
        return cls(
            region=_number(data.get("region", "")),
            customer=_number(data.get("customer", "")),
            promise=promise if promise in Promise.values else "",
        )

    def params(self, **changes: Any) -> str:
        """Return the query string with parts changed; None takes one out."""
        wanted = {"region": self.region, "customer": self.customer, "promise": self.promise} | changes
        return "?" + urlencode({name: value for name, value in wanted.items() if value})


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def narrowed(asked: Asked, by: Actor) -> QuerySet[Clock]:
    """Return the open clocks the person may see, as narrowed."""
    rows = policies.visible_to(by).filter(OPEN)
    if asked.region is not None:
        rows = rows.filter(region_id=asked.region)
    if asked.customer is not None:
        rows = rows.filter(customer_id=asked.customer)
    return rows.filter(promise=asked.promise) if asked.promise else rows


def next_to_breach(asked: Asked, *, by: Actor, now: datetime) -> list[Clock]:
    """Return the running promises that break next, those already broken first."""
    rows = narrowed(asked, by).filter(state="running").select_related("customer", "region")
    return list(rows.order_by("due_at", "id")[:SHOWN])


def gathered(asked: Asked, column: str, *, by: Actor, now: datetime) -> list[dict[str, Any]]:
    """Return the counts by one column, where most burns first; one query."""
    within_a_day = Q(state="running", due_at__range=(now, now + DAY))
    rows = narrowed(asked, by).values(column).annotate(
        overdue=Count("id", filter=broken(by, now)),
        near=Count("id", filter=near(by, now)),
        today=Count("id", filter=within_a_day),
        paused=Count("id", filter=Q(state="paused")),
    )  # fmt: skip
    return list(rows.order_by("-overdue", "-near", "-today", F(column).asc(nulls_last=True))[:GROUPS])


def _groups(asked: Asked, name: str, found: list[dict[str, Any]], names: dict[int, str]) -> Iterable[Group]:
    chosen = getattr(asked, name)
    for row in found:
        key = row[f"{name}_id"]
        yield Group(
            key=key,
            name=names.get(key or 0, "") or (_("No region") if name == "region" else _("Customer not known yet")),
            overdue=row["overdue"],
            near=row["near"],
            today=row["today"],
            paused=row["paused"],
            url=asked.params(**{name: None if chosen == key else key}) if key else "",
            is_chosen=chosen is not None and chosen == key,
        )


@door.door(*READERS)
def board(request: DeskRequest) -> HttpResponse:
    """Show what breaches next, by region and customer."""
    actor, now, asked = request.actor, clock.now(), Asked.read(request.GET)
    regions = gathered(asked, "region_id", by=actor, now=now)
    customers = gathered(asked, "customer_id", by=actor, now=now)
    ids = [row["customer_id"] for row in customers if row["customer_id"]]
    region_names = people.region_labels(actor, [row["region_id"] for row in regions if row["region_id"]])
    names = organisations.organisation_names(ids)
    ctx = {
        "title": _("Promise board"),
        "rows": next_to_breach(asked, by=actor, now=now),
        "regions": list(_groups(asked, "region", regions, region_names)),
        "customers": list(_groups(asked, "customer", customers, names)),
        "sums": {name: sum(row[name] for row in regions) for name in ("overdue", "near", "today", "paused")},
        "promises": [(p.value, p.label, asked.params(promise=p.value)) for p in Promise],
        "asked": asked,
        "without_promise": asked.params(promise=None),
        "now": now,
        "near_hours": NEAR // timedelta(hours=1),
        "list_url": reverse("clocks:list") + asked.params(),
    }
    return fragments.page(request, "clocks/board.html", ctx)
