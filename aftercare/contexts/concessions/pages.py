"""The page of a concession, and what other pages show of them."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from aftercare.contexts.clocks import public as clocks
from aftercare.contexts.concessions import policies, queries, verbs, words
from aftercare.contexts.concessions.models import Concession, Kind
from aftercare.platform import clock
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused
from aftercare.platform.web import door, fragments, panels, timeline
from aftercare.platform.web.actions import Verb
from aftercare.platform.web.fragments import DeskRequest


def load(actor: Actor, pk: int) -> Concession:
    """
    Return a concession the actor may see.

    :raises Refused: `not_found`.
    """
    return queries.concession(pk, by=actor)


panels.record("concession", load)


@door.door(*policies.READERS)
def detail(request: DeskRequest, pk: int) -> HttpResponse:
    """Show what is asked, what it would do to the deadline, who may decide, and what became of it."""
    row, now = load(request.actor, pk), clock.now()
    is_open = row.state == "asked"
    would, obstacle = _would(row) if is_open else (None, "")
    ctx = {
        "concession": row,
        "title": f"{row.number} {row.request.subject}",
        "promise": words.promise(row.clock.promise),
        "what": words.asked_of(row),
        "headline": words.headline(row),
        "why_level": words.why_level(row.needed_level, row.needed_why),
        "is_open": is_open,
        "would": would,
        "obstacle": obstacle,
        "is_waiver": row.kind == Kind.WAIVE,
        "unknown": _("not known while it stands still") if row.clock.has_begun else _("not known before it begins"),
        "deciders": [
            (limit, policies.who_decides(limit), names) for limit, names in queries.deciders(row, at=now)
        ] if is_open else [],
        "request_url": reverse("service_requests:detail", args=[row.request_id]),
        "clock_url": reverse("clocks:explanation", args=[row.clock_id]),
        "verbs": verbs.of(row, request.actor, at=now),
        "entries": timeline.of(row.key),
        "live_topic": row.key,
    }  # fmt: skip
    return fragments.page(request, "concessions/concession.html", ctx)


def _would(row: Concession) -> tuple[clocks.WouldBe | None, str]:
    """Return what granting would do to the deadline now, or why it can no longer be granted as it was asked."""
    if row.kind == Kind.WAIVE:
        return None, ""
    try:
        if row.until is not None:
            return clocks.would_be(row.clock_id, until=row.until), ""
        return clocks.would_be(row.clock_id, minutes=row.minutes), ""
    except Refused as refused:
        return None, str(refused.message)


def offered(promise: Any, actor: Actor) -> list[Verb]:
    """Return the verb that concessions add to the page of a promise; nothing for who may never ask."""
    if not actor.has(*policies.ASKERS):
        return []
    standing = clocks.standing(promise.pk)
    may = policies.may_ask_about(standing, by=actor)
    url = reverse("concessions:ask", args=[promise.pk])
    return [
        Verb(name="concession", label=_("Ask for a concession"), url=url, may=may, icon="rubber-stamp", primary=True)
    ]


def of_clock(request: DeskRequest, promise: Any) -> str:
    """Draw what was asked about a promise; nothing when nothing was."""
    rows = [(row, words.asked_of(row)) for row in queries.of_clock(promise.pk, by=request.actor)]
    return fragments.html(request, "concessions/_of_clock.html", {"rows": rows}) if rows else ""


def of_request(request: DeskRequest, row: Any) -> str:
    """Draw what was asked about a request's promises, and which promises somebody may ask about."""
    found = queries.of_request(row.pk, by=request.actor)
    waiting = {one.clock_id for one in found if one.state == "asked"}
    may_ever = request.actor.has(*policies.ASKERS)
    promises = clocks.deadlines(f"service_request:{row.pk}") if may_ever else []
    offers = [d for d in promises if d.state in ("waiting", "running", "paused") and d.clock_id not in waiting]
    if not found and not offers:
        return ""
    rows = [(one, words.headline(one)) for one in found]
    return fragments.html(request, "concessions/_of_request.html", {"rows": rows, "offers": offers})


def waiting_card(request: DeskRequest) -> str:
    """Draw what waits for the person's decision, the most urgent first; nothing when nothing does."""
    waiting = queries.mine_to_decide(by=request.actor, now=clock.now()).select_related("request", "clock")
    rows = [(row, words.headline(row)) for row in waiting.order_by("decide_by", "pk")[:6]]
    return fragments.html(request, "concessions/_waiting.html", {"rows": rows}) if rows else ""


def waiting_count(actor: Actor) -> int | None:
    """Return how many concessions wait for the person's decision, counted up to 100."""
    return queries.mine_to_decide(by=actor, now=clock.now())[:100].count() or None
