"""What really happened on site, and the report the customer signed."""

from __future__ import annotations

from typing import Self

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aftercare.contexts.contracts.public import OnSite
from aftercare.platform.audit import tracked
from aftercare.platform.refusal import not_found


class Status(models.TextChoices):
    """Where a visit can be."""

    ASSIGNED = "assigned", pgettext_lazy("visit", "New")
    ACCEPTED = "accepted", pgettext_lazy("visit", "Accepted")
    TRAVELING = "traveling", pgettext_lazy("visit", "On the way")
    ON_SITE = "on_site", pgettext_lazy("visit", "On site")
    DONE = "done", pgettext_lazy("visit", "Work done")
    SIGNED = "signed", pgettext_lazy("visit", "Signed")
    SETTLED = "settled", pgettext_lazy("visit", "Accepted without a signature here")
    REJECTED = "rejected", pgettext_lazy("visit", "Not accepted by the customer")
    CANNOT_COMPLETE = "cannot_complete", pgettext_lazy("visit", "Could not be completed")
    ASSISTED = "assisted", pgettext_lazy("visit", "Helped")
    REFUSED = "refused", pgettext_lazy("visit", "Refused")
    CANCELED = "canceled", pgettext_lazy("visit", "Cancelled")


UNDER_WAY = ("assigned", "accepted", "traveling", "on_site", "done")
OVER = ("signed", "settled", "rejected", "cannot_complete", "assisted", "refused", "canceled")
# What only who leads can come to.
REPORTED = ("done", "signed", "settled", "rejected", "cannot_complete")


class Obstacle(models.TextChoices):
    """What kept the engineer from finishing."""

    WAITING_PARTS = "waiting_parts", _("A part is missing")
    NO_ACCESS = "no_access", _("No access to the site")
    WAITING_CUSTOMER = "waiting_customer", _("The customer has to do something first")
    WAITING_THIRD_PARTY = "waiting_third_party", _("Another company has to do something first")
    WEATHER = "weather", _("Weather or danger on site")
    BEYOND_REPAIR = "beyond_repair", _("It cannot be repaired")


# These only put the work off: somebody comes again when the obstacle is gone.
PUT_OFF = (
    Obstacle.WAITING_PARTS,
    Obstacle.NO_ACCESS,
    Obstacle.WAITING_CUSTOMER,
    Obstacle.WAITING_THIRD_PARTY,
    Obstacle.WEATHER,
)


class Visits(models.QuerySet["Visit"]):
    """Ways to read visits."""

    def locked(self, visit_id: int) -> Visit:
        """
        Return one visit, locked until the transaction ends.

        :raises Refused: `not_found`.
        """
        row = self.select_for_update(of=("self",)).filter(pk=visit_id).first()
        if row is None:
            raise not_found()
        return row

    def under_way(self) -> Self:
        """Keep the ones the engineer still has to do something about."""
        return self.filter(status__in=UNDER_WAY)


