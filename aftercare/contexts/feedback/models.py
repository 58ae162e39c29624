"""The voice of the customer after the work: surveys and what low scores set in motion."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aftercare.platform.audit import tracked
from aftercare.platform.refusal import not_found


class Surveys(models.QuerySet["Survey"]):
    """Ways to read surveys."""

    def locked(self, token: str) -> Survey:
        """
        Return the survey behind a link, locked until the transaction ends.

        :raises Refused: `not_found`.
        """
        row = self.select_for_update(of=("self",)).filter(token=token).first()
        if row is None:
            raise not_found()
        return row


class FollowUps(models.QuerySet["FollowUp"]):
    """Ways to read follow-ups."""

    def open(self) -> Self:
        """Keep the ones whose cause nobody has named yet."""
        return self.filter(status="open")

    def locked(self, follow_up_id: int) -> FollowUp:
        """
        Return one follow-up, locked until the transaction ends.

        :raises Refused: `not_found`.
        """
        row = self.select_for_update(of=("self",)).filter(pk=follow_up_id).first()
        if row is None:
            raise not_found()
        return row


# The link's token and the customer's address stay out of the copies the audit keeps.
@tracked(exclude=["token", "email", "phone"])
class Survey(models.Model):
    """Two questions about one accepted order, behind a link that needs no login."""

    work_order = models.OneToOneField("work_orders.WorkOrder", on_delete=models.PROTECT, related_name="+")
    customer = models.ForeignKey("organisations.Organisation", null=True, on_delete=models.PROTECT, related_name="+")
    region = models.ForeignKey("people.Region", null=True, on_delete=models.PROTECT, related_name="+")
    token = models.CharField(max_length=43, unique=True)
    language = models.CharField(max_length=8, default="zh-hans")
    contact_name = models.CharField(max_length=80, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=32, blank=True)
    due_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    csat = models.PositiveSmallIntegerField(_("Satisfaction"), null=True)
    nps = models.PositiveSmallIntegerField(_("Recommendation"), null=True)
    comment = models.CharField(_("Comment"), max_length=2000, blank=True)

    objects = Surveys.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(csat__isnull=True) | Q(csat__range=(1, 5)), name="csat_range"),
            models.CheckConstraint(condition=Q(nps__isnull=True) | Q(nps__range=(0, 10)), name="nps_range"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | Q(csat__isnull=False), name="answer_has_score"
            ),
        ]
        indexes = [
            models.Index(fields=["region", "-answered_at"], name="survey_region"),
            models.Index(fields=["due_at"], name="survey_to_send", condition=Q(sent_at__isnull=True)),
            models.Index(fields=["-answered_at"], name="survey_answered", condition=Q(answered_at__isnull=False)),
        ]


@tracked()
class FollowUp(models.Model):
    """A low score that somebody has to trace to its cause."""

    class Status(models.TextChoices):
        OPEN = "open", pgettext_lazy("follow_up", "Open")
        DONE = "done", pgettext_lazy("follow_up", "Done")

    survey = models.OneToOneField(Survey, on_delete=models.PROTECT, related_name="follow_up")
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.OPEN)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    cause = models.CharField(_("Cause"), max_length=500, blank=True)
    action = models.CharField(pgettext_lazy("follow_up", "What was done"), max_length=1000, blank=True)
    done_at = models.DateTimeField(null=True)
    late_told_at = models.DateTimeField(null=True)

    objects = FollowUps.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status="open") | (~Q(cause="") & Q(done_at__isnull=False)), name="done_names_cause"
            ),
        ]
        indexes = [models.Index(fields=["due_at"], name="follow_up_open", condition=Q(status="open"))]

    @property
    def key(self) -> str:
        """Return the name under which events and files know this follow-up."""
        return f"follow_up:{self.pk}"
