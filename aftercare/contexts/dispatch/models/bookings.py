"""Who goes where when: bookings of engineers."""

from __future__ import annotations

from typing import Any, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import Deferrable, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aftercare.platform.audit import tracked
from aftercare.platform.ranges import one
from aftercare.platform.refusal import not_found


class Status(models.TextChoices):
    """Where a booking can be."""

    PROPOSED = "proposed", _("Proposed")
    SCHEDULED = "scheduled", _("Scheduled")
    DISPATCHED = "dispatched", _("Sent to the engineer")
    ACCEPTED = "accepted", _("Accepted by the engineer")
    TRAVELING = "traveling", _("On the way")
    ON_SITE = "on_site", pgettext_lazy("booking", "On site")
    ON_BREAK = "on_break", _("Break")
    DONE = "done", pgettext_lazy("booking", "Done")
    CANNOT_COMPLETE = "cannot_complete", _("Could not be completed")
    CANCELED = "canceled", _("Cancelled")


class Lock(models.TextChoices):
    """What of a booking a plan must leave as it is."""

    NONE = "none", pgettext_lazy("lock", "Free")
    ENGINEER = "engineer", pgettext_lazy("lock", "Engineer fixed")
    TIME = "time", pgettext_lazy("lock", "Time fixed")
    BOTH = "both", pgettext_lazy("lock", "Engineer and time fixed")


class RefusalReason(models.TextChoices):
    """Why an engineer hands a job back."""

    BUSY = "busy", _("Another job takes longer")
    AWAY = "away", _("Ill or away")
    FAR = "far", _("Too far to be there in time")
    SKILL = "skill", _("I cannot do this work")
    PAPER = "paper", _("A certificate is missing")
    TOOLS = "tools", _("Tools, parts or vehicle are missing")
    OTHER = "other", pgettext_lazy("reason", "Something else")


# While in one of these, the engineer's time is taken.
OCCUPYING = ("proposed", "scheduled", "dispatched", "accepted", "traveling", "on_site", "on_break", "done")

# Booked and not begun: these fall away when the order needs nobody any more.
COMING = ("proposed", "scheduled", "dispatched", "accepted")


class Bookings(models.QuerySet["Booking"]):
    """Ways to read bookings."""

    def occupying(self) -> Self:
        """Keep the ones that take an engineer's time."""
        return self.filter(status__in=OCCUPYING)

    def coming(self) -> Self:
        """Keep the ones that are booked and not begun."""
        return self.filter(status__in=COMING)

    def locked(self, booking_id: int) -> Booking:
        """
        Return one booking, locked until the transaction ends.

        :raises Refused: `not_found`.
        """
        row = self.select_for_update(of=("self",)).filter(pk=booking_id).first()
        if row is None:
            raise not_found()
        return row


@tracked()
class Booking(models.Model):
    """One engineer for one time span of one order; never two at once."""

    work_order = models.ForeignKey("work_orders.WorkOrder", on_delete=models.PROTECT, related_name="+")
    engineer = models.ForeignKey("people.Engineer", on_delete=models.PROTECT, related_name="+")
    status = models.CharField(_("Status"), max_length=16, choices=Status.choices, default=Status.SCHEDULED)
    during = DateTimeRangeField(_("Time"))
    note = models.CharField(_("Note"), max_length=500, blank=True)
    refused_code = models.CharField(max_length=8, choices=RefusalReason.choices, blank=True)
    refused_reason = models.CharField(max_length=300, blank=True)
    canceled_reason = models.CharField(max_length=300, blank=True)
    # Warnings the dispatcher saw and went over, such as a missing skill level.
    overridden = models.JSONField(default=list)
    lock = models.CharField(max_length=8, choices=Lock.choices, default=Lock.NONE)
    # The line of a plan it was booked or moved by; empty when a person decided.
    planned = models.ForeignKey("dispatch.PlannedVisit", null=True, on_delete=models.SET_NULL, related_name="+")
    booked_by = models.CharField(max_length=80)
    booked_at = models.DateTimeField()
    dispatched_at = models.DateTimeField(null=True)
    # Sent and not answered: when the engineer was asked again, and when the dispatchers were told.
    reminded_at = models.DateTimeField(null=True)
    unanswered_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = Bookings.as_manager()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="engineer_booked_once",
                expressions=[(one("engineer_id"), RangeOperators.OVERLAPS), ("during", RangeOperators.OVERLAPS)],
                condition=Q(status__in=list(OCCUPYING)),
                # A plan exchanges engineers' times: that is judged at the end of its statements.
                deferrable=Deferrable.IMMEDIATE,
            ),
            models.CheckConstraint(
                condition=Q(refused_code__in=["", *(r.value for r in RefusalReason)]), name="booking_refusal_known"
            ),
            models.CheckConstraint(
                condition=~Q(refused_code="other") | ~Q(refused_reason=""), name="booking_refusal_explained"
            ),
            models.CheckConstraint(condition=Q(lock__in=[lock.value for lock in Lock]), name="booking_lock_known"),
            models.CheckConstraint(
                condition=Q(during__isempty=False) & Q(during__lower_inf=False) & Q(during__upper_inf=False),
                name="booking_has_both_ends",
            ),
            models.CheckConstraint(condition=Q(status__in=[s.value for s in Status]), name="booking_status_known"),
        ]
        indexes = [
            models.Index(fields=["work_order", "id"], name="booking_order"),
            models.Index(fields=["engineer", "-id"], name="booking_engineer"),
            GistIndex(fields=["during"], name="booking_during"),
            models.Index(fields=["dispatched_at"], condition=Q(status="dispatched"), name="booking_to_answer"),
            models.Index(fields=["work_order"], condition=~Q(refused_code=""), name="booking_handed_back"),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def key(self) -> str:
        """Return the name under which events know this booking."""
        return f"booking:{self.pk}"

    @property
    def order_key(self) -> str:
        """Return the name of its order, on whose timeline it is told."""
        return f"work_order:{self.work_order_id}"

    @property
    def refusal(self) -> str:
        """Return why the engineer handed it back: the reason of the list and the own words."""
        return refusal_words(self.refused_code, self.refused_reason)

    def change(self, **fields: Any) -> Self:
        """Write the fields and count the change."""
        for name, value in fields.items():
            setattr(self, name, value)
        self.version += 1
        self.save(update_fields=[*fields, "version"])
        return self


def refusal_words(code: str, reason: str) -> str:
    """Return a refusal in the active language."""
    label = str(RefusalReason(code).label) if code and code != RefusalReason.OTHER else ""
    return " · ".join(filter(None, [label, reason]))
