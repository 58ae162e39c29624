"""Ask for a plan of a region's days."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.dispatch import policies
from aftercare.contexts.dispatch.models import Cause, Plan
from aftercare.contexts.dispatch.planning.profiles import BALANCED, PROFILES
from aftercare.contexts.people import public as people
from aftercare.platform import outbox
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused
from aftercare.published.dispatch import PlanAsked

LONGEST_DAYS, FARTHEST = 7, timedelta(days=60)
SECONDS = range(1, 601)
MOST_AWAY, MOST_OVERTIME_MINUTES = 200, 240


@transaction.atomic
def plan(
    *,
    region_id: int,
    first_on: date,
    days: int = 1,
    profile: str = BALANCED,
    seconds: int = 60,
    seed: int = 1,
    cause: str = Cause.OPTIMISE,
    about: Mapping[str, Any] | None = None,
    without: Collection[int] = (),
    overtime_minutes: int = 60,
    move_told: bool = False,
    is_what_if: bool = False,
    by: Actor,
    at: datetime,
) -> Plan:
    """
    Ask for a plan; a job works it out, nothing live changes until somebody publishes it.

    Engineers `without` are thought away. A `is_what_if` plan answers a question and can never be published.
    :raises Refused: `not_found`, `not_allowed`, `unknown` profile, `bad_days` before today, too many or too far ahead,
        `bad_seconds`, `too_many`.
    """
    policies.may_plan(by=by, region_id=region_id).or_refuse()
    region = people.region_card(region_id)
    assert region is not None, "somebody may plan here"
    if profile not in PROFILES:
        raise Refused("unknown", _("Choose one of the profiles."), field="profile")
    _check_days(first_on, days, today=at.astimezone(ZoneInfo(region.zone)).date())
    if seconds not in SECONDS:
        raise Refused("bad_seconds", _("Plan for 1 to 600 seconds."), field="seconds")
    if len(without) > MOST_AWAY or not 0 <= overtime_minutes <= MOST_OVERTIME_MINUTES:
        raise Refused("too_many", _("At most 200 engineers away and 240 minutes of overtime."), field="without")
    row = Plan.objects.create(
        region_id=region_id, cause=cause, about=dict(about or {}), first_on=first_on, days=days, profile=profile,
        is_what_if=is_what_if, seconds=seconds, seed=seed, asked_by=by.name[:80], asked_by_id=by.id, asked_at=at,
        assumed={"without": sorted(without), "overtime_minutes": overtime_minutes, "move_told": move_told},
    )  # fmt: skip
    outbox.publish(PlanAsked(plan_id=row.pk, region_id=region_id, cause=cause, at=at), about=row.key, by=by)
    return row


def _check_days(first_on: date, days: int, *, today: date) -> None:
    if first_on < today:
        raise Refused("bad_days", _("These days are over; plan from today on."), field="first_on")
    if first_on > today + FARTHEST:
        raise Refused("bad_days", _("Plan at most 60 days ahead."), field="first_on")
    if not 1 <= days <= LONGEST_DAYS:
        raise Refused("bad_days", _("Plan 1 to 7 days at once."), field="days")