# A place is personal data: no copies of it are kept, and the row forgets it after a while (see jobs).
@tracked(exclude=["arrival_lat", "arrival_lon"])
class Visit(models.Model):
    """What really happened in a booking, as the engineer recorded it."""

    booking = models.OneToOneField("dispatch.Booking", on_delete=models.PROTECT, related_name="+")
    work_order = models.ForeignKey("work_orders.WorkOrder", on_delete=models.PROTECT, related_name="+")
    engineer = models.ForeignKey("people.Engineer", on_delete=models.PROTECT, related_name="+")
    status = models.CharField(_("Status"), max_length=16, choices=Status.choices, default=Status.ASSIGNED)
    # Of a crew one leads, reports and takes the signature; the other one helps.
    is_assisting = models.BooleanField(default=False)
    assigned_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    set_out_at = models.DateTimeField(null=True)
    arrived_at = models.DateTimeField(null=True)
    diagnosed_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    signed_at = models.DateTimeField(null=True)
    promised_by = models.DateTimeField(null=True)
    arrival_lat = models.FloatField(null=True)
    arrival_lon = models.FloatField(null=True)
    arrival_distance_m = models.PositiveIntegerField(null=True)
    arrival_note = models.CharField(max_length=300, blank=True)
    work_done = models.CharField(_("Work done"), max_length=4000, blank=True)
    parts_used = models.CharField(_("Parts used"), max_length=2000, blank=True)
    self_check = models.JSONField(default=dict)
    leftovers = models.CharField(_("Left over"), max_length=2000, blank=True)
    signer_name = models.CharField(_("Signed by"), max_length=80, blank=True)
    signature_svg = models.TextField(max_length=200_000, blank=True)
    customer_remark = models.CharField(max_length=1000, blank=True)
    rejected_reason = models.CharField(max_length=500, blank=True)
    refused_reason = models.CharField(max_length=300, blank=True)
    obstacle = models.CharField(_("What was in the way"), max_length=24, choices=Obstacle.choices, blank=True)
    cannot_complete_reason = models.CharField(max_length=500, blank=True)
    ended_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = Visits.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(status__in=[s.value for s in Status]), name="visit_status_known"),
            models.CheckConstraint(
                condition=~Q(status="signed") | (Q(signed_at__isnull=False) & ~Q(signature_svg="")),
                name="signed_has_signature",
            ),
            models.CheckConstraint(
                condition=Q(status__in=list(UNDER_WAY), ended_at__isnull=True)
                | Q(status__in=list(OVER), ended_at__isnull=False),
                name="visit_ended_when_over",
            ),
            models.CheckConstraint(
                condition=~Q(is_assisting=True, status__in=list(REPORTED)) & ~Q(is_assisting=False, status="assisted"),
                name="visit_helper_reports_nothing",
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(arrived_at__isnull=True) | Q(done_at__gte=F("arrived_at")),
                name="done_after_arrival",
            ),
        ]
        indexes = [
            models.Index(fields=["engineer", "status"], name="visit_engineer"),
            models.Index(fields=["engineer", "-ended_at"], name="visit_past", condition=Q(ended_at__isnull=False)),
            models.Index(fields=["work_order", "id"], name="visit_order"),
            models.Index(fields=["arrived_at"], name="visit_placed", condition=Q(arrival_lat__isnull=False)),
        ]

    @property
    def key(self) -> str:
        """Return the name under which events and files know this visit."""
        return f"visit:{self.pk}"

    @property
    def order_key(self) -> str:
        """Return the name of the order's timeline, where what happens on site is told."""
        return f"work_order:{self.work_order_id}"

    def advance(self, status: str, **changes: object) -> None:
        """Write the state a lifecycle gave, with what belongs to the move."""
        self.change(status=status, **changes)

    def change(self, **changes: object) -> None:
        """Write the columns, and count the version up for those who saw the row before."""
        for name, value in changes.items():
            setattr(self, name, value)
        self.version += 1
        self.save(update_fields=[*changes, "version"])


@tracked()
class Reading(models.Model):
    """A value measured on site."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="readings")
    name = models.CharField(_("Reading"), max_length=80)
    value = models.DecimalField(_("Value"), max_digits=16, decimal_places=4)
    unit = models.CharField(_("Unit"), max_length=16, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]

    @property
    def shown(self) -> str:
        """Return the value without idle zeros, with its unit."""
        return f"{self.value.normalize():f} {self.unit}".strip()


@tracked()
class ServiceReport(models.Model):
    """The signed report of a visit as a PDF, and the code by which anybody can verify it."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="reports")
    number = models.CharField(max_length=24)
    language = models.CharField(max_length=8)
    blob = models.ForeignKey("files.Blob", on_delete=models.PROTECT, related_name="+")
    verify_code = models.CharField(max_length=32, unique=True)
    issued_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["visit", "language"], name="one_report_a_language")]

    @property
    def file_name(self) -> str:
        """Return the name under which the report is downloaded."""
        return f"{self.number}-{self.language}.pdf"


class SiteDecision(models.Model):
    """
    What the engineer decided on site without asking, within the limit of the contract that binds; never changed.

    The limit counts for the order as a whole: `before` is what was decided of the same matter on it until then.
    """

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="site_decisions")
    work_order = models.ForeignKey("work_orders.WorkOrder", on_delete=models.PROTECT, related_name="+")
    contract = models.ForeignKey("contracts.ServiceContract", on_delete=models.PROTECT, related_name="+")
    matter = models.CharField(max_length=12, choices=OnSite.choices)
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    before = models.DecimalField(max_digits=12, decimal_places=2)
    limit = models.DecimalField(max_digits=12, decimal_places=2)
    note = models.CharField(max_length=500)
    by_name = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(matter__in=OnSite.values), name="site_decision_known"),
            models.CheckConstraint(condition=Q(amount__gt=0, before__gte=0), name="site_decision_costs"),
            models.CheckConstraint(condition=Q(limit__gte=F("before") + F("amount")), name="site_decision_within"),
            models.CheckConstraint(condition=~Q(note=""), name="site_decision_has_reason"),
            # Two at once both find the same sum: the second of them is refused.
            models.UniqueConstraint(fields=["work_order", "matter", "before"], name="site_decision_in_turn"),
        ]
        triggers = [pgtrigger.Protect(name="site_decision_stays", operation=pgtrigger.Update | pgtrigger.Delete)]
        ordering = ["at", "id"]
