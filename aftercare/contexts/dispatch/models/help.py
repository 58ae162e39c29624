"""Help between regions: an engineer one region lends to another for some days."""

from __future__ import annotations

from datetime import date, datetime
from typing import Self
from zoneinfo import ZoneInfo

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aftercare.platform.audit import tracked
from aftercare.platform.ranges import one


class HelpStatus(models.TextChoices):
    """Where a request for help can be."""

    ASKED = "asked", pgettext_lazy("help", "Asked for")
    APPROVED = "approved", pgettext_lazy("help", "Lent")
    DECLINED = "declined", pgettext_lazy("help", "Declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("help", "Withdrawn")
    ENDED = "ended", pgettext_lazy("help", "Ended early")


STANDING = ("asked", "approved")


class Helps(models.QuerySet["Help"]):
    """Ways to read help."""

    def lent(self) -> Self:
        """Keep what was approved."""
        return self.filter(status="approved")


@tracked()
class Help(models.Model):
    """An engineer for another region, whole days of that region."""

    engineer = models.ForeignKey("people.Engineer", on_delete=models.PROTECT, related_name="+")
    lender = models.ForeignKey("people.Region", on_delete=models.PROTECT, related_name="+")
    borrower = models.ForeignKey("people.Region", on_delete=models.PROTECT, related_name="+")
    days = DateRangeField(_("Days"))
    reason = models.CharField(_("Reason"), max_length=300)
    status = models.CharField(_("Status"), max_length=9, choices=HelpStatus.choices, default=HelpStatus.ASKED)
    asked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    asked_by_name = models.CharField(max_length=80)
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    decided_by_name = models.CharField(max_length=80, blank=True)
    decided_at = models.DateTimeField(null=True)
    note = models.CharField(_("Note"), max_length=300, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by_name = models.CharField(max_length=80, blank=True)

    objects = Helps.as_manager()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="engineer_helps_once",
                expressions=[(one("engineer_id"), RangeOperators.OVERLAPS), ("days", RangeOperators.OVERLAPS)],
                condition=Q(status__in=list(STANDING)),
            ),
            models.CheckConstraint(
                condition=Q(days__isempty=False) & Q(days__lower_inf=False) & Q(days__upper_inf=False),
                name="help_has_both_ends",
            ),
            models.CheckConstraint(condition=~Q(lender=F("borrower")), name="help_between_two_regions"),
            models.CheckConstraint(condition=Q(status__in=HelpStatus.values), name="help_status_known"),
            models.CheckConstraint(condition=~Q(reason=""), name="help_says_why"),
            models.CheckConstraint(
                condition=Q(status__in=["asked", "withdrawn"]) | Q(decided_at__isnull=False), name="help_decided"
            ),
        ]
        indexes = [
            models.Index(fields=["borrower", "status"], name="help_borrower"),
            models.Index(fields=["lender", "status"], name="help_lender"),
        ]

    def __str__(self) -> str:
        return self.key

    def get_absolute_url(self) -> str:
        """Return the page of this help."""
        return reverse("dispatch:help", args=[self.pk])

    @property
    def key(self) -> str:
        """Return the name under which events know this help."""
        return f"help:{self.pk}"

    @property
    def first_day(self) -> date:
        """Return the first day."""
        day: date = self.days.lower
        return day

    @property
    def last_day(self) -> date:
        """Return the last day, included."""
        return date.fromordinal(self.days.upper.toordinal() - 1)

    @property
    def both_days(self) -> tuple[date, date]:
        """Return the first and the last day."""
        return self.first_day, self.last_day

    def covers(self, start: datetime, end: datetime) -> bool:
        """Tell whether the whole time lies in the days of the borrowing region."""
        zone = ZoneInfo(self.borrower.zone)
        return self.first_day <= start.astimezone(zone).date() and end.astimezone(zone).date() <= self.last_day
