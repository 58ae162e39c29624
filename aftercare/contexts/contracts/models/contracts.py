"""Contracts as versions: who promised what to whom, for which term, and what took its place."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import ExpressionWrapper, F, Func, Q, Value
from django.db.models.functions import Coalesce, Greatest, Least
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aftercare.platform.audit import tracked
from aftercare.platform.refusal import not_found


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
        """
        Keep the ones that bind on a day, or did; of a contract that is at most one version.

        A contract ended early bound to the end of the day on which it was ended.
        """
        bound = Q(status="active") | Q(status="ended", ended_on__gte=on)
        return self.filter(bound, starts_on__lte=on, ends_on__gte=on).unreplaced(on)

    def unreplaced(self, on: date) -> Self:
        """Leave out the versions whose place another had taken by a day."""
        return self.filter(Q(bound_until__isnull=True) | Q(bound_until__gte=on))


def _family() -> Func:
    """Return a range holding just the first version's number: a plain GiST index compares ranges."""
    first = Coalesce(F("original_id"), F("id"))
    return Func(first, first, Value("[]"), function="int8range")


def _binding() -> Func:
    """
    Return the days a version binds: to the end of its term, until an amendment took its place, or it was ended.

    The range is empty for a version that was ended before it began.
    """
    last = Least(F("ends_on"), F("bound_until"), F("ended_on"))
    after = ExpressionWrapper(last + Value(1), output_field=models.DateField())
    return Func(F("starts_on"), Greatest(F("starts_on"), after), Value("[)"), function="daterange")


def reminders() -> list[int]:
    """Return how many days before the end somebody is reminded, unless the contract says otherwise."""
    return [90, 60, 30]


@tracked(exclude=["reminded_days"])
class ServiceContract(models.Model):
    """
    One version of a promise to a customer for a term; the one without a customer is everybody's standard terms.

    A contract in force never changes: an amendment makes the next version, which takes its place from a day on. So a
    request or a clock that names a contract names the words it was judged by.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        ACTIVE = "active", _("In force")
        ENDED = "ended", pgettext_lazy("contract", "Ended")

    number = models.CharField(_("Number"), max_length=24)
    version = models.PositiveSmallIntegerField(_("Version"), default=1)
    # The first version of the same contract, and the one whose place this one takes.
    original = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="later_versions")
    amends = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="amendment")
    amendment_number = models.CharField(_("Amendment no."), max_length=40, blank=True)
    amendment_reason = models.CharField(_("Reason"), max_length=300, blank=True)
    amendment_summary = models.TextField(_("What changes"), max_length=1000, blank=True)
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
    # The last day before an amendment took this version's place.
    bound_until = models.DateField(null=True)
    calendar = models.ForeignKey(
        "calendars.Calendar", on_delete=models.PROTECT, related_name="+", verbose_name=_("Calendar")
    )
    is_default = models.BooleanField(default=False)
    # Part of the promised time after which the people responsible are warned.
    warn_percent = models.PositiveSmallIntegerField(_("Warn at"), default=75)
    # The contract whose promises this one goes on with, and who is told in time that it ends.
    renewal_of = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="renewal")
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("Responsible")
    )
    remind_days = ArrayField(models.PositiveSmallIntegerField(), default=reminders)
    reminded_days = models.PositiveSmallIntegerField(null=True)
    # The day it was ended before its term was over: the last one it bound.
    ended_on = models.DateField(null=True)
    # The standard pack it was written from: industry/customer type.
    pack = models.CharField(max_length=40, blank=True, db_default="")
    note = models.TextField(_("Note"), max_length=2000, blank=True)
    search = SearchVectorField(null=True)

    objects = Contracts.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="contract_term"),
            models.CheckConstraint(
                condition=Q(bound_until__isnull=True)
                | Q(bound_until__gte=F("starts_on"), bound_until__lt=F("ends_on")),
                name="contract_bound_within_term",
            ),
            models.UniqueConstraint(fields=["number", "version"], name="contract_version_once"),
            models.CheckConstraint(
                condition=Q(version=1, original__isnull=True, amends__isnull=True)
                | Q(version__gt=1, original__isnull=False, amends__isnull=False),
                name="later_versions_amend",
            ),
            ExclusionConstraint(
                name="contract_versions_apart",
                expressions=[(_family(), RangeOperators.OVERLAPS), (_binding(), RangeOperators.OVERLAPS)],
                condition=~Q(status="draft"),
            ),
            models.UniqueConstraint(
                fields=["is_default"], condition=Q(is_default=True, version=1), name="one_standard_terms"
            ),
            models.CheckConstraint(
                condition=Q(is_default=True, customer__isnull=True) | Q(is_default=False, customer__isnull=False),
                name="only_standard_terms_are_everybodys",
            ),
            models.CheckConstraint(
                condition=Q(status="ended", ended_on__isnull=False) | (~Q(status="ended") & Q(ended_on__isnull=True)),
                name="contract_ended_on_a_day",
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

    @property
    def label(self) -> str:
        """Return the number, and the version where it is not the first."""
        return self.number if self.version == 1 else f"{self.number} v{self.version}"

    @property
    def last_day(self) -> date:
        """Return the last day of the term, or the day it was ended before that."""
        return self.ends_on if self.ended_on is None else min(self.ends_on, self.ended_on)

    @property
    def first_id(self) -> int:
        """Return the id of the contract's first version: what lasts through all of them is kept there."""
        return self.original_id or self.pk

    def family(self) -> Contracts:
        """Return every version of this contract."""
        first = self.first_id
        return ServiceContract.objects.filter(Q(pk=first) | Q(original_id=first))
