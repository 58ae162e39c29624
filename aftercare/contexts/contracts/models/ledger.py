"""What was used of what a contract includes: entries that are never changed."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from aftercare.contexts.contracts.models.contracts import ServiceContract
from aftercare.contexts.contracts.models.parts import EntitlementKind


class EntitlementEntry(models.Model):
    """
    One use of an entitlement, or the counter entry that takes it back.

    It belongs to the first version of the contract: an amendment changes what is included, not what was used.
    `chargeable` is the part of `quantity` that went beyond what was left of the year when it was entered.
    """

    contract = models.ForeignKey(ServiceContract, on_delete=models.PROTECT, related_name="ledger")
    kind = models.CharField(max_length=12, choices=EntitlementKind.choices)
    year = models.PositiveSmallIntegerField()
    quantity = models.DecimalField(max_digits=12, decimal_places=2)
    chargeable = models.DecimalField(max_digits=12, decimal_places=2)
    used_on = models.DateField()
    # The record it was used for, under the name events know it by.
    subject = models.CharField(max_length=80, blank=True)
    # The first entry of a record is 1; each correction of it counts on.
    turn = models.PositiveSmallIntegerField(default=1, db_default=1)
    note = models.CharField(max_length=300, blank=True)
    reverses = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="reversal")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(reverses=None, quantity__gt=0, chargeable__gte=0, chargeable__lte=F("quantity"))
                | Q(reverses__isnull=False, quantity__lt=0, chargeable__lte=0, chargeable__gte=F("quantity")),
                name="entry_signs",
            ),
            models.CheckConstraint(condition=Q(year__gte=1), name="entry_year"),
            models.CheckConstraint(condition=Q(kind__in=[k.value for k in EntitlementKind]), name="entry_kind_known"),
            models.UniqueConstraint(
                fields=["contract", "kind", "subject", "turn"],
                condition=Q(reverses=None) & ~Q(subject=""),
                name="entry_once_a_subject",
            ),
        ]
        indexes = [
            models.Index(fields=["contract", "kind", "year"], name="entry_balance"),
            models.Index(fields=["subject", "kind"], name="entry_subject", condition=~Q(subject="")),
        ]
        triggers = [pgtrigger.Protect(name="ledger_append_only", operation=pgtrigger.Update | pgtrigger.Delete)]
