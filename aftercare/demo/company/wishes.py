"""What some customers wish about engineers, as the desk heard it."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from aftercare.contexts.dispatch import commands
from aftercare.contexts.installed_base.models import Project
from aftercare.contexts.organisations.models import Organisation
from aftercare.contexts.people import public as people
from aftercare.demo.company import data
from aftercare.demo.simulation.cast import Cast
from aftercare.platform.actor import Role

ZONE = ZoneInfo("Asia/Shanghai")
DAY = timedelta(days=1)


def make(*, now: datetime) -> None:
    """Note what is declared, each when the customer said it."""
    cast, rng = Cast(), Random("wishes")  # noqa: S311 - stories, not secrets
    ids = {card.name: card.id for card in people.engineers_in(None)}
    for told in sorted(data.read("wishes")["wish"], key=lambda one: -one["days_ago"]):
        _note(told, ids[told["engineer"]], cast, rng, now - told["days_ago"] * DAY)


def _note(told: dict[str, Any], engineer_id: int, cast: Cast, rng: Random, at: datetime) -> None:
    customer = Organisation.objects.get(name=told["customer"])
    project = Project.objects.get(customer=customer, name=told["project"]) if "project" in told else None
    today = at.astimezone(ZONE).date()
    commands.set_wish(
        customer_id=customer.pk, engineer_id=engineer_id, kind=told["kind"],
        project_id=project.pk if project else None, first_day=today,
        last_day=today + told["for_days"] * DAY if "for_days" in told else None,
        reason=told.get("reason", ""), said_by=told["said_by"],
        by=cast.of(Role.DESK_AGENT, customer.region_id, rng), at=at,
    )  # fmt: skip
