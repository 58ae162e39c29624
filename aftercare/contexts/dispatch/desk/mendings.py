"""The strip on the board: what is proposed around an edit, taken or left with one click."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.http import JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aftercare.contexts.dispatch import commands, policies, queries
from aftercare.contexts.dispatch.desk.day import Days
from aftercare.contexts.dispatch.models import Plan
from aftercare.contexts.people import public as people
from aftercare.platform import clock
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused
from aftercare.platform.web import door
from aftercare.platform.web.fragments import DeskRequest


def mendings_data(actor: Actor, days: Days, region_id: int | None) -> list[dict[str, Any]]:
    """Return the proposals as the board reads them."""
    where = None if region_id is None else people.regions_under([region_id])
    last_on = days.on + timedelta(days=days.count - 1)
    found = queries.mendings(actor, first_on=days.on, last_on=last_on, region_ids=where)
    return [
        {
            "id": one.plan.pk,
            "title": _title(one),
            "where": f"{one.plan.region.name} · {one.plan.first_on:%m-%d}",
            "url": reverse("dispatch:plan", args=[one.plan.pk]),
            "lines": [_line(row) for row in one.visits],
        }
        for one in found
    ]


@door.door(*policies.DISPATCHERS, methods=("POST",))
def take(request: DeskRequest, plan_id: int) -> JsonResponse:
    """Let the proposal become what is booked."""
    return _decided(request, commands.publish, plan_id)


@door.door(*policies.DISPATCHERS, methods=("POST",))
def leave(request: DeskRequest, plan_id: int) -> JsonResponse:
    """Throw the proposal away: what it would move stays for this day."""
    return _decided(request, commands.discard, plan_id)


def _decided(request: DeskRequest, command: Callable[..., Plan], plan_id: int) -> JsonResponse:
    try:
        row = command(plan_id=plan_id, by=request.actor, at=clock.now())
    except Refused as refused:
        return JsonResponse({"code": refused.code, "message": str(refused.message)}, status=refused.status)
    return JsonResponse({"plan": row.pk})


def _title(one: queries.Mending) -> str:
    moved = sum(row.change == "moved" for row in one.visits)
    parts = []
    if moved:
        parts.append(ngettext("%(n)d job to somebody else", "%(n)d jobs to somebody else", moved) % {"n": moved})
    if retimed := len(one.visits) - moved:
        parts.append(ngettext("%(n)d job at another time", "%(n)d jobs at another time", retimed) % {"n": retimed})
    gains = {
        _("%(n)d min less on the road"): one.less("travel_minutes"),
        _("%(n)d min less late"): one.less("late_minutes"),
        _("%(n)d min less overtime"): one.less("overtime_minutes"),
        _("%(n)d min missing for the way made up"): one.plan.inputs.get("missing_minutes", 0),
    }
    parts += [words % {"n": minutes} for words, minutes in gains.items() if minutes > 0]
    return " · ".join(parts)


def _line(row: queries.PlannedRow) -> dict[str, str]:
    return {
        "number": row.number,
        "subject": row.subject,
        "was": _place(row.was_engineer_name, row.was_start_at),
        "now": _place(row.engineer_name, row.start_at),
    }


def _place(name: str, start: datetime | None) -> str:
    return f"{name} {timezone.localtime(start):%H:%M}" if start else name
