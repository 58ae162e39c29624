"""What customers wish about engineers: who never comes, who alone comes, who rather comes."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aftercare.platform.audit import tracked
from aftercare.platform.ranges import one


class WishKind(models.TextChoices):
    """What a customer wishes about an engineer."""

    NEVER = "never", pgettext_lazy("wish", "Never send")
    ONLY = "only", pgettext_lazy("wish", "Send only")
    RATHER = "rather", pgettext_lazy("wish", "Rather send")


# These bind; a preference does not.
BINDING = ("never", "only")


class Wishes(models.QuerySet["EngineerWish"]):
    """Ways to read wishes."""

    def standing(self) -> Self:
        """Keep what nobody ended; its days may be over all the same."""
        return self.filter(ended_at__isnull=True)


def _place() -> Func:
    """Return a range holding the project's number, or 0 for all of the customer's places."""
    project = Coalesce(F("project_id"), Value(0))
    return Func(project, project, Value("[]"), function="int8range")


@tracked()
class EngineerWish(models.Model):
    """One customer's word about one engineer, at one of its projects or at all of them, on some days or for good."""

    customer = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    project = models.ForeignKey("installed_base.Project", on_delete=models.PROTECT, null=True, related_name="+")
    engineer = models.ForeignKey("people.Engineer", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("Wish"), max_length=6, choices=WishKind.choices)
    days = DateRangeField(_("Days"))
    reason = models.CharField(_("Reason"), max_length=300, blank=True)
    said_by = models.CharField(_("Said by"), max_length=80, blank=True)
    noted_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    noted_by_name = models.CharField(max_length=80)
    noted_at = models.DateTimeField()
    ended_by_name = models.CharField(max_length=80, blank=True)
    ended_at = models.DateTimeField(null=True)

    objects = Wishes.as_manager()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="wish_stands_once",
                expressions=[
                    (one("customer_id"), RangeOperators.OVERLAPS),
                    (_place(), RangeOperators.OVERLAPS),
                    (one("engineer_id"), RangeOperators.OVERLAPS),
                    ("days", RangeOperators.OVERLAPS),
                ],
                condition=Q(ended_at__isnull=True),
            ),
            # No project is a range without ends: a word for all places meets the word for each of them.
            ExclusionConstraint(
                name="wish_never_or_only",
                expressions=[
                    (one("customer_id"), RangeOperators.OVERLAPS),
                    (one("project_id"), RangeOperators.OVERLAPS),
                    (one("engineer_id"), RangeOperators.OVERLAPS),
                    ("days", RangeOperators.OVERLAPS),
                ],
                condition=Q(ended_at__isnull=True, kind__in=list(BINDING)),
            ),
            models.CheckConstraint(condition=Q(kind__in=WishKind.values), name="wish_kind_known"),
            models.CheckConstraint(condition=Q(kind="rather") | ~Q(reason=""), name="wish_says_why"),
            models.CheckConstraint(
                condition=Q(days__isempty=False) & Q(days__lower_inf=False), name="wish_has_a_first_day"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | ~Q(ended_by_name=""), name="wish_ended_by_somebody"
            ),
        ]
        indexes = [
            models.Index(fields=["customer"], name="wish_customer", condition=Q(ended_at__isnull=True)),
            models.Index(fields=["engineer"], name="wish_engineer", condition=Q(ended_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def key(self) -> str:
        """Return the name under which the audit trail knows this wish."""
        return f"engineer_wish:{self.pk}"

    @property
    def first_day(self) -> date:
        """Return the first day."""
        day: date = self.days.lower
        return day

    @property
    def last_day(self) -> date | None:
        """Return the last day, included; None for good."""
        return date.fromordinal(self.days.upper.toordinal() - 1) if self.days.upper else None
