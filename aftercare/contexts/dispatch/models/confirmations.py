"""What the customer was told of an appointment, and what they said to it."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aftercare.platform.audit import tracked


class Word(models.TextChoices):
    """What became of what the customer was told."""

    ASKED = "asked", _("Customer has not answered")
    CONFIRMED = "confirmed", _("Confirmed by the customer")
    WISHED = "wished", _("Customer asks for another time")
    FALLEN = "fallen", pgettext_lazy("appointment", "Does not take place")


@tracked()
class Confirmation(models.Model):
    """The window in which the customer was told to expect the engineer; one for a booking, renewed when it moves."""

    booking = models.OneToOneField("dispatch.Booking", on_delete=models.PROTECT, related_name="confirmation")
    status = models.CharField(_("Status"), max_length=9, choices=Word.choices, default=Word.ASKED)
    window_start = models.DateTimeField()
    window_end = models.DateTimeField()
    engineer_name = models.CharField(max_length=80)
    language = models.CharField(max_length=8)
    told_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=80, blank=True)
    wish = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(window_end__gt=F("window_start")), name="confirmation_window"),
            models.CheckConstraint(condition=Q(status__in=Word.values), name="confirmation_status_known"),
            models.CheckConstraint(
                condition=~Q(status__in=["confirmed", "wished"]) | Q(answered_at__isnull=False),
                name="confirmation_answered",
            ),
            models.CheckConstraint(condition=~Q(status="wished") | ~Q(wish=""), name="confirmation_wish_said"),
        ]

    def __str__(self) -> str:
        return f"confirmation:{self.pk}"

    def write(self, **fields: Any) -> Self:
        """Write the fields."""
        for name, value in fields.items():
            setattr(self, name, value)
        self.save(update_fields=list(fields))
        return self
