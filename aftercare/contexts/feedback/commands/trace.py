"""Trace a low score to its cause."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.feedback import policies
from aftercare.contexts.feedback.lifecycle import FOLLOW_UP
from aftercare.contexts.feedback.models import FollowUp
from aftercare.platform import outbox, wording
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused
from aftercare.published.feedback import FollowUpDone


@transaction.atomic
def take(*, follow_up_id: int, by: Actor, at: datetime) -> FollowUp:
    """
    Take the follow-up on; it shows who traces it.

    :raises Refused: `not_found`, `not_allowed`, or `wrong_state` when it is done.
    """
    follow_up = policies.visible_follow_ups(by).locked(follow_up_id)
    policies.may_trace(follow_up, "take", by=by).or_refuse()
    if follow_up.owner_id not in {None, by.id}:
        raise Refused("conflict", _("A colleague has taken this one already."))
    follow_up.owner_id = by.id
    follow_up.save(update_fields=["owner"])
    return follow_up


@transaction.atomic
def complete(*, follow_up_id: int, cause: str, action: str, by: Actor, at: datetime) -> FollowUp:
    """
    Name the cause and what was done about it.

    :raises Refused: `not_found`, `not_allowed`, `wrong_state` when it is done, or `missing` naming the field.
    """
    follow_up = policies.visible_follow_ups(by).locked(follow_up_id)
    policies.may_trace(follow_up, "complete", by=by).or_refuse()
    follow_up.cause = wording.lines(cause, field="cause", limit=500)
    follow_up.action = wording.lines(action, field="action", limit=1000)
    if not follow_up.cause:
        raise Refused("missing", _("Name the cause of the low score."), field="cause")
    if not follow_up.action:
        raise Refused("missing", _("Write what was done about it."), field="action")
    follow_up.status = FOLLOW_UP.after(follow_up.status, "complete")
    follow_up.done_at = at
    follow_up.owner_id = follow_up.owner_id or by.id
    follow_up.save(update_fields=["cause", "action", "status", "done_at", "owner"])
    event = FollowUpDone(
        follow_up_id=follow_up.pk,
        survey_id=follow_up.survey_id,
        work_order_id=follow_up.survey.work_order_id,
        cause=follow_up.cause,
        at=at,
    )
    outbox.publish(event, about=f"work_order:{follow_up.survey.work_order_id}", by=by)
    return follow_up
