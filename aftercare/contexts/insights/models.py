"""Facts for the figures: filled from events, replayable, never joined with live tables."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aftercare.platform.audit import tracked


class RequestFact(models.Model):
    """One request with the moments that figures are made of; names are kept as they were."""

    request_id = models.BigIntegerField(unique=True)
    number = models.CharField(max_length=24)
    source_system = models.CharField(max_length=32, blank=True)
    kind = models.CharField(max_length=16)
    priority = models.PositiveSmallIntegerField()
    region_id = models.BigIntegerField(null=True)
    region = models.CharField(max_length=80, blank=True)
    customer_id = models.BigIntegerField(null=True)
    category_id = models.BigIntegerField(null=True)
    category = models.CharField(max_length=80, blank=True)
    category_group = models.CharField(max_length=60, blank=True)
    equipment_id = models.BigIntegerField(null=True)
    status = models.CharField(max_length=16)
    received_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True)
    responded_at = models.DateTimeField(null=True)
    arrived_at = models.DateTimeField(null=True)
    resolved_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    # The one deadline an imported history may carry.
    due_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["received_at", "region_id"], name="request_fact_when"),
            models.Index(fields=["source_system", "received_at"], name="request_fact_source"),
        ]


class ClockFact(models.Model):
    """One promise that came due or was kept."""

    clock_id = models.BigIntegerField(unique=True)
    subject = models.CharField(max_length=80)
    # The request the promise was about, when it was about one.
    request_id = models.BigIntegerField(null=True)
    promise = models.CharField(max_length=12)
    region_id = models.BigIntegerField(null=True)
    customer_id = models.BigIntegerField(null=True)
    priority = models.PositiveSmallIntegerField()
    due_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    is_met = models.BooleanField(null=True)
    paused_minutes = models.PositiveIntegerField(default=0)
    # What the pauses were for: [[reason, accountable party, minutes], ...].
    pauses = models.JSONField(default=list)

    class Meta:
        indexes = [
            models.Index(fields=["due_at", "region_id"], name="clock_fact_due"),
            models.Index(fields=["request_id"], name="clock_fact_request"),
        ]


class OrderFact(models.Model):
    """One order from the day it was opened: when the engineer came, when it was done, whether it stayed fixed."""

    work_order_id = models.BigIntegerField(unique=True)
    number = models.CharField(max_length=24)
    request_id = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=16)
    region_id = models.BigIntegerField(null=True)
    customer_id = models.BigIntegerField(null=True)
    equipment_id = models.BigIntegerField(null=True)
    category_id = models.BigIntegerField(null=True)
    failure_mode_id = models.BigIntegerField(null=True)
    visits = models.PositiveSmallIntegerField(default=0)
    is_planned_follow_up = models.BooleanField(default=False)
    # A later order on the same equipment and failure mode restates this one.
    repeated_by_id = models.BigIntegerField(null=True)
    # The end of the promised window and the first arrival in it.
    promised_by = models.DateTimeField(null=True)
    arrived_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["completed_at", "region_id"], name="order_fact_when"),
            models.Index(fields=["promised_by", "region_id"], name="order_fact_promised"),
            models.Index(
                fields=["equipment_id", "failure_mode_id", "completed_at"],
                name="order_fact_repeat",
                condition=Q(equipment_id__isnull=False),
            ),
        ]


class SurveyFact(models.Model):
    """One survey sent, and its answer."""

    survey_id = models.BigIntegerField(unique=True)
    work_order_id = models.BigIntegerField()
    region_id = models.BigIntegerField(null=True)
    customer_id = models.BigIntegerField(null=True)
    sent_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    csat = models.PositiveSmallIntegerField(null=True)
    nps = models.PositiveSmallIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["sent_at", "region_id"], name="survey_fact_when")]


@tracked()
class Target(models.Model):
    """What the company wants a figure to reach; a figure without a row here has the trade's usual target."""

    code = models.SlugField(_("Figure"), max_length=32, unique=True)
    value = models.DecimalField(_("Target"), max_digits=8, decimal_places=2)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(value__range=(-100, 100_000)), name="target_sane")]

    def __str__(self) -> str:
        return self.code
