"""Reads about concessions."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth import get_user_model

from aftercare.contexts.concessions import mandates, policies
from aftercare.contexts.concessions.models import ApprovalLimit, Concession, Concessions, Delegation
from aftercare.contexts.people import public as people
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import not_found

MOST_AT_ONCE = 1000
RELATED = ("request", "request__region", "request__customer", "clock", "asked_by", "decided_by", "decided_for")


def concession(concession_id: int, *, by: Actor) -> Concession:
    """
    Return one concession with its request, its promise and its people.

    :raises Refused: `not_found`.
    """
    row = policies.visible_to(by).select_related(*RELATED).filter(pk=concession_id).first()
    if row is None:
        raise not_found()
    return row


def of_clock(clock_id: int, *, by: Actor, limit: int = 20) -> list[Concession]:
    """Return what was asked about a promise, latest first. One query."""
    rows = policies.visible_to(by).filter(clock_id=clock_id).select_related("asked_by")
    return list(rows.order_by("-asked_at", "-pk")[:limit])


def of_request(request_id: int, *, by: Actor, limit: int = 20) -> list[Concession]:
    """Return what was asked about a request's promises, latest first. One query."""
    rows = policies.visible_to(by).filter(request_id=request_id).select_related("clock", "asked_by")
    return list(rows.order_by("-asked_at", "-pk")[:limit])


def mine_to_decide(*, by: Actor, now: datetime) -> Concessions:
    """Return what waits for the actor's decision."""
    return policies.visible_to(by).filter(policies.deciding(by, at=now))


def to_escalate(now: datetime) -> list[int]:
    """Return what nobody decided in time and nobody was told of, longest first."""
    rows = Concession.objects.filter(state="asked", escalates_at__isnull=False, escalates_at__lte=now)
    return list(rows.order_by("escalates_at", "pk").values_list("pk", flat=True)[:MOST_AT_ONCE])


def deciders(row: Concession, *, at: datetime) -> list[tuple[ApprovalLimit, list[str]]]:
    """Return each level that may decide, with the names of who stands on it here or decides in their place."""
    found = []
    for limit in mandates.limits():
        if limit.level >= row.needed_level:
            ids = mandates.approvers(limit, region_id=row.request.region_id, asker_id=row.asked_by_id, at=at)
            found.append((limit, _names(ids)))
    return found


def _names(user_ids: list[int]) -> list[str]:
    return list(get_user_model().objects.filter(pk__in=user_ids).order_by("name", "pk").values_list("name", flat=True))


def delegations(user_id: int, *, limit: int = 50) -> list[Delegation]:
    """Return what a login has given and been given, latest first."""
    rows = Delegation.objects.select_related("giver", "taker")
    both = rows.filter(giver_id=user_id) | rows.filter(taker_id=user_id)
    return list(both.order_by("-given_at", "-pk")[:limit])


def colleagues(actor: Actor) -> list[tuple[int, str]]:
    """Return the open logins of the office, without the actor, as choices by name."""
    rows = get_user_model().objects.filter(pk__in=people.office_in(None)).exclude(pk=actor.id or 0)
    return list(rows.order_by("name", "pk").values_list("pk", "name"))
