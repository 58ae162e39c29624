"""What was promised: service contracts, their scope, their clauses and the times they name."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aftercare.platform.audit import tracked
from aftercare.platform.refusal import not_found


class Counting(models.TextChoices):
    """How minutes are counted."""

    WORKING = "working", _("Working time")
    CALENDAR = "calendar", _("Around the clock")


class Promise(models.TextChoices):
    """The moments a service level may name."""

    ACKNOWLEDGE = "acknowledge", _("Acknowledge")
    RESPOND = "respond", _("Respond")
    ARRIVE = "arrive", _("Arrive")
    RESOLVE = "resolve", _("Resolve")


class Contracts(models.QuerySet["ServiceContract"]):
    """Ways to read contracts."""

    def locked(self, contract_id: int) -> ServiceContract:
        """
        Return one contract, locked until the transaction ends.

        :raises Refused: `not_found`.
        """
        row = self.select_for_update(of=("self",)).filter(pk=contract_id).first()
        if row is None:
            raise not_found()
        return row

    def in_force(self, on: date) -> Self:
        """Keep the ones that bind on a day."""
        return self.filter(status="active", starts_on__lte=on, ends_on__gte=on)


class HoldReason(models.TextChoices):
    """Why a matter may wait; a clause says which of these stop a clock."""

    WAITING_CUSTOMER = "waiting_customer", _("Waiting for the customer")
    WAITING_PARTS = "waiting_parts", _("Waiting for parts")
    WAITING_THIRD_PARTY = "waiting_third_party", _("Waiting for a third party")
    NO_ACCESS = "no_access", _("No access to the site")
    WEATHER = "weather", _("Weather or force majeure")
    INTERNAL = "internal", _("Own capacity")


class HoldParty(models.TextChoices):
    """Who is accountable for the waiting."""

    CUSTOMER = "customer", _("Customer")
    COMPANY = "company", _("Service company")
    SUPPLIER = "supplier", _("Supplier")
    THIRD_PARTY = "third_party", _("Third party")
    NOBODY = "nobody", _("Nobody (force majeure)")


@tracked()
class ServiceContract(models.Model):
    """A promise to a customer for a term; the one without a customer is everybody's standard terms."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        ACTIVE = "active", _("In force")
        ENDED = "ended", pgettext_lazy("contract", "Ended")

    number = models.CharField(_("Number"), max_length=24, unique=True)
    name = models.CharField(_("Name"), max_length=160)
    customer = models.ForeignKey(
        "organisations.Organisation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("Customer"),
    )
    status = models.CharField(_("Status"), max_length=8, choices=Status.choices, default=Status.DRAFT)
    starts_on = models.DateField(pgettext_lazy("contract", "From"))
    ends_on = models.DateField(pgettext_lazy("contract", "To"))
    calendar = models.ForeignKey(
        "calendars.Calendar", on_delete=models.PROTECT, related_name="+", verbose_name=_("Calendar")
    )
    is_default = models.BooleanField(default=False)
    # Part of the promised time after which the people responsible are warned.
    warn_percent = models.PositiveSmallIntegerField(_("Warn at"), default=75)
    note = models.TextField(_("Note"), max_length=2000, blank=True)
    search = SearchVectorField(null=True)

    objects = Contracts.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="contract_term"),
            models.UniqueConstraint(fields=["is_default"], condition=Q(is_default=True), name="one_standard_terms"),
            models.CheckConstraint(
                condition=Q(is_default=True, customer__isnull=True) | Q(is_default=False, customer__isnull=False),
                name="only_standard_terms_are_everybodys",
            ),
            models.CheckConstraint(condition=Q(warn_percent__range=(1, 99)), name="contract_warn_percent"),
            models.CheckConstraint(condition=Q(status__in=["draft", "active", "ended"]), name="contract_status_known"),
        ]
        indexes = [
            GinIndex(fields=["search"], name="contract_search"),
            models.Index(fields=["customer", "-ends_on"], name="contract_customer"),
            models.Index(fields=["ends_on", "id"], name="contract_in_force", condition=Q(status="active")),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def key(self) -> str:
        """Return the name under which events and panels know this contract."""
        return f"contract:{self.pk}"


@tracked()
class ContractScope(models.Model):
    """A project or a piece of equipment the contract covers; no rows mean everything of the customer."""

    contract = models.ForeignKey(ServiceContract, on_delete=models.CASCADE, related_name="scope")
    project = models.ForeignKey("installed_base.Project", null=True, on_delete=models.PROTECT, related_name="+")
    equipment = models.ForeignKey("installed_base.Equipment", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(project__isnull=False, equipment__isnull=True)
                | Q(project__isnull=True, equipment__isnull=False),
                name="scope_names_one_thing",
            ),
            models.UniqueConstraint(
                fields=["contract", "project", "equipment"], nulls_distinct=False, name="scope_once"
            ),
        ]


@tracked()
class Clause(models.Model):
    """A numbered clause of a contract, quoted wherever it decides something."""

    contract = models.ForeignKey(ServiceContract, on_delete=models.CASCADE, related_name="clauses")
    number = models.CharField(_("Clause"), max_length=16)
    title = models.CharField(_("Title"), max_length=120)
    text = models.TextField(_("Text"), max_length=4000, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contract", "number"], name="clause_number_once")]
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


@tracked()
class ServiceLevel(models.Model):
    """One time a clause promises for a priority."""

    contract = models.ForeignKey(ServiceContract, on_delete=models.CASCADE, related_name="levels")
    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="levels")
    priority = models.PositiveSmallIntegerField(_("Priority"))
    promise = models.CharField(_("Promise"), max_length=12, choices=Promise.choices)
    target_minutes = models.PositiveIntegerField(_("Promised time"))
    counting = models.CharField(_("Counted in"), max_length=8, choices=Counting.choices, default=Counting.WORKING)
    # The hold reasons that stop this clock.
    pausing_reasons = ArrayField(models.CharField(max_length=32), default=list, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "priority", "promise"], name="level_once"),
            models.CheckConstraint(condition=Q(priority__range=(1, 4)), name="level_priority"),
            models.CheckConstraint(condition=Q(target_minutes__range=(1, 525_600)), name="level_target"),
            models.CheckConstraint(condition=Q(promise__in=[p.value for p in Promise]), name="level_promise_known"),
            models.CheckConstraint(condition=Q(counting__in=[c.value for c in Counting]), name="level_counting_known"),
        ]
        ordering = ["priority", "target_minutes"]
