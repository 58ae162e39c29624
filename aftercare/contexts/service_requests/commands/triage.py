"""Assess a matter: its nature, urgency, coverage, and the way forward."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.service_requests import policies, rules
from aftercare.contexts.service_requests.commands import covering
from aftercare.contexts.service_requests.commands.acknowledge import settle
from aftercare.contexts.service_requests.commands.opening import move, root, write
from aftercare.contexts.service_requests.commands.register import known_category, known_kind
from aftercare.contexts.service_requests.models import RemoteOutcome, ServiceRequest
from aftercare.platform import outbox, wording
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused
from aftercare.published.service_requests import RequestTriaged

_FIELDS = (
    "kind", "category", "urgency", "impact", "priority", "is_emergency", *covering.JUDGED,
    "remote_outcome", "remote_note", "needs_visit", "triaged_at", "responded_at", "acknowledged_at", "owner",
)  # fmt: skip


@transaction.atomic
def triage(
    *,
    request_id: int,
    kind: str,
    category_id: int | None = None,
    urgency: int,
    impact: int,
    is_emergency: bool | None = None,
    coverage: str = "",
    coverage_reason: str = "",
    remote_outcome: str = RemoteOutcome.NOT_TRIED,
    remote_note: str = "",
    needs_visit: bool,
    seen_version: int | None = None,
    by: Actor,
    at: datetime,
) -> ServiceRequest:
    """
    Settle kind, category, priority, coverage and the way forward; taking the matter on is part of it.

    Without a coverage the contract's own judgement stands; another one needs a reason. With `seen_version`,
    somebody who decided on an old page is told.
    :raises Refused: `not_found`, `not_allowed`, `wrong_state`, `stale`, `unknown`, `missing`, `contradiction`.
    """
    row = root(request_id, by=by)
    policies.may_triage(row, by=by).or_refuse()
    if seen_version is not None and seen_version != row.version:
        raise Refused("stale", _("Somebody changed this request in the meantime; reload and decide again."))
    if needs_visit and remote_outcome == RemoteOutcome.SOLVED:
        raise Refused("contradiction", _("Solved remotely, so no visit is needed."), field="needs_visit")
    row.kind, row.category_id = known_kind(kind), known_category(category_id)
    if is_emergency is not None:
        row.is_emergency = is_emergency
    row.urgency, row.impact = urgency, impact
    row.priority = rules.priority_of(urgency, impact, is_emergency=row.is_emergency)
    covering.judge(row, coverage, coverage_reason)
    row.remote_outcome = _known_outcome(remote_outcome)
    row.remote_note = wording.lines(remote_note, field="remote_note", limit=1000)
    row.needs_visit = needs_visit
    move(row, "triage")
    if row.acknowledged_at is None:
        settle(row, by=by, at=at)
    row.triaged_at = at
    row.responded_at = row.responded_at or at
    write(row, *_FIELDS)
    outbox.publish(_told(row, at), about=row.key, by=by)
    return row


def _known_outcome(outcome: str) -> str:
    if outcome not in RemoteOutcome.values:
        raise Refused("unknown", _("Choose what remote diagnosis came to."), field="remote_outcome")
    return outcome


def _told(row: ServiceRequest, at: datetime) -> RequestTriaged:
    return RequestTriaged(
        request_id=row.pk,
        kind=row.kind,
        category_id=row.category_id,
        priority=row.priority,
        coverage=row.coverage,
        remote_outcome=row.remote_outcome,
        needs_visit=bool(row.needs_visit),
        at=at,
    )
