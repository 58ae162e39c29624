"""Write down which customers were asked, and what they answered."""

from __future__ import annotations

from aftercare.contexts.insights.models import SurveyFact
from aftercare.published.feedback import SurveyAnswered, SurveySent


def note_survey_sent(event: SurveySent) -> None:
    """Count a customer as asked."""
    asked = {
        "work_order_id": event.work_order_id,
        "region_id": event.region_id,
        "customer_id": event.customer_id,
        "sent_at": event.at,
    }
    SurveyFact.objects.update_or_create(survey_id=event.survey_id, defaults=asked)


def note_survey_answered(event: SurveyAnswered) -> None:
    """Write down the answer; a customer who answers before the sending is noted was asked then."""
    answer = {"answered_at": event.at, "csat": event.csat, "nps": event.nps}
    SurveyFact.objects.update_or_create(
        survey_id=event.survey_id,
        defaults=answer,
        create_defaults={
            **answer,
            "work_order_id": event.work_order_id,
            "region_id": event.region_id,
            "customer_id": event.customer_id,
            "sent_at": event.at,
        },
    )
