"""The customer answers."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.feedback import rules
from aftercare.contexts.feedback.models import FollowUp, Survey
from aftercare.platform import outbox, wording
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused
from aftercare.published.feedback import FollowUpOpened, SurveyAnswered


@transaction.atomic
def answer(*, token: str, csat: int, nps: int | None, comment: str, by: Actor, at: datetime) -> Survey:
    """
    Take the customer's answer, once; a low score opens a follow-up. The link's holder is the customer.

    :raises Refused: `not_found`, `gone` when the link expired, `conflict` when it was answered, `bad_score`.
    """
    survey = Survey.objects.locked(token)
    if survey.answered_at is not None:
        raise Refused("conflict", _("This survey has been answered already. Thank you."))
    if at >= survey.expires_at:
        raise Refused("gone", _("This link has expired."))
    if not 1 <= csat <= 5:
        raise Refused("bad_score", _("Choose one to five stars."), field="csat")
    if nps is not None and not 0 <= nps <= 10:
        raise Refused("bad_score", _("Choose a number from 0 to 10."), field="nps")
    survey.csat, survey.nps, survey.answered_at = csat, nps, at
    survey.comment = wording.lines(comment, field="comment", limit=2000)
    survey.save(update_fields=["csat", "nps", "comment", "answered_at"])
    event = SurveyAnswered(
        survey_id=survey.pk,
        work_order_id=survey.work_order_id,
        region_id=survey.region_id,
        customer_id=survey.customer_id,
        csat=csat,
        nps=nps,
        comment=survey.comment,
        at=at,
    )
    outbox.publish(event, about=f"work_order:{survey.work_order_id}", by=by)
    if rules.is_low(csat, nps):
        _open_follow_up(survey, at=at)
    return survey


def _open_follow_up(survey: Survey, *, at: datetime) -> FollowUp:
    """Open the follow-up of a low score; who is told is a reaction's matter."""
    follow_up = FollowUp.objects.create(survey=survey, opened_at=at, due_at=at + rules.TRACE_WITHIN)
    event = FollowUpOpened(
        follow_up_id=follow_up.pk,
        survey_id=survey.pk,
        work_order_id=survey.work_order_id,
        region_id=survey.region_id,
        at=at,
    )
    outbox.publish(event, about=f"work_order:{survey.work_order_id}", by=Actor.system("feedback"))
    return follow_up
