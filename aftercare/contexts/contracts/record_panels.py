"""What contracts add to the pages of customers, projects and equipment."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.contracts import choosing, policies, queries, renewals
from aftercare.contexts.contracts.judging import judge_coverage
from aftercare.contexts.contracts.listings import left_of, left_words, standing_of
from aftercare.platform.web import cards, fragments, panels
from aftercare.platform.web.fragments import DeskRequest

ENDING_DAYS = 60


def of_customer(request: DeskRequest, row: Any) -> str:
    """Draw a customer's contracts."""
    pk = _id(row)
    found = list(
        policies.visible_to(request.actor)
        .filter(customer_id=pk)
        .unreplaced(timezone.localdate())
        .order_by("-ends_on", "-pk")[:20]
    )
    may = policies.may_draft(by=request.actor)
    if not found and not may.ok:
        return ""
    rows = [
        (contract, standing_of(contract), left_words(left) if (left := left_of(contract)) is not None else "")
        for contract in found
    ]
    return fragments.html(request, "contracts/_of_customer.html", {"rows": rows, "customer_id": pk, "may": may})


def coverage_of_project(request: DeskRequest, row: Any) -> str:
    """Draw who would pay for a repair in a project today."""
    return _coverage(request, customer_id=row.customer_id, project_id=_id(row))


def coverage_of_equipment(request: DeskRequest, row: Any) -> str:
    """Draw who would pay for a repair of the equipment today."""
    return _coverage(request, customer_id=row.customer_id, project_id=row.project_id, equipment_id=_id(row))


def _coverage(request: DeskRequest, **thing: Any) -> str:
    today = timezone.localdate()
    judged = judge_coverage(**thing, on=today)
    linked = request.actor.has(*policies.READERS)
    ctx = {
        "judged": judged,
        "terms": queries.terms_for(**thing, on=today),
        "linked": linked,
        "considered": choosing.why_terms(**thing, on=today) if linked else [],
    }
    return fragments.html(request, "contracts/_coverage.html", ctx)


def considered_for_request(request: DeskRequest, row: Any) -> str:
    """Draw which contract was taken for a request on the day it was received, and why the others were not."""
    thing = {"customer_id": row.customer_id, "project_id": row.project_id, "equipment_id": row.equipment_id}
    on = row.received_at.astimezone(ZoneInfo(settings.TIME_ZONE)).date()
    considered = choosing.why_terms(**thing, on=on)
    return fragments.html(request, "contracts/_considered_rows.html", {"considered": considered}) if considered else ""


def _id(row: Any) -> int:
    return getattr(row, "pk", None) or row.id


def ending_card(request: DeskRequest) -> str:
    """Draw the contracts that end soon; nothing when none does."""
    today = timezone.localdate()
    last = today + timedelta(days=ENDING_DAYS)
    rows = policies.visible_to(request.actor).filter(
        Q(status="active", is_default=False, bound_until=None, ends_on__gte=today, ends_on__lte=last)
    )
    found = [(row, left_words(left_of(row) or 0)) for row in rows.select_related("customer").order_by("ends_on")[:6]]
    rate = renewals.renewal_rate(today - timedelta(days=365), today, by=request.actor)
    if not found and not rate.ended:
        return ""
    return fragments.html(request, "contracts/_ending.html", {"rows": found, "rate": rate})


def enter() -> None:
    """Register the panels and cards."""
    panels.panel("organisation", _("Service contracts"), of_customer, 40, key="contracts", icon="file-certificate")
    for kind, draw in (("project", coverage_of_project), ("equipment", coverage_of_equipment)):
        panels.panel(kind, _("Coverage"), draw, 5, key="coverage", eager=True, place="side", icon="shield-check")
    panels.panel(
        "service_request",
        _("Why these terms"),
        considered_for_request,
        60,
        key="terms",
        roles=policies.READERS,
        icon="file-certificate",
    )
    cards.card(
        "contracts-ending",
        _("Contracts ending soon"),
        ending_card,
        roles=policies.WRITERS,
        order=60,
        width="half",
        icon="file-certificate",
        url_name="contracts:list",
    )
