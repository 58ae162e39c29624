"""The pages of plans: asking for one, and looking at what it would change."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from aftercare.contexts.dispatch import commands, policies, queries
from aftercare.contexts.dispatch.desk.plans.forms import PlanForm
from aftercare.contexts.dispatch.desk.plans.picture import pictures
from aftercare.contexts.dispatch.desk.plans.saying import figure_lines, reason_words
from aftercare.contexts.dispatch.models import Change, Plan
from aftercare.contexts.dispatch.planning.profiles import PROFILES
from aftercare.contexts.people import public as people
from aftercare.platform import clock, live
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Decision, deny
from aftercare.platform.web import dialogs, door, fragments, timeline
from aftercare.platform.web.actions import Verb
from aftercare.platform.web.fragments import DeskRequest

SHOWN = 200
# The order in which people look at a plan.
ASPECTS = (Change.LEFT_OUT, Change.LOST, Change.MOVED, Change.GAINED, Change.RETIMED)


@dataclass(frozen=True, slots=True)
class Aspect:
    """One kind of change with its visits; `more` are not drawn."""

    change: str
    label: Any
    rows: list[tuple[queries.PlannedRow, str]]
    more: int


@door.door(*policies.DISPATCHERS, methods=("GET", "POST"))
def new(request: DeskRequest) -> HttpResponse:
    """Ask for a plan."""
    regions = people.region_choices(request.actor)
    staff = people.engineers_in(request.actor)
    form = PlanForm(
        request.POST if request.method == "POST" else None,
        regions=regions,
        engineers=[(card.id, f"{card.name} · {card.region_name}") for card in staff],
        today=timezone.localtime(clock.now()).date(),
        initial=_wished(request),
    )

    def do(values: dict[str, Any]) -> Plan:
        return commands.plan(**values, by=request.actor, at=clock.now())

    return dialogs.form_page(
        request, form, do, to=lambda row: reverse("dispatch:plan", args=[row.pk]), title=_("Plan a region's days"),
        verb=pgettext("verb", "Plan"), back=reverse("dispatch:plans"),
        note=_("The engine proposes who goes where when. Nothing changes until you have looked at it and publish it."),
    )  # fmt: skip


def _wished(request: DeskRequest) -> dict[str, Any]:
    """Return what the address already says: the board's region and day."""
    found: dict[str, Any] = {}
    if request.GET.get("region", "").isdecimal():
        found["region_id"] = request.GET["region"]
    try:
        found["first_on"] = date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return found
    return found


@door.door(*policies.DISPATCHERS)
def detail(request: DeskRequest, plan_id: int) -> HttpResponse:
    """Show a plan: how far it is, what it would change and what that is worth, and the days as they would be."""
    row = queries.plan(plan_id, by=request.actor)
    visits = queries.planned_visits(row.pk) if row.status in ("ready", "published", "discarded") else []
    ctx = {
        "plan": row,
        "title": _("Plan %(number)s") % {"number": f"#{row.pk}"},
        "profile": PROFILES.get(row.profile),
        "share": round(100 * row.progress.get("share", 0)),
        "figures": figure_lines(row.figures),
        "counts": Counter(visit.change for visit in visits),
        "aspects": _aspects(visits),
        "pictures": pictures(visits, row.region.zone),
        "is_waited_for": row.status in ("waiting", "working"),
        "away": _names(row.assumed.get("without", [])),
        "aside": _names(row.inputs.get("aside", [])),
        "verbs": verbs(row, request.actor),
        "entries": timeline.of(row.key),
        "live_topic": row.key,
    }
    return fragments.page(request, "dispatch/plan.html", ctx)


def _aspects(visits: list[queries.PlannedRow]) -> list[Aspect]:
    found = []
    for change in ASPECTS:
        rows = _pairs_together([visit for visit in visits if visit.change == change])
        if rows:
            told = [(visit, reason_words(visit)) for visit in rows[:SHOWN]]
            found.append(Aspect(change, change.label, told, max(0, len(rows) - SHOWN)))
    return found


def _pairs_together(rows: list[queries.PlannedRow]) -> list[queries.PlannedRow]:
    """Return the rows with the two of a crew one after the other, and once for both where nobody goes."""
    found: dict[int, list[queries.PlannedRow]] = {}
    for row in rows:
        found.setdefault(row.work_order_id if row.crew_size > 1 else -row.id, []).append(row)
    return [row for those in found.values() for row in (those if those[0].engineer_id else those[:1])]


def _names(engineer_ids: list[int]) -> list[str]:
    cards = (people.engineer_card(pk) for pk in engineer_ids)
    return [card.name for card in cards if card]


def verbs(row: Plan, actor: Actor) -> list[Verb]:
    """Return what may be done with the plan now."""
    may = policies.may_plan(by=actor, region_id=row.region_id)
    if row.status == "working":
        enough = reverse("dispatch:plan_enough", args=[row.pk])
        stop = Verb(name="enough", label=_("Take the best so far"), url=enough, may=may, icon="player-stop", how="post",
                    primary=True)  # fmt: skip
        return [stop, _discard(row, may)]
    if row.status == "ready":
        publish = reverse("dispatch:plan_publish", args=[row.pk])
        first = Verb(name="publish", label=pgettext("verb", "Publish"), url=publish, may=_may_publish(row, may),
                     icon="send", primary=True)  # fmt: skip
        return [first, _discard(row, may)]
    return [_discard(row, may)] if row.status in ("waiting", "failed") else []


def _may_publish(row: Plan, may: Decision) -> Decision:
    if not may or not row.is_what_if:
        return may
    return deny(gettext_lazy("A what-if answers a question; it cannot be published. Plan anew without it."))


def _discard(row: Plan, may: Decision) -> Verb:
    return Verb(
        name="discard", label=_("Discard"), url=reverse("dispatch:plan_discard", args=[row.pk]), may=may, icon="trash",
        how="post", danger=True,
    )  # fmt: skip


@live.watchable("plan")
def may_watch(actor: Actor, key: str) -> bool:
    """Tell whether the actor may hear how a plan comes along."""
    return key.isdecimal() and len(key) < 19 and policies.plans_visible_to(actor).filter(pk=int(key)).exists()
