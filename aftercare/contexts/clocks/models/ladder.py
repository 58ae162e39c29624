"""At which part of the promised time who is warned."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from aftercare.platform.audit import tracked


class Audience(models.TextChoices):
    """Who hears of a step of the ladder."""

    CARER = "carer", pgettext_lazy("audience", "Whoever handles the matter")
    ENGINEER = "engineer", pgettext_lazy("audience", "The engineer of the order")
    DISPATCHER = "dispatcher", pgettext_lazy("audience", "Dispatchers of the region")
    MANAGER = "manager", pgettext_lazy("audience", "Service managers of the region")


@tracked()
class WarningStep(models.Model):
    """A step of a contract's warning ladder: at which part of the promised time who is told."""

    contract = models.ForeignKey("contracts.ServiceContract", on_delete=models.PROTECT, related_name="+")
    percent = models.PositiveSmallIntegerField()
    audiences = ArrayField(models.CharField(max_length=12, choices=Audience.choices))
    # Everybody finds it in the inbox; by e-mail only where the step is worth one.
    by_mail = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "percent"], name="warning_step_once"),
            models.CheckConstraint(condition=Q(percent__range=(1, 500)), name="warning_step_percent"),
            models.CheckConstraint(
                condition=Q(audiences__contained_by=Audience.values) & ~Q(audiences=[]), name="warning_step_audience"
            ),
        ]
        ordering = ["percent"]
