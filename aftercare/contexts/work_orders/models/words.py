"""The fixed words of work orders: kinds, states, reasons."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.contracts.public import HoldParty, HoldReason

__all__ = ["OPEN", "HoldParty", "HoldReason", "Kind", "Status", "StepKind"]


class Kind(models.TextChoices):
    """What an order is for."""

    REPAIR = "repair", _("Repair")
    MAINTENANCE = "maintenance", _("Maintenance")
    INSPECTION = "inspection", _("Inspection")
    FOLLOW_UP = "follow_up", _("Follow-up")


class Status(models.TextChoices):
    """Where an order can be."""

    DRAFT = "draft", _("Draft")
    UNSCHEDULED = "unscheduled", _("Waiting for dispatch")
    SCHEDULED = "scheduled", _("Engineer assigned")
    IN_PROGRESS = "in_progress", _("In progress")
    ON_HOLD = "on_hold", _("On hold")
    COMPLETED = "completed", _("Work finished")
    ACCEPTED = "accepted", _("Accepted by the customer")
    CLOSED = "closed", _("Archived")
    CANNOT_COMPLETE = "cannot_complete", _("Cannot be completed")
    CANCELED = "canceled", _("Cancelled")


OPEN = ("draft", "unscheduled", "scheduled", "in_progress", "on_hold", "completed")


class StepKind(models.TextChoices):
    """How a step is answered."""

    CHECK = "check", _("Check")
    NUMBER = "number", _("Reading")
    PHOTO = "photo", _("Photo")
    TEXT = "text", _("Text")
