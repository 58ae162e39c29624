"""What accepted work and low scores set in motion."""

from __future__ import annotations

from aftercare.contexts.feedback import notices
from aftercare.contexts.feedback.commands import ask
from aftercare.contexts.feedback.models import FollowUp
from aftercare.platform.actor import Actor
from aftercare.platform.outbox import when
from aftercare.published.feedback import FollowUpOpened
from aftercare.published.work_orders import WorkOrderAccepted


@when(WorkOrderAccepted)
def ask_customer(event: WorkOrderAccepted, by: Actor) -> None:
    """Make the survey of the accepted order, and mail it where there is an address."""
    itself = Actor.system("feedback")
    survey = ask.open_survey(work_order_id=event.work_order_id, by=itself, at=event.at)
    if survey.email:
        ask.send(survey_id=survey.pk, by=itself, at=event.at)


@when(FollowUpOpened)
def tell_managers(event: FollowUpOpened, by: Actor) -> None:
    """Tell the managers of the region about the low score."""
    follow_up = FollowUp.objects.select_related("survey").get(pk=event.follow_up_id)
    notices.low_score(follow_up, at=event.at)
