"""Running promises: when each must be kept, what paused it, and what became of it."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.contracts.public import Counting, Promise
from aftercare.platform.audit import tracked


@tracked()
class Clock(models.Model):
    """One promise about one record, counted against a calendar."""

    class State(models.TextChoices):
        RUNNING = "running", _("Running")
        PAUSED = "paused", _("Paused")
        MET = "met", _("Kept")
        MISSED = "missed", _("Broken")
        CANCELED = "canceled", _("Cancelled")

    subject = models.CharField(max_length=80)
    promise = models.CharField(max_length=12, choices=Promise.choices)
    state = models.CharField(max_length=8, choices=State.choices, default=State.RUNNING)
    level = models.ForeignKey("contracts.ServiceLevel", null=True, on_delete=models.PROTECT, related_name="+")
    calendar = models.ForeignKey("calendars.Calendar", on_delete=models.PROTECT, related_name="+")
    calendar_version = models.PositiveIntegerField()
    region = models.ForeignKey("people.Region", null=True, on_delete=models.PROTECT, related_name="+")
    customer = models.ForeignKey("organisations.Organisation", null=True, on_delete=models.PROTECT, related_name="+")
    priority = models.PositiveSmallIntegerField()
    counting = models.CharField(max_length=8, choices=Counting.choices)
    target_minutes = models.PositiveIntegerField()
    pausing_reasons = ArrayField(models.CharField(max_length=32), default=list)
    started_at = models.DateTimeField()
    # Unknown while paused: nobody knows how long.
    due_at = models.DateTimeField(null=True)
    warn_at = models.DateTimeField(null=True)
    is_provisional = models.BooleanField(default=False)
    warned_at = models.DateTimeField(null=True)
    breached_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "promise"], condition=Q(state__in=["running", "paused"]), name="one_open_clock"
            ),
            models.CheckConstraint(condition=Q(due_at__isnull=True) | Q(due_at__gte=F("started_at")), name="due_later"),
            models.CheckConstraint(
                condition=Q(state__in=["met", "missed", "canceled"], stopped_at__isnull=False)
                | Q(state__in=["running", "paused"], stopped_at__isnull=True),
                name="clock_stopped_when_over",
            ),
            models.CheckConstraint(condition=~Q(state="running") | Q(due_at__isnull=False), name="running_has_due"),
        ]
        indexes = [
            models.Index(fields=["subject", "promise"], name="clock_subject"),
            models.Index(
                fields=["warn_at"], name="clock_to_warn", condition=Q(state="running", warned_at__isnull=True)
            ),
            models.Index(
                fields=["due_at"], name="clock_to_breach", condition=Q(state="running", breached_at__isnull=True)
            ),
        ]


@tracked()
class Pause(models.Model):
    """A stretch that does not count, with its cause and who is accountable for it."""

    clock = models.ForeignKey(Clock, on_delete=models.CASCADE, related_name="pauses")
    reason = models.CharField(max_length=32)
    party = models.CharField(max_length=16)
    note = models.CharField(max_length=500, blank=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="pause_order"),
            models.UniqueConstraint(fields=["clock"], condition=Q(until__isnull=True), name="one_open_pause"),
        ]
        ordering = ["since", "id"]


class DeadlineChange(models.Model):
    """Every deadline a clock ever had, and why it moved."""

    clock = models.ForeignKey(Clock, on_delete=models.CASCADE, related_name="changes")
    at = models.DateTimeField()
    old_due_at = models.DateTimeField(null=True)
    new_due_at = models.DateTimeField(null=True)
    calendar_version = models.PositiveIntegerField()
    reason = models.CharField(max_length=48)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["at", "id"]
