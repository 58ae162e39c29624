"""How long an engineer may leave a job unanswered."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from aftercare.platform.audit import tracked
from aftercare.platform.web import signs

LONGEST = 20_160


@tracked()
class AnswerTime(models.Model):
    """When an engineer is asked again, and when the dispatchers hear that nobody answers, by priority."""

    priority = models.PositiveSmallIntegerField(_("Priority"), choices=signs.priority_choices, unique=True)
    remind_minutes = models.PositiveIntegerField(_("Remind the engineer after (minutes)"))
    tell_minutes = models.PositiveIntegerField(_("Tell the dispatchers after (minutes)"))
    in_shift = models.BooleanField(_("Count only the engineer's shift"), default=True)
    # Off from the start: who goes is a person's decision unless the company says otherwise.
    sends_on = models.BooleanField(_("Send to the next best by itself"), default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(priority__range=(1, 4)), name="answer_priority"),
            models.CheckConstraint(
                condition=Q(remind_minutes__gte=1)
                & Q(tell_minutes__gt=F("remind_minutes"))
                & Q(tell_minutes__lte=LONGEST),
                name="answer_reminds_before_it_tells",
                violation_error_message=_("Tell the dispatchers later than the engineer, within 14 days."),
            ),
        ]
        ordering = ["priority"]

    def __str__(self) -> str:
        return str(self.get_priority_display())
