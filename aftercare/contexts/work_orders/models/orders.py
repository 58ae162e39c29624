"""The work order itself."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.work_orders import rules
from aftercare.contexts.work_orders.models.procedures import FailureCode, Procedure
from aftercare.contexts.work_orders.models.words import OPEN, Kind, Status
from aftercare.platform.audit import tracked
from aftercare.platform.refusal import not_found


class WorkOrders(models.QuerySet["WorkOrder"]):
    """Ways to read work orders."""

    def open(self) -> Self:
        """Keep the ones not yet accepted, closed or given up."""
        return self.filter(status__in=OPEN)

    def locked(self, work_order_id: int) -> WorkOrder:
        """
        Return one order, locked until the transaction ends.

        :raises Refused: `not_found`.
        """
        row = self.select_for_update(of=("self",)).filter(pk=work_order_id).first()
        if row is None:
            raise not_found()
        return row


@tracked()
class WorkOrder(models.Model):
    """A promise to put something right; it may take several visits."""

    number = models.CharField(_("Number"), max_length=24, unique=True)
    kind = models.CharField(_("Kind"), max_length=16, choices=Kind.choices, default=Kind.REPAIR)
    status = models.CharField(_("Status"), max_length=16, choices=Status.choices, default=Status.DRAFT)
    subject = models.CharField(_("Subject"), max_length=200)
    description = models.TextField(_("Task"), max_length=10_000, blank=True)
    request = models.ForeignKey(
        "service_requests.ServiceRequest", null=True, on_delete=models.PROTECT, related_name="+"
    )
    follow_up_of = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="follow_ups")
    customer = models.ForeignKey(
        "organisations.Organisation", null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("Customer")
    )
    project = models.ForeignKey("installed_base.Project", null=True, on_delete=models.PROTECT, related_name="+")
    equipment = models.ForeignKey(
        "installed_base.Equipment", null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("Equipment")
    )
    region = models.ForeignKey(
        "people.Region", null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("Region")
    )
    place = models.CharField(_("Place"), max_length=200, blank=True)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    zone = models.CharField(max_length=64, default="Asia/Shanghai")
    contact_name = models.CharField(_("Contact"), max_length=80, blank=True)
    contact_phone = models.CharField(_("Phone"), max_length=32, blank=True)
    category = models.ForeignKey(
        "service_requests.RequestCategory",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("Category"),
    )
    priority = models.PositiveSmallIntegerField(_("Priority"), default=3)
    coverage = models.CharField(_("Coverage"), max_length=20, blank=True)
    procedure = models.ForeignKey(Procedure, null=True, on_delete=models.PROTECT, related_name="+")
    estimated_minutes = models.PositiveIntegerField(_("Estimated time"), default=90)
    # Some work legally needs two: at height, on high voltage, in confined spaces.
    crew_size = models.PositiveSmallIntegerField(_("Engineers needed"), default=1)
    earliest_at = models.DateTimeField(_("Not before"), null=True)
    # The running promises of the request, kept by a reaction; None while paused or kept.
    arrive_by = models.DateTimeField(_("On site by"), null=True)
    resolve_by = models.DateTimeField(_("Promised by"), null=True)
    # Repairs must be diagnosed before they may be worked on.
    needs_diagnosis = models.BooleanField(default=True)
    failure_mode = models.ForeignKey(FailureCode, null=True, on_delete=models.PROTECT, related_name="+")
    failure_mechanism = models.ForeignKey(FailureCode, null=True, on_delete=models.PROTECT, related_name="+")
    failure_cause = models.ForeignKey(FailureCode, null=True, on_delete=models.PROTECT, related_name="+")
    diagnosis = models.CharField(_("Diagnosis"), max_length=2000, blank=True)
    diagnosed_at = models.DateTimeField(null=True)
    result = models.CharField(_("Work done"), max_length=4000, blank=True)
    cannot_complete_reason = models.CharField(max_length=500, blank=True)
    opened_at = models.DateTimeField(_("Opened"))
    begun_at = models.DateTimeField(null=True)
    restored_at = models.DateTimeField(null=True)
    completed_at = models.DateTimeField(_("Completed"), null=True)
    accepted_at = models.DateTimeField(_("Accepted"), null=True)
    closed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    # Kept by reactions to what happens downstream.
    engineer_name = models.CharField(_("Engineer"), max_length=160, blank=True)
    scheduled_start_at = models.DateTimeField(_("Appointment"), null=True)
    scheduled_end_at = models.DateTimeField(null=True)
    engineers_booked = models.PositiveSmallIntegerField(default=0)
    visit_count = models.PositiveSmallIntegerField(default=0)
    search = SearchVectorField(null=True)

    objects = WorkOrders.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(status__in=[s.value for s in Status]), name="order_status_known"),
            models.CheckConstraint(condition=Q(kind__in=[k.value for k in Kind]), name="order_kind_known"),
            models.CheckConstraint(condition=Q(priority__range=(1, 4)), name="order_priority"),
            models.CheckConstraint(condition=Q(estimated_minutes__range=(5, 14_400)), name="order_estimate"),
            models.CheckConstraint(condition=Q(crew_size__in=[1, 2]), name="order_crew"),
            models.CheckConstraint(condition=~Q(follow_up_of=F("id")), name="order_not_its_own_follow_up"),
            models.CheckConstraint(
                condition=~Q(status__in=["completed", "accepted", "closed"]) | Q(completed_at__isnull=False),
                name="completed_has_time",
            ),
        ]
        indexes = [
            GinIndex(fields=["search"], name="order_search"),
            models.Index(fields=["-opened_at", "-id"], name="order_latest"),
            models.Index(fields=["status", "-opened_at", "-id"], name="order_status"),
            models.Index(fields=["region", "status", "-opened_at", "-id"], name="order_region"),
            models.Index(fields=["customer", "-opened_at", "-id"], name="order_customer"),
            models.Index(fields=["equipment", "-opened_at"], name="order_equipment"),
            models.Index(fields=["request"], name="order_request"),
            models.Index(fields=["resolve_by"], name="order_promise", condition=Q(status__in=list(OPEN))),
            models.Index(
                fields=["region", "priority", "opened_at"], name="order_to_dispatch", condition=Q(status="unscheduled")
            ),
            models.Index(fields=["scheduled_start_at"], name="order_appointment", condition=Q(status__in=list(OPEN))),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """Return the order's page."""
        return reverse("work_orders:detail", args=[self.pk])

    @property
    def key(self) -> str:
        """Return the name under which events and files know this order."""
        return f"work_order:{self.pk}"

    @property
    def missing(self) -> int:
        """Return how many of the crew are still to be booked, once the first one is."""
        return rules.missing(self.crew_size, self.engineers_booked, self.status)

    @property
    def promised_by(self) -> datetime | None:
        """Return the promise that comes next: on site, then put right."""
        return self.arrive_by or self.resolve_by
