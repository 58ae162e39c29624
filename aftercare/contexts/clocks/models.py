"""Running promises: when each must be kept, what paused it, and what became of it."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.contracts.public import Counting, Promise
from aftercare.platform.audit import tracked


# What the sweep writes says nothing that the events do not say; copies of it would be most of the audit.
@tracked(exclude=["warn_at", "warned_at", "breached_at"])
class Clock(models.Model):
    """
    One promise about one record, counted against a calendar.

    `due_at`, `warn_at`, `state` and `breached_at` are reckoned anew from the start, the terms and the stops each time
    something happens; nothing is ever added to them.
    """

    class State(models.TextChoices):
        RUNNING = "running", _("Running")
        PAUSED = "paused", _("Paused")
        MET = "met", _("Kept")
        MISSED = "missed", _("Broken")
        CANCELED = "canceled", _("Cancelled")

    subject = models.CharField(max_length=80)
    # The subject's number, for lists; the clock does not know what kind of record it is about.
    number = models.CharField(_("Number"), max_length=24, blank=True)
    promise = models.CharField(max_length=12, choices=Promise.choices)
    state = models.CharField(max_length=8, choices=State.choices, default=State.RUNNING)
    # The contract that binds; the level is the standard terms' where the contract is silent.
    contract = models.ForeignKey("contracts.ServiceContract", null=True, on_delete=models.PROTECT, related_name="+")
    level = models.ForeignKey("contracts.ServiceLevel", null=True, on_delete=models.PROTECT, related_name="+")
    calendar = models.ForeignKey("calendars.Calendar", on_delete=models.PROTECT, related_name="+")
    calendar_version = models.PositiveIntegerField()
    region = models.ForeignKey("people.Region", null=True, on_delete=models.PROTECT, related_name="+")
    customer = models.ForeignKey("organisations.Organisation", null=True, on_delete=models.PROTECT, related_name="+")
    priority = models.PositiveSmallIntegerField()
    counting = models.CharField(max_length=8, choices=Counting.choices)
    target_minutes = models.PositiveIntegerField()
    pausing_reasons = ArrayField(models.CharField(max_length=32), default=list)
    warn_percent = models.PositiveSmallIntegerField(default=75)
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
            models.CheckConstraint(
                condition=Q(state__in=["running", "paused", "met", "missed", "canceled"]), name="clock_state_known"
            ),
            models.CheckConstraint(condition=Q(target_minutes__range=(1, 525_600)), name="clock_target"),
            models.CheckConstraint(condition=Q(warn_percent__range=(1, 99)), name="clock_warn_percent"),
        ]
        indexes = [
            models.Index(fields=["subject", "promise"], name="clock_subject"),
            models.Index(
                fields=["warn_at"], name="clock_to_warn", condition=Q(state="running", warned_at__isnull=True)
            ),
            models.Index(
                fields=["due_at"], name="clock_to_breach", condition=Q(state="running", breached_at__isnull=True)
            ),
            models.Index(fields=["due_at", "id"], name="clock_open", condition=Q(state__in=["running", "paused"])),
            models.Index(fields=["calendar", "id"], name="clock_recount", condition=Q(state__in=["running", "paused"])),
            models.Index(fields=["customer", "-started_at"], name="clock_customer"),
        ]

    def __str__(self) -> str:
        return f"{self.number or self.subject} {self.get_promise_display()}"

    @property
    def is_over(self) -> bool:
        """Tell whether the promise was kept, broken for good, or fell away."""
        return self.state not in ("running", "paused")


# What a level gives a clock, and another level takes from it.
TERMS = ("priority", "level_id", "calendar_id", "counting", "target_minutes", "pausing_reasons", "warn_percent")


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
    warn_percent = models.PositiveSmallIntegerField(default=75)

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
