"""Running promises: when each must be kept, and what became of it."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.contracts.public import Counting, Moment, Promise
from aftercare.platform.audit import tracked


@tracked()
class BreachCause(models.Model):
    """Why promises are broken: the company's own list."""

    code = models.SlugField(_("Code"), max_length=32, unique=True)
    name = models.CharField(_("Name"), max_length=80)
    is_active = models.BooleanField(_("In use"), default=True)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


# Promises broken and not fallen away, of which nobody has said why. History rests on no level: nobody can say any more.
UNCAUSED = Q(breached_at__isnull=False, cause__isnull=True, level__isnull=False) & ~Q(state="canceled")


# What the sweep writes says nothing that the events do not say; copies of it would be most of the audit.
@tracked(exclude=["ladder", "alarms_at", "alarms_told", "next_alarm_at", "breached_at"])
class Clock(models.Model):
    """
    One promise about one record, counted against a calendar.

    `due_at`, `alarms_at`, `state` and `breached_at` are reckoned anew from the start, the terms and the stops each time
    something happens; nothing is ever added to them.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Not begun")
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
    # [percent, audiences] of each warning, as the contract said when the clock took its terms, with "inbox" behind it
    # where no e-mail is sent; one of them is 100.
    ladder = models.JSONField(default=list)
    # The moments it counts from and to. Until the first has come, `started_at` is when the record began.
    begins = models.CharField(max_length=12, choices=Moment.choices)
    ends = models.CharField(max_length=12, choices=Moment.choices)
    has_begun = models.BooleanField(default=True)
    started_at = models.DateTimeField()
    # Unknown while paused: nobody knows how long.
    due_at = models.DateTimeField(null=True)
    is_provisional = models.BooleanField(default=False)
    # The first moment of each step of the ladder, how many are told, and the moment of the next.
    alarms_at = ArrayField(models.DateTimeField(null=True), default=list)
    alarms_told = models.PositiveSmallIntegerField(default=0)
    next_alarm_at = models.DateTimeField(null=True)
    breached_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    # Why the promise was broken, once somebody has found out.
    cause = models.ForeignKey("BreachCause", null=True, on_delete=models.PROTECT, related_name="+")
    cause_note = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "promise"],
                condition=Q(state__in=["waiting", "running", "paused"]),
                name="one_open_clock",
            ),
            models.CheckConstraint(condition=Q(due_at__isnull=True) | Q(due_at__gte=F("started_at")), name="due_later"),
            models.CheckConstraint(
                condition=Q(state__in=["met", "missed", "canceled"], stopped_at__isnull=False)
                | Q(state__in=["waiting", "running", "paused"], stopped_at__isnull=True),
                name="clock_stopped_when_over",
            ),
            models.CheckConstraint(condition=~Q(state="running") | Q(due_at__isnull=False), name="running_has_due"),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "running", "paused", "met", "missed", "canceled"]),
                name="clock_state_known",
            ),
            models.CheckConstraint(condition=Q(target_minutes__range=(1, 525_600)), name="clock_target"),
            models.CheckConstraint(
                condition=Q(has_begun=True) & ~Q(state="waiting")
                | Q(has_begun=False, state__in=["waiting", "canceled"], due_at__isnull=True),
                name="waiting_until_begun",
            ),
            models.CheckConstraint(
                condition=~Q(state="running") | Q(breached_at__isnull=False) | Q(next_alarm_at__isnull=False),
                name="unbroken_clock_has_an_alarm",
            ),
            models.CheckConstraint(
                condition=Q(cause__isnull=True, cause_note="") | Q(cause__isnull=False, breached_at__isnull=False),
                name="only_a_breach_has_a_cause",
            ),
        ]
        indexes = [
            models.Index(fields=["subject", "promise"], name="clock_subject"),
            models.Index(
                fields=["next_alarm_at"],
                name="clock_to_alarm",
                condition=Q(state="running", next_alarm_at__isnull=False),
            ),
            models.Index(fields=["-due_at", "id"], name="clock_uncaused", condition=UNCAUSED),
            models.Index(fields=["due_at", "id"], name="clock_open", condition=Q(state__in=["running", "paused"])),
            models.Index(fields=["calendar", "id"], name="clock_recount", condition=Q(state__in=["running", "paused"])),
            models.Index(fields=["customer", "-started_at"], name="clock_customer"),
            # The results of a contract are counted from the index alone.
            models.Index(
                fields=["contract", "started_at"],
                include=["promise", "priority", "state", "breached_at"],
                name="clock_contract",
                condition=Q(contract__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number or self.subject} {self.get_promise_display()}"

    @property
    def is_over(self) -> bool:
        """Tell whether the promise was kept, broken for good, or fell away."""
        return self.state not in ("waiting", "running", "paused")


# What a level gives a clock, and another level takes from it.
TERMS = ("priority", "level_id", "calendar_id", "counting", "target_minutes", "pausing_reasons", "ladder")
