"""What managers are told about low scores."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from aftercare.contexts.feedback.models import FollowUp
from aftercare.contexts.people import public as people
from aftercare.contexts.work_orders import public as work_orders
from aftercare.platform.actor import Role
from aftercare.platform.notify.telling import Message, tell


def low_score(follow_up: FollowUp, *, at: datetime) -> None:
    """Tell the region's service managers that a customer was not satisfied."""
    survey = follow_up.survey
    order = work_orders.order_card(survey.work_order_id)

    def said() -> Message:
        words = _("Low score %(csat)d of 5: %(subject)s")
        return Message(
            title=words % {"csat": survey.csat or 0, "subject": order.subject},
            body=survey.comment or order.number,
            url=reverse("feedback:follow_up", args=[follow_up.pk]),
        )

    _tell(follow_up, "low", at, said)


def late(follow_up: FollowUp, *, at: datetime) -> None:
    """Tell them that nobody has traced it within the day."""
    order = work_orders.order_card(follow_up.survey.work_order_id)

    def said() -> Message:
        return Message(
            title=_("Not traced within 24 hours: %(subject)s") % {"subject": order.subject},
            body=order.number,
            url=reverse("feedback:follow_up", args=[follow_up.pk]),
        )

    _tell(follow_up, "late", at, said)


def _tell(follow_up: FollowUp, what: str, at: datetime, said: Callable[[], Message]) -> None:
    managers = people.users_with(Role.SERVICE_MANAGER, region_id=follow_up.survey.region_id)
    key = f"{follow_up.key}:{what}"
    tell(managers, kind=f"feedback.{what}", message=said, dedupe=key, at=at, about=follow_up.key)
