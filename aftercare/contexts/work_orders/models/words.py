"""The fixed words of work orders: kinds, states, reasons."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


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
    SCHEDULED = "scheduled", _("Scheduled")
    IN_PROGRESS = "in_progress", _("In progress")
    ON_HOLD = "on_hold", _("On hold")
    COMPLETED = "completed", _("Completed")
    ACCEPTED = "accepted", _("Accepted")
    CLOSED = "closed", _("Closed")
    CANNOT_COMPLETE = "cannot_complete", _("Cannot be completed")
    CANCELED = "canceled", _("Cancelled")


OPEN = ("draft", "unscheduled", "scheduled", "in_progress", "on_hold", "completed")


class HoldReason(models.TextChoices):
    """Why work stopped; the contract says whether the reason stops a clock."""

    WAITING_CUSTOMER = "waiting_customer", _("Waiting for the customer")
    WAITING_PARTS = "waiting_parts", _("Waiting for parts")
    WAITING_THIRD_PARTY = "waiting_third_party", _("Waiting for a third party")
    NO_ACCESS = "no_access", _("No access to the site")
    WEATHER = "weather", _("Weather or force majeure")
    INTERNAL = "internal", _("Own capacity")


class Party(models.TextChoices):
    """Who is accountable for a hold."""

    CUSTOMER = "customer", _("Customer")
    COMPANY = "company", _("Service company")
    SUPPLIER = "supplier", _("Supplier")
    THIRD_PARTY = "third_party", _("Third party")
    NOBODY = "nobody", _("Nobody (force majeure)")


class StepKind(models.TextChoices):
    """How a step is answered."""

    CHECK = "check", _("Check")
    NUMBER = "number", _("Number")
    PHOTO = "photo", _("Photo")
    TEXT = "text", _("Text")
