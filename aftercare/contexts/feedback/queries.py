"""Reads: the survey behind a link, an order's survey, low scores that wait."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from aftercare.contexts.feedback import links, policies
from aftercare.contexts.feedback.models import FollowUp, Survey
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import not_found


@dataclass(frozen=True, slots=True)
class Asked:
    """What the survey page shows to whoever holds the link."""

    token: str
    subject: str
    number: str
    engineer: str
    language: str
    contact_name: str
    answered_at: datetime | None
    is_expired: bool
    csat: int | None


@dataclass(frozen=True, slots=True)
class LowScore:
    """One low score that waits to be traced."""

    id: int
    number: str
    subject: str
    customer: str
    csat: int
    nps: int | None
    comment: str
    due_at: datetime
    owner: str


def asked(token: str, *, now: datetime) -> Asked:
    """
    Return what the holder of the link is asked about.

    :raises Refused: `not_found`.
    """
    row = Survey.objects.select_related("work_order").filter(token=token).first()
    if row is None:
        raise not_found()
    return Asked(
        token=token,
        subject=row.work_order.subject,
        number=row.work_order.number,
        engineer=row.work_order.engineer_name,
        language=row.language,
        contact_name=row.contact_name,
        answered_at=row.answered_at,
        is_expired=now >= row.expires_at,
        csat=row.csat,
    )


def survey_of(work_order_id: int, *, by: Actor) -> Survey | None:
    """Return the survey of an order, when there is one the actor may see."""
    rows = policies.visible_to(by).select_related("follow_up", "follow_up__owner")
    return rows.filter(work_order_id=work_order_id).first()


def surveys_of_request(request_id: int, *, by: Actor) -> list[Survey]:
    """Return the surveys of a request's orders the actor may see, the latest first."""
    rows = policies.visible_to(by).select_related("work_order", "follow_up")
    return list(rows.filter(work_order__request_id=request_id).order_by("-id")[:10])


def address_of(survey: Survey) -> str:
    """Return the full address of the survey's page."""
    return links.address_of(survey.token)


def follow_up(follow_up_id: int, *, by: Actor) -> FollowUp:
    """
    Return a follow-up the actor may see, with its survey and order.

    :raises Refused: `not_found`.
    """
    rows = policies.visible_follow_ups(by).select_related("survey__work_order", "survey__customer", "owner")
    found = rows.filter(pk=follow_up_id).first()
    if found is None:
        raise not_found()
    return found


def low_scores(*, by: Actor, limit: int = 6) -> list[LowScore]:
    """Return the open follow-ups the actor may see, the most urgent first."""
    rows = policies.visible_follow_ups(by).open().select_related("survey__work_order", "survey__customer", "owner")
    return [
        LowScore(
            id=row.pk,
            number=row.survey.work_order.number,
            subject=row.survey.work_order.subject,
            customer=str(row.survey.customer or ""),
            csat=row.survey.csat or 0,
            nps=row.survey.nps,
            comment=row.survey.comment,
            due_at=row.due_at,
            owner=row.owner.name if row.owner else "",
        )
        for row in rows.order_by("due_at", "id")[:limit]
    ]


def low_scores_count(*, by: Actor) -> int:
    """Return how many low scores wait, counted up to 100."""
    return policies.visible_follow_ups(by).open()[:100].count()


def to_pass_on(*, by: Actor, now: datetime, limit: int = 6) -> list[Survey]:
    """Return the surveys whose link nobody has given to the customer, the oldest first."""
    rows = policies.visible_to(by).filter(sent_at__isnull=True, answered_at__isnull=True, expires_at__gt=now, email="")
    return list(rows.select_related("work_order", "customer").order_by("due_at", "id")[:limit])
