"""The closed lists of requests: what they are about, how they came in, where they are, who pays."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What the customer wants."""

    FAULT = "fault", _("Fault report")
    CONSULTATION = "consultation", _("Question")
    MAINTENANCE = "maintenance", _("Maintenance need")
    COMPLAINT = "complaint", _("Complaint")
    SUGGESTION = "suggestion", _("Suggestion")
    PRAISE = "praise", _("Praise")


class Source(models.TextChoices):
    """The way it came in."""

    HOTLINE = "hotline", _("Hotline")
    QR = "qr", _("Label scan")
    PORTAL = "portal", _("Customer portal")
    EMAIL = "email", _("E-mail")
    API = "api", _("API")
    FOLLOW_UP = "follow_up", _("Follow-up")
    CAMPAIGN = "campaign", _("Own initiative")
    IMPORT = "import", _("Imported history")


class Status(models.TextChoices):
    """Where a request can be."""

    NEW = "new", _("New")
    ACKNOWLEDGED = "acknowledged", _("Acknowledged")
    IN_PROGRESS = "in_progress", _("In progress")
    PENDING = "pending", _("Waiting")
    RESOLVED = "resolved", _("Resolved")
    CLOSED = "closed", _("Closed")
    CANCELED = "canceled", _("Cancelled")
    MERGED = "merged", _("Merged")


OPEN = ("new", "acknowledged", "in_progress", "pending")


class Coverage(models.TextChoices):
    """Who pays, as judged at triage."""

    STATUTORY = "statutory_warranty", _("Statutory warranty")
    WARRANTY = "contract_warranty", _("Contract warranty")
    CONTRACT = "service_contract", _("Service contract")
    GOODWILL = "goodwill", _("Goodwill")
    CHARGEABLE = "chargeable", _("Chargeable")


class RemoteOutcome(models.TextChoices):
    """What remote diagnosis came to."""

    NOT_TRIED = "not_tried", _("Not tried")
    SOLVED = "solved", _("Solved remotely")
    VISIT_NEEDED = "visit_needed", _("Visit needed")
    UNREACHABLE = "unreachable", _("Customer not reached")
