"""Running promises: when each must be kept, what paused it, and what became of it."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aftercare.contexts.contracts.public import Counting, Moment, Promise
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


class Milestone(models.Model):
    """When something happened to a record; news comes late and in any order, so every time is kept."""

    subject = models.CharField(max_length=80)
    moment = models.CharField(max_length=12, choices=Moment.choices)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject", "moment", "at"], name="milestone_once")]


# What a level gives a clock, and another level takes from it.
TERMS = ("priority", "level_id", "calendar_id", "counting", "target_minutes", "pausing_reasons", "ladder")


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


from aftercare.contexts.clocks.granted import Extension as Extension  # noqa: E402 - tables in a file of their own
from aftercare.contexts.clocks.granted import Waiver as Waiver  # noqa: E402
