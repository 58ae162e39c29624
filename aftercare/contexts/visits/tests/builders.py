"""Scenes for tests of visits and of what lies downstream: an engineer with a job, at any point of it."""

from __future__ import annotations

import io
import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from PIL import Image

from aftercare.contexts.dispatch.commands import assign
from aftercare.contexts.people.models import Engineer
from aftercare.contexts.people.tests import building as people
from aftercare.contexts.service_requests.models import ServiceRequest
from aftercare.contexts.service_requests.tests import builders as requests
from aftercare.contexts.service_requests.tests.builders import Scene
from aftercare.contexts.visits import commands
from aftercare.contexts.visits.models import Visit
from aftercare.contexts.work_orders.commands import open as open_order
from aftercare.contexts.work_orders.commands import plan as plan_order
from aftercare.contexts.work_orders.models import FailureCode, Procedure, WorkOrder
from aftercare.platform import outbox
from aftercare.platform.actor import Actor
from aftercare.platform.testing.fixtures import MONDAY

BUILDER = Actor.system("builder")
MINUTE = timedelta(minutes=1)
WAY = ("accept", "set_out", "arrive", "diagnose", "finish", "sign")
SIGNATURE = "".join(f"{'L' if i % 30 else 'M'}{50 + i * 2:.1f} {150 + 70 * math.sin(i / 5):.1f}" for i in range(120))


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A visit, its engineer as an actor, and what lies behind it."""

    visit: Visit
    engineer: Actor
    place: Scene
    order: WorkOrder
    request: ServiceRequest | None

    @property
    def id(self) -> int:
        """Return the visit's id."""
        return self.visit.pk

    def now(self) -> Visit:
        """Return the visit as it is in the database."""
        return Visit.objects.get(pk=self.visit.pk)


def picture(colour: str = "#2f6b4b", size: tuple[int, int] = (320, 240)) -> bytes:
    """Return a photo."""
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG")
    return out.getvalue()


def codes() -> dict[str, int]:
    """Make one failure code a facet and return their ids."""
    rows = {
        facet: FailureCode.objects.get_or_create(facet=facet, code=f"{facet}-1", defaults={"name": name})[0]
        for facet, name in (("mode", "动作不到位"), ("mechanism", "磨损"), ("cause", "维护不足"))
    }
    return {f"failure_{facet}_id": row.pk for facet, row in rows.items()}


def procedure() -> Procedure:
    """Make a procedure with a check, a measured step and an optional one."""
    row = Procedure.objects.create(code="door", name="门机检修", kind="repair")
    row.steps.create(position=1, text="层门锁紧装置动作可靠", kind="check")
    row.steps.create(position=2, text="门机电流", kind="number", unit="A", minimum="1.8", maximum="2.4")
    row.steps.create(position=3, text="清洁地坎", kind="check", is_required=False)
    return row


def order(place: Scene, *, request: ServiceRequest | None = None, at: datetime = MONDAY, **plan: Any) -> WorkOrder:
    """Open and plan a repair of the scene's lift."""
    row = open_order(
        kind="repair", subject="1 号客梯门打不开", request_id=request.pk if request else None,
        equipment_id=place.equipment_id, customer_id=place.customer_id, region_id=place.region_id,
        place="江南大道 1 号门诊楼", lat=30.2, lon=120.2, contact_name="王芳", contact_phone="13800000001",
        by=BUILDER, at=at,
    )  # fmt: skip
    usual = {"estimated_minutes": 90, "skills": {}, "certificate_kind_ids": []}
    return plan_order(work_order_id=row.pk, **{**usual, **plan}, by=BUILDER, at=at)


def job(
    place: Scene, *, engineer: Engineer | None = None, with_request: bool = True, at: datetime = MONDAY, **plan: Any
) -> Job:
    """Book an engineer for a new order and put the visit on the phone."""
    matter = requests.request_of(place, at=at) if with_request else None
    row = order(place, request=matter, at=at, **plan)
    who = engineer or people.engineer(people.Region.objects.get(pk=place.region_id))
    assign(
        work_order_id=row.pk, engineer_id=who.pk, start_at=at + 60 * MINUTE, end_at=at + 150 * MINUTE,
        accept_warnings=["skill_missing", "outside_shift", "short_travel", "late_arrival", "late"], by=BUILDER, at=at,
    )  # fmt: skip
    outbox.drain()
    visit = Visit.objects.get(work_order=row, engineer=who)
    return Job(visit=visit, engineer=people.acting(who), place=place, order=row, request=matter)


def until(verb: str, job: Job, *, at: datetime = MONDAY) -> Job:
    """Let the engineer do everything up to and including the verb, ten minutes apart."""
    for n, step in enumerate(WAY[: WAY.index(verb) + 1], start=1):
        act(step, job, at=at + n * 10 * MINUTE)
    return job


def act(verb: str, job: Job, *, at: datetime, **other: Any) -> Visit:
    """Do one thing as the engineer would."""
    usual: dict[str, dict[str, Any]] = {
        "arrive": {"lat": 30.2001, "lon": 120.2001},
        "diagnose": {**codes(), "text": "门机皮带磨损，张力不足"} if verb == "diagnose" else {},
        "finish": {
            "work_done": "更换门机皮带并整定参数",
            "parts_used": "皮带 8M-1200 × 1",
            "self_check": {"effect_verified": True, "site_clean": True, "customer_told": True},
            "leftovers": "",
        },
        "sign": {"signer_name": "王芳", "signature": SIGNATURE},
    }
    command = getattr(commands, verb)
    return command(visit_id=job.id, **{**usual.get(verb, {}), **other}, by=job.engineer, at=at)


def changed(visit: Visit) -> dict[str, Any]:
    """Return every column of a visit, to tell that nothing changed."""
    return Visit.objects.filter(pk=visit.pk).values().get()
