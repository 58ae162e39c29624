"""Reads about retention money, as frozen rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import Q
from django.utils import timezone

from aftercare.contexts.service_requests import public as service_requests
from aftercare.contexts.settlement import policies
from aftercare.contexts.settlement.models import Movement, Retention
from aftercare.contexts.settlement.rules import ledger, terms
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import not_found

MOST_LINES = 500
MOST_AT_ONCE = 5000


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerLine:
    """One movement with what was held and owed after it."""

    on: date
    kind: str
    label: str
    held: Decimal
    payable: Decimal
    held_then: Decimal
    payable_then: Decimal
    reason: str
    is_silent: bool
    request_id: int | None
    request_number: str
    evidence_id: int | None
    evidence_name: str
    is_evidence_shown: bool
    who: str


def retention(retention_id: int, *, by: Actor) -> Retention:
    """
    Return one retention with its project and parties.

    :raises Refused: `not_found`.
    """
    rows = policies.visible_to(by).select_related("project__customer", "holder", "payee")
    row = rows.filter(pk=retention_id).first()
    if row is None:
        raise not_found()
    return row


def own_retention(retention_id: int, *, by: Actor) -> Retention:
    """
    Return one retention of a customer's own.

    :raises Refused: `not_found`.
    """
    row = policies.own(by).select_related("project__customer", "holder", "payee").filter(pk=retention_id).first()
    if row is None:
        raise not_found()
    return row


def ledger_of(retention_id: int) -> list[LedgerLine]:
    """Return the movements in their order, each with the running balances. One query."""
    rows = Movement.objects.filter(retention_id=retention_id).select_related("request", "evidence", "by")
    held = payable = terms.NOTHING
    lines = []
    for row in rows.order_by("pk")[:MOST_LINES]:
        held, payable = held + row.held, payable + row.payable
        lines.append(
            LedgerLine(
                on=row.on,
                kind=row.kind,
                label=row.get_kind_display(),
                held=row.held,
                payable=row.payable,
                held_then=held,
                payable_then=payable,
                reason=row.reason,
                is_silent=row.is_silent,
                request_id=row.request_id,
                request_number=row.request.number if row.request else "",
                evidence_id=row.evidence_id,
                evidence_name=row.evidence.name if row.evidence else "",
                is_evidence_shown=row.evidence is not None and row.evidence.audience == "customer",
                who=row.by.name if row.by else "",
            )
        )
    return lines


def open_interest(row: Retention, so_far: ledger.Account, *, on: date) -> Decimal:
    """Return the interest for paying late that has grown until a day and is not written down yet."""
    if row.status != Retention.Status.PAYABLE or row.due_on is None:
        return terms.NOTHING
    rate = row.interest_percent
    return ledger.interest_due(so_far, pay_by=row.due_on, through=on, annual_percent=rate)


def of_project(project_id: int, *, by: Actor, limit: int = 20) -> list[Retention]:
    """Return a project's retentions with their balances, latest first. One query."""
    rows = policies.visible_to(by).with_balance().filter(project_id=project_id).exclude(status="voided")
    return list(rows.select_related("project", "holder", "payee").order_by("-agreed_at", "-pk")[:limit])


def period_over(today: date) -> Q:
    """Select what is held although the defect-liability period is over; open defects may still block it."""
    return Q(status="held", liable_until__lt=today)


def releasable(today: date) -> Q:
    """Select what can be asked for: the period is over and no warranty matter of the project is open."""
    return period_over(today) & ~Q(project_id__in=service_requests.projects_with_warranty_matters())


def late(today: date) -> Q:
    """Select what has not been verified or paid in time."""
    return Q(status__in=["requested", "payable"], due_on__lt=today)


def pressing(*, by: Actor, now: datetime, limit: int = 6) -> list[Retention]:
    """Return what waits to be requested, verified or paid, the latest first. One query."""
    today = timezone.localdate(now)
    waits = releasable(today) | Q(status__in=["requested", "payable"])
    rows = policies.visible_to(by).with_balance().filter(waits).select_related("project", "payee")
    return list(rows.order_by("due_on", "liable_until", "pk")[:limit])


def late_count(*, by: Actor, now: datetime) -> int:
    """Return how many are late."""
    return policies.visible_to(by).filter(late(timezone.localdate(now))).count()


def unanswered(now: datetime) -> list[int]:
    """Return the requests whose time to answer may be over, wherever it is already tomorrow."""
    return _ids(Q(status="requested", due_on__lt=_furthest(now)))


def unpaid(now: datetime) -> list[int]:
    """Return those whose time to pay may be over, wherever it is already tomorrow."""
    return _ids(Q(status="payable", due_on__lt=_furthest(now)))


def to_tell(now: datetime) -> list[int]:
    """Return those nobody was told about although their period or their time is over."""
    today = _furthest(now)
    return _ids((period_over(today) | late(today)) & Q(told_at__isnull=True))


def waiting_for_acceptance(project_id: int) -> list[int]:
    """Return a project's retentions that are not finished."""
    return _ids(Q(project_id=project_id) & ~Q(status__in=["settled", "voided"]))


def _ids(which: Q) -> list[int]:
    return list(Retention.objects.filter(which).order_by("due_on", "pk").values_list("pk", flat=True)[:MOST_AT_ONCE])


def _furthest(now: datetime) -> date:
    return (now + timedelta(hours=14)).date()
