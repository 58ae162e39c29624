"""What a version of a contract says: its scope, its clauses and the times they name."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.contracts.models.contracts import ServiceContract
from aftercare.contexts.contracts.models.words import Counting, Moment, Promise
from aftercare.contexts.contracts.rules.moments import MOMENTS
from aftercare.platform.audit import tracked


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


def _fits() -> Q:
    """Return the condition for moments that a promise may count between."""
    fitting = Q()
    for promise, (begins, ends) in MOMENTS.items():
        fitting |= Q(promise=promise, begins__in=begins, ends__in=ends)
    return fitting


@tracked()
class ServiceLevel(models.Model):
    """One time a clause promises for a priority."""

    contract = models.ForeignKey(ServiceContract, on_delete=models.CASCADE, related_name="levels")
    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="levels")
    priority = models.PositiveSmallIntegerField(_("Priority"))
    promise = models.CharField(_("Promise"), max_length=12, choices=Promise.choices)
    target_minutes = models.PositiveIntegerField(_("Promised time"))
    counting = models.CharField(_("Counted in"), max_length=8, choices=Counting.choices, default=Counting.WORKING)
    begins = models.CharField(_("Counts from"), max_length=12, choices=Moment.choices)
    ends = models.CharField(_("Counts to"), max_length=12, choices=Moment.choices)
    # The hold reasons that stop this clock.
    pausing_reasons = ArrayField(models.CharField(max_length=32), default=list, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "priority", "promise"], name="level_once"),
            models.CheckConstraint(condition=Q(priority__range=(1, 4)), name="level_priority"),
            models.CheckConstraint(condition=Q(target_minutes__range=(1, 525_600)), name="level_target"),
            models.CheckConstraint(condition=Q(promise__in=[p.value for p in Promise]), name="level_promise_known"),
            models.CheckConstraint(condition=Q(counting__in=[c.value for c in Counting]), name="level_counting_known"),
            models.CheckConstraint(condition=_fits(), name="level_moments_fit"),
        ]
        ordering = ["priority", "target_minutes"]
