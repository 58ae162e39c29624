"""Plans: what the engine proposes for a region and some days, until somebody publishes it or throws it away."""

from __future__ import annotations

from typing import Any, Self

from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aftercare.platform.audit import tracked
from aftercare.platform.refusal import not_found


class PlanStatus(models.TextChoices):
    """Where a plan can be."""

    WAITING = "waiting", pgettext_lazy("plan", "Queued")
    WORKING = "working", _("Being planned")
    READY = "ready", _("Ready to look at")
    PUBLISHED = "published", _("Published")
    DISCARDED = "discarded", _("Discarded")
    FAILED = "failed", pgettext_lazy("plan", "Failed")


class Cause(models.TextChoices):
    """Why somebody plans."""

    OPTIMISE = "optimise", _("Optimise")
    ILLNESS = "illness", _("An engineer drops out")
    NO_SHOW = "no_show", _("Nobody on site")
    OVERRUN = "overrun", _("Work takes longer")
    EMERGENCY = "emergency", pgettext_lazy("plan", "Emergency")
    MENDING = "mending", pgettext_lazy("plan", "Around an edit")


class Change(models.TextChoices):
    """What a plan does to a visit."""

    KEPT = "kept", _("Stays")
    RETIMED = "retimed", _("Another time")
    MOVED = "moved", _("Another engineer")
    GAINED = "gained", _("Newly booked")
    LOST = "lost", _("No longer booked")
    LEFT_OUT = "left_out", _("Still waits")


# What changes the live plan when it is published.
CHANGES = ("retimed", "moved", "gained", "lost")
# The engine has not come to an end with these.
UNDER_WAY = ("waiting", "working")
NOBODY = ("lost", "left_out")


class Plans(models.QuerySet["Plan"]):
    """Ways to read plans."""

    def locked(self, plan_id: int) -> Plan:
        """
        Return one plan, locked until the transaction ends.

        :raises Refused: `not_found`.
        """
        row = self.select_for_update(of=("self",)).filter(pk=plan_id).first()
        if row is None:
            raise not_found()
        return row


@tracked(exclude=["progress", "beat_at"])
class Plan(models.Model):
    """One proposal for a region and some days; until it is published the bookings know nothing of it."""

    region = models.ForeignKey("people.Region", on_delete=models.PROTECT, related_name="+")
    cause = models.CharField(max_length=12, choices=Cause.choices, default=Cause.OPTIMISE)
    # What the cause is about: an engineer, a booking, an order, until when.
    about: Any = models.JSONField(default=dict)
    first_on = models.DateField()
    days = models.PositiveSmallIntegerField(default=1)
    profile = models.CharField(max_length=20)
    # Engineers thought away, overtime thought allowed: such a plan answers a question and is never published.
    is_what_if = models.BooleanField(default=False)
    assumed: Any = models.JSONField(default=dict)
    seconds = models.PositiveSmallIntegerField()
    seed = models.PositiveIntegerField(default=1)
    status = models.CharField(
        _("Status"), max_length=12, choices=PlanStatus.choices, default=PlanStatus.WAITING
    )  # fmt: skip
    progress: Any = models.JSONField(default=dict)
    beat_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    trouble = models.CharField(max_length=300, blank=True)
    # The state the plan was made from: engine, speeds and their version, what could not be planned.
    inputs: Any = models.JSONField(default=dict)
    figures: Any = models.JSONField(default=dict)
    asked_by = models.CharField(max_length=80)
    asked_by_id = models.BigIntegerField(null=True)
    asked_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    ready_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=80, blank=True)
    ended_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = Plans.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(status__in=[s.value for s in PlanStatus]), name="plan_status_known"),
            models.CheckConstraint(condition=Q(cause__in=[c.value for c in Cause]), name="plan_cause_known"),
            models.CheckConstraint(condition=Q(days__gte=1, days__lte=7), name="plan_days_few"),
            models.CheckConstraint(
                condition=~Q(is_what_if=True, status="published"), name="plan_what_if_never_published"
            ),
            models.CheckConstraint(
                condition=~Q(status="published") | Q(ended_at__isnull=False), name="plan_published_at_a_moment"
            ),
            # Ten quick edits are mended together.
            models.UniqueConstraint(
                fields=["region", "first_on"],
                condition=Q(cause="mending", status="waiting"),
                name="plan_mending_waits_once",
            ),
        ]
        indexes = [
            models.Index(fields=["region", "-id"], name="plan_region"),
            models.Index(fields=["id"], condition=Q(status__in=list(UNDER_WAY)), name="plan_under_way"),
            models.Index(fields=["first_on", "region"], condition=Q(cause="mending"), name="plan_mending"),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def key(self) -> str:
        """Return the name under which events and live screens know this plan."""
        return f"plan:{self.pk}"

    def change(self, **fields: Any) -> Self:
        """Write the fields and count the change."""
        for name, value in fields.items():
            setattr(self, name, value)
        self.version += 1
        self.save(update_fields=[*fields, "version"])
        return self


class PlannedVisit(models.Model):
    """What a plan says of one visit: where it stands today, where it would stand, why, and who later knew better."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="visits")
    work_order = models.ForeignKey("work_orders.WorkOrder", on_delete=models.PROTECT, related_name="+")
    booking = models.ForeignKey("dispatch.Booking", null=True, on_delete=models.PROTECT, related_name="+")
    change = models.CharField(max_length=8, choices=Change.choices)
    engineer = models.ForeignKey("people.Engineer", null=True, on_delete=models.PROTECT, related_name="+")
    during = DateTimeRangeField(null=True)
    was_engineer = models.ForeignKey("people.Engineer", null=True, on_delete=models.PROTECT, related_name="+")
    was_during = DateTimeRangeField(null=True)
    # How many the order needs together, and which of those it waits for this one is.
    crew_size = models.PositiveSmallIntegerField(default=1)
    nth = models.PositiveSmallIntegerField(default=1)
    # The version of the booking, or of the order that waits, from which the plan was made.
    seen_version = models.PositiveIntegerField()
    inputs: Any = models.JSONField(default=dict)
    reasons: Any = models.JSONField(default=dict)
    overridden_by = models.CharField(max_length=80, blank=True)
    overridden_at = models.DateTimeField(null=True)
    overridden_to: Any = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(change__in=[c.value for c in Change]), name="planned_change_known"),
            models.CheckConstraint(
                condition=Q(change__in=list(NOBODY), engineer__isnull=True, during__isnull=True)
                | Q(~Q(change__in=list(NOBODY)), engineer__isnull=False, during__isnull=False),
                name="planned_somebody_sometime",
            ),
            models.UniqueConstraint(
                fields=["plan", "booking"], condition=Q(booking__isnull=False), name="planned_booking_once"
            ),
            models.UniqueConstraint(
                fields=["plan", "work_order", "nth"], condition=Q(booking__isnull=True), name="planned_order_once"
            ),
            models.UniqueConstraint(
                fields=["plan", "work_order", "engineer"],
                condition=Q(booking__isnull=True, engineer__isnull=False),
                name="planned_crew_of_two",
            ),
            models.CheckConstraint(
                condition=Q(crew_size__in=[1, 2], nth__gte=1, nth__lte=F("crew_size")), name="planned_crew_no_larger"
            ),
        ]
        indexes = [models.Index(fields=["booking"], name="planned_booking")]
