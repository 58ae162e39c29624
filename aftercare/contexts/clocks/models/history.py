"""What happened to a promise: moments, holds, terms it was counted by, deadlines it had."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from aftercare.contexts.clocks.models.clocks import Clock
from aftercare.contexts.contracts.public import Counting, Moment
from aftercare.platform.audit import tracked


class Milestone(models.Model):
    """When something happened to a record; news comes late and in any order, so every time is kept."""

    subject = models.CharField(max_length=80)
    moment = models.CharField(max_length=12, choices=Moment.choices)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject", "moment", "at"], name="milestone_once")]


class PastTerm(models.Model):
    """What a clock was counted by before other terms came: the minutes used under it stay used."""

    clock = models.ForeignKey(Clock, on_delete=models.CASCADE, related_name="past_terms")
    until = models.DateTimeField()
    priority = models.PositiveSmallIntegerField()
    level = models.ForeignKey("contracts.ServiceLevel", null=True, on_delete=models.PROTECT, related_name="+")
    calendar = models.ForeignKey("calendars.Calendar", on_delete=models.PROTECT, related_name="+")
    calendar_version = models.PositiveIntegerField()
    counting = models.CharField(max_length=8, choices=Counting.choices)
    target_minutes = models.PositiveIntegerField()
    pausing_reasons = ArrayField(models.CharField(max_length=32), default=list)
    ladder = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["clock", "until"], name="past_term_once")]
        ordering = ["until", "id"]


class SolvedSpan(models.Model):
    """The time between "resolved" (or "not needed") and "reopened": nobody worked, nobody waited, it is no pause."""

    clock = models.ForeignKey(Clock, on_delete=models.CASCADE, related_name="solved_spans")
    since = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(until__gte=F("since")), name="solved_order")]
        ordering = ["since", "id"]


@tracked()
class Pause(models.Model):
    """
    A hold, with its cause and who is accountable for it.

    `stops` tells whether the clause lets the reason stop this clock; a hold that does not is kept too, because the
    explanation must say why it did not help. `source` is the record that was held, so that two holds may overlap.
    """

    clock = models.ForeignKey(Clock, on_delete=models.CASCADE, related_name="pauses")
    source = models.CharField(max_length=80)
    reason = models.CharField(max_length=32)
    party = models.CharField(max_length=16)
    note = models.CharField(max_length=500, blank=True)
    # Pictures of the record in `source` that show it.
    evidence = ArrayField(models.BigIntegerField(), default=list)
    stops = models.BooleanField(default=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="pause_order"),
            models.UniqueConstraint(
                fields=["clock", "source"], condition=Q(until__isnull=True), name="one_open_pause_a_source"
            ),
            models.UniqueConstraint(fields=["clock", "source", "since"], name="pause_once"),
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
        indexes = [models.Index(fields=["clock", "at"], name="deadline_change_clock")]
        ordering = ["at", "id"]


class PausedShare(models.Model):
    """How many minutes of its calendar an ended clock stood still for each accountable party; kept by a reaction."""

    clock = models.ForeignKey(Clock, on_delete=models.CASCADE, related_name="paused_shares")
    party = models.CharField(max_length=16)
    minutes = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["clock", "party"], include=["minutes"], name="paused_share_once"),
            models.CheckConstraint(condition=Q(minutes__gt=0), name="paused_share_some"),
        ]
