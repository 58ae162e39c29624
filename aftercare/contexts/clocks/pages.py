"""The page that explains a deadline, and what promises add to other pages."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from aftercare.contexts.clocks import breach_pages, explaining, policies, queries
from aftercare.contexts.clocks.listings import READERS
from aftercare.contexts.clocks.models import Clock
from aftercare.contexts.clocks.telling import why
from aftercare.contexts.contracts import public as contracts
from aftercare.platform import clock
from aftercare.platform.actor import Actor, Role
from aftercare.platform.refusal import Refused, not_found
from aftercare.platform.web import actions, door, fragments, panels
from aftercare.platform.web.fragments import DeskRequest

SEES = (*READERS, Role.ENGINEER, Role.CUSTOMER)
# Where the records that have promises show themselves: for the office, and for the customer.
RECORD_PAGES = {"service_request": "service_requests:detail"}


def load(actor: Actor, pk: int) -> Clock:
    """
    Return a clock the actor may see: by the clock's own rule, or, for an engineer, by the record's.

    :raises Refused: `not_found`.
    """
    row = Clock.objects.select_related("calendar", "customer", "cause").filter(pk=pk).first()
    if row is None:
        raise not_found()
    if policies.visible_to(actor).filter(pk=pk).exists() or _through_record(actor, row):
        return row
    raise not_found()


def _through_record(actor: Actor, row: Clock) -> bool:
    """Tell whether an engineer may see the record the clock is about; whoever owns that record decides."""
    if not actor.has(Role.ENGINEER):
        return False
    kind, _colon, number = row.subject.partition(":")
    try:
        panels.load(kind, actor, int(number))
    except (Refused, LookupError):
        return False
    return True


panels.record("clock", load)


@door.door(*SEES)
def explanation(request: DeskRequest, pk: int) -> HttpResponse:
    """Explain how a deadline came about."""
    row = load(request.actor, pk)
    found = explaining.explain(row, now=clock.now())
    is_office = request.actor.has(*READERS)
    if not is_office and found.level is not None and not found.level.concerns(row.customer_id):
        found = replace(found, level=None)
    ctx = {
        "found": found,
        "row": row,
        "title": f"{row.number or row.subject} · {found.label}",
        "record_url": _record_url(row, request.actor),
        "is_office": is_office,
        "verbs": [*breach_pages.cause_verbs(request, row), *actions.offered("clock", row, request.actor)],
        "changes": [(change, why(change.reason, change.note)) for change in found.changes],
        "siblings": [d for d in queries.deadlines(row.subject, now=found.now) if d.clock_id != pk],
    }
    return fragments.page(request, "clocks/explanation.html", ctx)


def _record_url(row: Clock, actor: Actor) -> str:
    """Return the page of the record a clock is about; nothing where that page is not this reader's."""
    kind, _colon, number = row.subject.partition(":")
    if kind not in RECORD_PAGES or not actor.has(*READERS, Role.ENGINEER):
        return ""
    try:
        return reverse(RECORD_PAGES[kind], args=[int(number)])
    except (NoReverseMatch, ValueError):
        return ""


def of_request(request: DeskRequest, row: Any) -> str:
    """Draw the promises about a request, and who would pay as long as nobody has judged it."""
    judged = None
    if not row.coverage:
        on = row.received_at.astimezone(timezone.get_current_timezone()).date()
        thing = {"customer_id": row.customer_id, "project_id": row.project_id, "equipment_id": row.equipment_id}
        judged = contracts.judge_coverage(**thing, on=on)
    return _promises(request, f"service_request:{row.pk}", judged)


def of_order(request: DeskRequest, row: Any) -> str:
    """Draw the promises about the request an order came from; nothing for an order without one."""
    return _promises(request, f"service_request:{row.request_id}") if row.request_id else ""


def _promises(request: DeskRequest, subject: str, judged: contracts.Judgement | None = None) -> str:
    found = queries.deadlines(subject, now=clock.now())
    if not found and judged is None:
        return ""
    ctx = {"deadlines": found, "subject": subject, "judged": judged}
    return fragments.html(request, "clocks/_promises.html", ctx)
