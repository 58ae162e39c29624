"""Who takes part in a contract, what it includes, what it leaves out, and what may be decided on site."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aftercare.contexts.contracts.models.content import Clause
from aftercare.contexts.contracts.models.contracts import ServiceContract
from aftercare.platform.audit import tracked


class PartyRole(models.TextChoices):
    """What a party is in a contract, besides the customer it is made with."""

    PAYER = "payer", _("Payer")
    USER = "user", _("User of the equipment")
    PROVIDER = "provider", _("Service provider")
    SUBCONTRACTOR = "subcontractor", _("Subcontractor")
    SUPPLIER = "supplier", _("Supplier")
    GUARANTOR = "guarantor", _("Guarantor")
    SUPERVISOR = "supervisor", _("Supervisor")


class OnSite(models.TextChoices):
    """What an engineer may have to decide on site."""

    REPAIR = "repair", _("Repair at once, without a quotation")
    PART = "part", _("Replace a part")
    EXTRA_WORK = "extra_work", _("Do more than was ordered")
    GOODWILL = "goodwill", _("Charge nothing")


class EntitlementKind(models.TextChoices):
    """What a contract includes in a year of its term."""

    VISITS = "visits", _("Visits")
    HOURS = "hours", pgettext_lazy("entitlement", "Working hours")
    PARTS_VALUE = "parts_value", _("Parts (value)")


@tracked()
class ContractParty(models.Model):
    """A party with its role."""

    contract = models.ForeignKey(ServiceContract, on_delete=models.CASCADE, related_name="parties")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=16, choices=PartyRole.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "organisation", "role"], name="party_role_once"),
            models.CheckConstraint(condition=Q(role__in=[r.value for r in PartyRole]), name="party_role_known"),
        ]


@tracked()
class Exclusion(models.Model):
    """Something the contract does not cover, in the words of a clause."""

    contract = models.ForeignKey(ServiceContract, on_delete=models.CASCADE, related_name="exclusions")
    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="exclusions")
    name = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contract", "name"], name="exclusion_once")]


@tracked()
class AuthorityLimit(models.Model):
    """Up to which amount an engineer decides something on site without asking."""

    contract = models.ForeignKey(ServiceContract, on_delete=models.CASCADE, related_name="limits")
    decision = models.CharField(max_length=12, choices=OnSite.choices)
    amount = models.DecimalField(max_digits=12, decimal_places=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "decision"], name="limit_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="limit_positive"),
            models.CheckConstraint(condition=Q(decision__in=[d.value for d in OnSite]), name="limit_decision_known"),
        ]


@tracked()
class Entitlement(models.Model):
    """What is included in each year of the contract's term."""

    contract = models.ForeignKey(ServiceContract, on_delete=models.CASCADE, related_name="entitlements")
    kind = models.CharField(max_length=12, choices=EntitlementKind.choices)
    per_year = models.DecimalField(pgettext_lazy("entitlement", "A year"), max_digits=12, decimal_places=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "kind"], name="entitlement_once"),
            models.CheckConstraint(condition=Q(per_year__gt=0), name="entitlement_positive"),
            models.CheckConstraint(
                condition=Q(kind__in=[k.value for k in EntitlementKind]), name="entitlement_kind_known"
            ),
        ]
