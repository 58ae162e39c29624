"""What the engine answered when somebody asked whom to send, and what was made of it."""

from __future__ import annotations

from typing import Any

from django.db import models


class Advice(models.Model):
    """One answer: the best places at that moment with their reasons, why not the others, and who was sent at last."""

    work_order = models.ForeignKey("work_orders.WorkOrder", on_delete=models.PROTECT, related_name="+")
    # Best first: engineer, start_at, end_at, extra_minutes, detour_minutes, late_minutes.
    places: Any = models.JSONField()
    # Why not the others: engineer id to code.
    against: Any = models.JSONField(default=dict)
    inputs: Any = models.JSONField(default=dict)
    asked_by = models.CharField(max_length=80)
    asked_by_id = models.BigIntegerField(null=True)
    asked_at = models.DateTimeField()
    booking = models.ForeignKey("dispatch.Booking", null=True, on_delete=models.SET_NULL, related_name="+")
    # Somebody sent another engineer than the best.
    is_overridden = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["work_order", "-asked_at"], name="advice_order")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_overridden=False) | models.Q(booking__isnull=False),
                name="advice_overridden_by_a_booking",
            )
        ]
