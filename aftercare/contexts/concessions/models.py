"""Deviations somebody asked for, who may grant them up to which limit, and who decides in whose place."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeOperators
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aftercare.contexts.concessions import rules
from aftercare.platform.actor import OFFICE, ROLE_LABELS
from aftercare.platform.audit import tracked
from aftercare.platform.ranges import one
from aftercare.platform.refusal import not_found

MONEY: dict[str, Any] = {"max_digits": 12, "decimal_places": 2}
OFFICE_ROLES = [(str(role), ROLE_LABELS[role]) for role in sorted(OFFICE)]


class Kind(models.TextChoices):
    """How the company deviates from what it promised."""

    EXTEND = "extend", pgettext_lazy("concession", "More time")
    WAIVE = "waive", pgettext_lazy("concession", "Waive the promise")
    REPLAN = "replan", pgettext_lazy("concession", "Another plan")


class State(models.TextChoices):
    """Where a concession is."""

    ASKED = "asked", pgettext_lazy("concession", "To be decided")
    GRANTED = "granted", pgettext_lazy("concession", "Granted")
    REFUSED = "refused", pgettext_lazy("concession", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("concession", "Withdrawn")
    LAPSED = "lapsed", pgettext_lazy("concession", "Lapsed")


@tracked()
class ApprovalLimit(models.Model):
    """What a level may grant, and who stands on it. The top level decides whatever goes beyond the others."""

    level = models.PositiveSmallIntegerField(_("Level"), unique=True)
    role = models.CharField(_("Role"), max_length=20, choices=OFFICE_ROLES)
    # Only those of the role who work everywhere, not those of one region.
    is_companywide = models.BooleanField(_("Only those who work in every region"), default=False)
    most_minutes = models.PositiveIntegerField(_("Most time"), null=True, blank=True)
    most_amount = models.DecimalField(_("Most money at stake"), null=True, blank=True, **MONEY)
    kinds = ArrayField(models.CharField(max_length=8, choices=Kind.choices), verbose_name=_("May grant"))
    decide_hours = models.PositiveSmallIntegerField(_("Time to decide"))

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(level__range=(1, rules.TOP)), name="limit_level"),
            models.CheckConstraint(condition=Q(decide_hours__range=(1, 720)), name="limit_hours"),
            models.CheckConstraint(condition=Q(kinds__contained_by=Kind.values) & ~Q(kinds=[]), name="limit_kinds"),
            models.CheckConstraint(condition=Q(role__in=sorted(OFFICE)), name="limit_role"),
            models.CheckConstraint(condition=Q(most_amount__isnull=True) | Q(most_amount__gte=0), name="limit_amount"),
            models.CheckConstraint(
                condition=~Q(level=rules.TOP)
                | Q(most_minutes__isnull=True, most_amount__isnull=True, kinds__contains=Kind.values),
                name="limit_top_is_open",
            ),
        ]
        ordering = ["level"]

    def __str__(self) -> str:
        return str(_("Level %(level)s") % {"level": self.level})

    @property
    def rule(self) -> rules.Limit:
        """Return the limit as the arithmetic reads it."""
        return rules.Limit(self.level, self.most_minutes, self.most_amount, frozenset(self.kinds))


class Concessions(models.QuerySet["Concession"]):
    """Ways to read concessions."""

    def locked(self, concession_id: int) -> Concession:
        """
        Return one of these with its request and clock, locked until the transaction ends.

        :raises Refused: `not_found`.
        """
        rows = self.select_related("request", "clock", "asked_by").select_for_update(of=("self",))
        row = rows.filter(pk=concession_id).first()
        if row is None:
            raise not_found()
        return row


@tracked()
class Concession(models.Model):
    """An ask to deviate from one promise, and what became of it."""

    number = models.CharField(_("Number"), max_length=24, unique=True)
    request = models.ForeignKey("service_requests.ServiceRequest", on_delete=models.PROTECT, related_name="+")
    clock = models.ForeignKey("clocks.Clock", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("Kind"), max_length=8, choices=Kind.choices)
    state = models.CharField(_("State"), max_length=10, choices=State.choices, default=State.ASKED)
    # What is added, counted as the clock counts; for an agreed moment what was missing to it when it was asked for.
    minutes = models.PositiveIntegerField(null=True)
    until = models.DateTimeField(null=True)
    plan = models.TextField(max_length=2000, blank=True)
    amount = models.DecimalField(_("At stake"), default=0, **MONEY)
    reason = models.TextField(max_length=2000)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    needed_level = models.PositiveSmallIntegerField()
    # [code, limit] of what is beyond the level below the needed one.
    needed_why = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    # Who is asked now: the needed level or, after nobody decided there, one above it.
    level = models.PositiveSmallIntegerField()
    decide_by = models.DateTimeField()
    # When the passing of time does something next; nothing is left to do once the top level was reminded.
    escalates_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_for = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    note = models.TextField(max_length=1000, blank=True)
    over_at = models.DateTimeField(null=True)
    due_before = models.DateTimeField(null=True)
    due_after = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = Concessions.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["clock"], condition=Q(state="asked"), name="one_open_concession_a_clock"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="concession_state"),
            models.CheckConstraint(
                condition=Q(kind="extend", minutes__isnull=False, minutes__gt=0, plan="")
                | Q(kind="replan", minutes__isnull=False, minutes__gt=0, until__isnull=False) & ~Q(plan="")
                | Q(kind="waive", minutes__isnull=True, until__isnull=True, plan=""),
                name="concession_says_what",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="concession_has_a_reason"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="concession_amount"),
            models.CheckConstraint(
                condition=Q(state__in=["granted", "refused"], decided_by__isnull=False)
                | Q(state__in=["asked", "withdrawn", "lapsed"], decided_by__isnull=True, decided_for__isnull=True),
                name="decided_concession_has_a_decider",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")), name="nobody_decides_his_own"
            ),
            models.CheckConstraint(
                condition=Q(decided_for__isnull=True) | ~Q(decided_for=F("asked_by")) & ~Q(decided_for=F("decided_by")),
                name="nobody_decides_his_own_through_another",
            ),
            models.CheckConstraint(condition=~Q(state="refused") | ~Q(note=""), name="refused_concession_says_why"),
            models.CheckConstraint(
                condition=Q(state="asked", over_at__isnull=True)
                | ~Q(state="asked") & Q(over_at__isnull=False, escalates_at__isnull=True),
                name="concession_over_when_not_asked",
            ),
            models.CheckConstraint(
                condition=Q(needed_level__range=(1, rules.TOP), level__range=(F("needed_level"), rules.TOP)),
                name="concession_level",
            ),
        ]
        indexes = [
            models.Index(fields=["-asked_at", "-id"], name="concession_latest"),
            models.Index(fields=["request", "-asked_at"], name="concession_request"),
            models.Index(fields=["clock", "-asked_at"], name="concession_clock"),
            models.Index(fields=["decide_by", "id"], name="concession_open", condition=Q(state="asked")),
            models.Index(
                fields=["escalates_at", "id"],
                name="concession_to_escalate",
                condition=Q(state="asked", escalates_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """Return the address of the concession's page."""
        return reverse("concessions:concession", args=[self.pk])

    @property
    def key(self) -> str:
        """Return the name under which events, files and the clock know this concession."""
        return f"concession:{self.pk}"

    @property
    def ask(self) -> rules.Ask:
        """Return what is asked, as the arithmetic reads it."""
        return rules.Ask(self.kind, self.minutes, self.amount)


@tracked()
class Delegation(models.Model):
    """For a time somebody decides in an approver's place; it gives no right that could be handed on."""

    giver = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    taker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    during = DateTimeRangeField()
    note = models.CharField(max_length=300, blank=True)
    given_at = models.DateTimeField()
    # Ended before its time; what was still ahead is gone.
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(giver=F("taker")), name="delegation_to_another"),
            models.CheckConstraint(
                condition=Q(during__isempty=False) & Q(during__lower_inf=False) & Q(during__upper_inf=False),
                name="delegation_has_both_ends",
            ),
            ExclusionConstraint(
                name="delegations_of_a_pair_apart",
                expressions=[
                    (one("giver_id"), RangeOperators.OVERLAPS),
                    (one("taker_id"), RangeOperators.OVERLAPS),
                    ("during", RangeOperators.OVERLAPS),
                ],
                condition=Q(ended_at__isnull=True),
            ),
        ]
        indexes = [models.Index(fields=["taker"], name="delegation_taken", condition=Q(ended_at__isnull=True))]
        ordering = ["-given_at", "-id"]
