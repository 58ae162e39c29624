"""What hangs on an order: needs, checklist, holds, appointments, comments and whom they name."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.work_orders.models.orders import WorkOrder
from aftercare.contexts.work_orders.models.words import HoldParty, HoldReason, StepKind
from aftercare.platform.audit import tracked


@tracked()
class SkillNeed(models.Model):
    """A skill, with its least level, that an order asks for."""

    work_order = models.ForeignKey(WorkOrder, on_delete=models.CASCADE, related_name="skills")
    skill = models.ForeignKey("people.Skill", on_delete=models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["work_order", "skill"], name="skill_need_once"),
            models.CheckConstraint(condition=Q(level__range=(1, 5)), name="skill_need_level"),
        ]


@tracked()
class CertificateNeed(models.Model):
    """A certificate without which nobody may be sent."""

    work_order = models.ForeignKey(WorkOrder, on_delete=models.CASCADE, related_name="certificates")
    kind = models.ForeignKey("people.CertificateKind", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["work_order", "kind"], name="certificate_need_once")]


@tracked()
class ChecklistItem(models.Model):
    """A step of the procedure on this order, and what was found."""

    work_order = models.ForeignKey(WorkOrder, on_delete=models.CASCADE, related_name="checklist")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=200)
    kind = models.CharField(max_length=8, choices=StepKind.choices)
    unit = models.CharField(max_length=16, blank=True)
    minimum = models.DecimalField(max_digits=12, decimal_places=3, null=True)
    maximum = models.DecimalField(max_digits=12, decimal_places=3, null=True)
    is_required = models.BooleanField(default=True)
    value = models.CharField(max_length=500, blank=True)
    is_ok = models.BooleanField(null=True)
    note = models.CharField(max_length=500, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["work_order", "position"], name="checklist_position_once")]
        ordering = ["position"]


@tracked()
class Hold(models.Model):
    """A stretch in which work stood still, with the reason and who is accountable."""

    work_order = models.ForeignKey(WorkOrder, on_delete=models.CASCADE, related_name="holds")
    reason = models.CharField(max_length=32, choices=HoldReason.choices)
    party = models.CharField(max_length=16, choices=HoldParty.choices)
    note = models.CharField(max_length=500, blank=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["work_order"], condition=Q(until__isnull=True), name="one_open_hold"),
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="hold_order"),
        ]
        ordering = ["since", "id"]


@tracked()
class Appointment(models.Model):
    """What this context knows of a booking downstream: who comes when. The order's status follows from these."""

    class State(models.TextChoices):
        BOOKED = "booked", _("Booked")
        UNDERWAY = "underway", _("Underway")
        OVER = "over", _("Over")
        GONE = "gone", _("Fell away")

    work_order = models.ForeignKey(WorkOrder, on_delete=models.CASCADE, related_name="appointments")
    booking_id = models.BigIntegerField(unique=True)
    engineer = models.ForeignKey("people.Engineer", on_delete=models.PROTECT, related_name="+")
    engineer_name = models.CharField(max_length=80)
    state = models.CharField(max_length=8, choices=State.choices, default=State.BOOKED)
    start_at = models.DateTimeField()
    end_at = models.DateTimeField()
    # The moment of the latest event heard about the booking: an older one must not undo it.
    heard_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["booked", "underway", "over", "gone"]), name="appointment_state"
            ),
            models.CheckConstraint(condition=Q(end_at__gt=F("start_at")), name="appointment_order"),
        ]
        indexes = [models.Index(fields=["engineer", "work_order"], name="appointment_engineer")]
        ordering = ["start_at", "id"]


class Comment(models.Model):
    """Something said about an order inside the company."""

    work_order = models.ForeignKey(WorkOrder, on_delete=models.CASCADE, related_name="comments")
    text = models.TextField(max_length=4000)
    author_id = models.BigIntegerField(null=True)
    author_name = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]


class Mention(models.Model):
    """A colleague named in a comment."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="mentions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # As the comment writes it, which may not be the name of today.
    written = models.CharField(max_length=160)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["comment", "user", "written"], name="order_mention_once")]
