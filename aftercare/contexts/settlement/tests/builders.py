"""Retention money for tests, made by the commands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from aftercare.contexts.service_requests.tests import builders as requests
from aftercare.contexts.service_requests.tests.builders import Scene
from aftercare.contexts.settlement import commands
from aftercare.contexts.settlement.models import Movement, Retention
from aftercare.platform.actor import Actor

BUILDER = Actor.system("builder")
ACCEPTED = date(2025, 9, 1)
PRICE = Decimal("1000000.00")
PROOF = b"%PDF-1.4\n%proof\n%%EOF\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A retention of 30,000 with the project it belongs to; the period of twelve months ends on 2026-09-01."""

    place: Scene
    row: Retention


def noon(day: str) -> datetime:
    """Return noon in Shanghai of a day."""
    return datetime.combine(date.fromisoformat(day), time(4), UTC)


def agreed(place: Scene, **given: Any) -> Retention:
    """Let the customer keep 3 % of a million from the company, from the day of acceptance for twelve months."""
    usual = {
        "project_id": place.project_id,
        "holder_id": place.customer_id,
        "percent": Decimal(3),
        "settlement_price": PRICE,
        "defect_months": 12,
        "withheld_on": ACCEPTED,
        "by": BUILDER,
        "at": noon("2025-09-10"),
    }
    return commands.agree(**{**usual, **given})


def held(**given: Any) -> Held:
    """Make a project and its retention."""
    place = requests.scene(accepted_on=ACCEPTED)
    return Held(place=place, row=agreed(place, **given))


def requested(row: Retention, day: str = "2026-09-10", **given: Any) -> Retention:
    """Ask for the release."""
    return commands.request_release(retention_id=row.pk, **given, by=BUILDER, at=noon(day))


def verified(row: Retention, day: str = "2026-09-20", **given: Any) -> Retention:
    """Let the holder agree."""
    on = date.fromisoformat(day)
    return commands.verify(retention_id=row.pk, verified_on=on, **given, by=BUILDER, at=noon(day))


def deducted(row: Retention, amount: str, request_id: int, day: str = "2026-09-05", **given: Any) -> Retention:
    """Keep the cost of a defect."""
    usual = {"reason": "屋面渗漏代修", "evidence": PROOF, "evidence_name": "发票.pdf"}
    return commands.deduct(
        retention_id=row.pk, amount=Decimal(amount), request_id=request_id, deducted_on=date.fromisoformat(day),
        **{**usual, **given}, by=BUILDER, at=noon(day),
    )  # fmt: skip


def everything(row: Retention) -> tuple[Any, ...]:
    """Return every column of a retention and all its movements, to tell that nothing changed."""
    columns = Retention.objects.filter(pk=row.pk).values().get()
    return columns, list(Movement.objects.filter(retention=row).order_by("pk").values())
