"""Money held back against defects, and the ledger of its movements."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any, Self
from zoneinfo import ZoneInfo

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aftercare.contexts.settlement.rules.ledger import Account, Line, account
from aftercare.platform.audit import tracked
from aftercare.platform.refusal import not_found

MONEY: dict[str, Any] = {"max_digits": 14, "decimal_places": 2}


class Form(models.TextChoices):
    """In which form the payee stands for defects."""

    CASH = "cash", _("Money held back")
    GUARANTEE = "guarantee", _("Bank guarantee")


class Silence(models.TextChoices):
    """What it means when the holder does not answer a request to release."""

    AT_ONCE = "at_once", _("counts as consent when the time to verify is over")
    AFTER_REMINDER = "after_reminder", _("counts as consent when a reminder stays without an answer, too")
    NEVER = "never", _("never counts as consent")


class Retentions(models.QuerySet["Retention"]):
    """Ways to read retentions."""

    def locked(self, retention_id: int) -> Retention:
        """
        Return one of these with its project, locked until the transaction ends.

        :raises Refused: `not_found`.
        """
        rows = self.select_related("project").select_for_update(of=("self",))
        row = rows.filter(pk=retention_id).first()
        if row is None:
            raise not_found()
        return row

    def with_balance(self) -> Self:
        """Add what the movements come to: `held` and `payable`."""
        sums = Movement.objects.filter(retention=OuterRef("pk")).order_by().values("retention")
        nothing = Value(0, output_field=models.DecimalField(**MONEY))
        return self.annotate(
            held=Coalesce(Subquery(sums.annotate(n=Sum("held")).values("n")), nothing),
            payable=Coalesce(Subquery(sums.annotate(n=Sum("payable")).values("n")), nothing),
        )


@tracked()
class Retention(models.Model):
    """What one party of a project may keep of another's price until the defect-liability period is over."""

    class Status(models.TextChoices):
        HELD = "held", pgettext_lazy("retention", "Held")
        REQUESTED = "requested", pgettext_lazy("retention", "To be verified")
        PAYABLE = "payable", pgettext_lazy("retention", "To be paid")
        SETTLED = "settled", pgettext_lazy("retention", "Settled")
        VOIDED = "voided", pgettext_lazy("retention", "Void")

    number = models.CharField(_("Number"), max_length=24, unique=True)
    project = models.ForeignKey(
        "installed_base.Project", on_delete=models.PROTECT, related_name="+", verbose_name=_("Project")
    )
    # Without an organisation it is the company itself.
    holder = models.ForeignKey(
        "organisations.Organisation", null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("Held by")
    )
    payee = models.ForeignKey(
        "organisations.Organisation", null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("Owed to")
    )
    status = models.CharField(_("Status"), max_length=12, choices=Status.choices, default=Status.HELD)
    form = models.CharField(pgettext_lazy("retention", "Form"), max_length=12, choices=Form.choices)
    jurisdiction = models.CharField(max_length=8)
    settlement_price = models.DecimalField(_("Settlement price"), **MONEY)
    # Without a percentage the amount itself was agreed.
    percent = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    cap_percent = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    amount = models.DecimalField(_("Agreed amount"), **MONEY)
    has_performance_guarantee = models.BooleanField(default=False)
    guarantee_bank = models.CharField(_("Bank"), max_length=120, blank=True)
    guarantee_number = models.CharField(_("Number of the guarantee"), max_length=80, blank=True)
    guarantee_until = models.DateField(_("Guarantee valid until"), null=True)
    defect_months = models.PositiveSmallIntegerField(_("Defect-liability period"))
    verify_days = models.PositiveSmallIntegerField(_("Time to verify"))
    pay_days = models.PositiveSmallIntegerField(_("Time to pay"))
    reminder_days = models.PositiveSmallIntegerField(_("Time after a reminder"))
    silence = models.CharField(max_length=16, choices=Silence.choices)
    interest_percent = models.DecimalField(max_digits=5, decimal_places=2)
    note = models.TextField(_("Note"), max_length=2000, blank=True)
    agreed_at = models.DateTimeField(pgettext_lazy("retention", "Agreed"))
    # Kept by a reaction to the day completion was accepted.
    liable_until = models.DateField(_("Liable until"), null=True)
    # The present step: what was asked for and when, and the last day to do what comes next.
    asked_amount = models.DecimalField(null=True, **MONEY)
    asked_on = models.DateField(null=True)
    reminded_on = models.DateField(null=True)
    blocked_on = models.DateField(null=True)
    due_on = models.DateField(pgettext_lazy("retention", "Due"), null=True)
    # What the holder says it has paid; a payment is written down once the money is there.
    said_paid_amount = models.DecimalField(null=True, **MONEY)
    said_paid_on = models.DateField(null=True)
    # Whether people were told that the present step is late.
    told_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = Retentions.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["project", "holder", "payee"],
                condition=~Q(status="voided"),
                nulls_distinct=False,
                name="retention_once",
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0) & Q(settlement_price__gt=0) & Q(amount__lte=F("settlement_price")),
                name="retention_amount",
            ),
            models.CheckConstraint(
                condition=Q(cap_percent__isnull=True) | Q(amount__lte=F("settlement_price") * F("cap_percent") / 100),
                name="retention_within_cap",
            ),
            models.CheckConstraint(
                condition=Q(holder__isnull=False) | Q(payee__isnull=False), name="retention_parties_known"
            ),
            models.CheckConstraint(
                condition=Q(holder__isnull=True) | Q(payee__isnull=True) | ~Q(holder=F("payee")),
                name="retention_two_parties",
            ),
            models.CheckConstraint(
                condition=~Q(form="guarantee")
                | (~Q(guarantee_bank="") & ~Q(guarantee_number="") & Q(guarantee_until__isnull=False)),
                name="retention_guarantee_named",
            ),
            models.CheckConstraint(
                condition=~Q(status="requested") | Q(asked_amount__gt=0, asked_on__isnull=False, due_on__isnull=False),
                name="retention_asked",
            ),
            models.CheckConstraint(condition=~Q(status="payable") | Q(due_on__isnull=False), name="retention_due"),
            models.CheckConstraint(
                condition=Q(said_paid_amount__isnull=True, said_paid_on__isnull=True)
                | Q(said_paid_amount__gt=0, said_paid_on__isnull=False, status="payable"),
                name="retention_said_paid",
            ),
            models.CheckConstraint(condition=Q(interest_percent__range=(0, 36)), name="retention_interest"),
            models.CheckConstraint(
                condition=Q(status__in=["held", "requested", "payable", "settled", "voided"]), name="retention_status"
            ),
        ]
        indexes = [
            models.Index(fields=["-agreed_at", "-id"], name="retention_latest"),
            models.Index(fields=["status", "due_on"], name="retention_waiting", condition=Q(due_on__isnull=False)),
            models.Index(fields=["liable_until", "id"], name="retention_period", condition=Q(status="held")),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """Return the address of the retention's page."""
        return reverse("settlement:retention", args=[self.pk])

    @property
    def key(self) -> str:
        """Return the name under which events and files know this retention."""
        return f"retention:{self.pk}"

    def day(self, at: datetime) -> date:
        """Return the day it is at the project."""
        return at.astimezone(ZoneInfo(self.project.zone)).date()

    @property
    def due_at(self) -> datetime | None:
        """Return the moment the last day of the present step ends at the project."""
        if self.due_on is None:
            return None
        return datetime.combine(self.due_on + timedelta(days=1), time(), ZoneInfo(self.project.zone))

    def is_guarantee_short(self, on: date) -> bool:
        """Tell whether the guarantee that still stands has ended, or ends before the defect-liability period."""
        if self.form != Form.GUARANTEE or self.guarantee_until is None or self.status in {"settled", "voided"}:
            return False
        return self.guarantee_until < max(on, self.liable_until or on)

    def account(self) -> Account:
        """Return what the movements so far come to. One query."""
        rows = Movement.objects.filter(retention_id=self.pk).order_by("pk")
        return account(Line(*row) for row in rows.values_list("kind", "held", "payable", "on"))


class Movement(models.Model):
    """One line of the ledger; nobody changes or removes it, and no sum of lines falls below zero."""

    class Kind(models.TextChoices):
        WITHHELD = "withheld", pgettext_lazy("movement", "Withheld")
        DEDUCTED = "deducted", pgettext_lazy("movement", "Deducted")
        CONVERTED = "converted", pgettext_lazy("movement", "Replaced by a guarantee")
        RELEASED = "released", pgettext_lazy("movement", "Released")
        INTEREST = "interest", pgettext_lazy("movement", "Interest for late payment")
        PAID = "paid", pgettext_lazy("movement", "Paid")
        VOIDED = "voided", pgettext_lazy("movement", "Taken back")

    retention = models.ForeignKey(Retention, on_delete=models.PROTECT, related_name="movements")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    # What it adds to the money held, and to the money owed to the payee.
    held = models.DecimalField(**MONEY)
    payable = models.DecimalField(**MONEY)
    on = models.DateField()
    reason = models.CharField(max_length=500, blank=True)
    is_silent = models.BooleanField(default=False)
    request = models.ForeignKey(
        "service_requests.ServiceRequest", null=True, on_delete=models.PROTECT, related_name="+"
    )
    evidence = models.ForeignKey("files.Attachment", null=True, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="withheld", held__gt=0, payable=0)
                | Q(kind__in=["deducted", "voided"], held__lt=0, payable=0)
                | Q(kind="released", held__lt=0) & (Q(payable=0) | Q(payable=-F("held")))
                | Q(kind="converted", held=0, payable__gt=0)
                | Q(kind="interest", held=0) & ~Q(payable=0)
                | Q(kind="paid", held=0, payable__lt=0),
                name="movement_signs",
            ),
            models.CheckConstraint(
                condition=~Q(kind="deducted") | Q(request__isnull=False, evidence__isnull=False) & ~Q(reason=""),
                name="deduction_proved",
            ),
        ]
        indexes = [models.Index(fields=["retention", "id"], name="movement_ledger")]
        triggers = [
            pgtrigger.Protect(name="movement_stays", operation=pgtrigger.Update | pgtrigger.Delete),
            # Read committed: after the lock the sums see what whoever held it has written.
            pgtrigger.Trigger(
                name="movement_covered",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                declare=[("held_then", "numeric"), ("payable_then", "numeric")],
                func="""
                    PERFORM 1 FROM settlement_retention WHERE id = NEW.retention_id FOR UPDATE;
                    SELECT COALESCE(SUM(held), 0) + NEW.held, COALESCE(SUM(payable), 0) + NEW.payable
                      INTO held_then, payable_then
                      FROM settlement_movement WHERE retention_id = NEW.retention_id;
                    IF held_then < 0 OR payable_then < 0 THEN
                        RAISE EXCEPTION 'a balance of retention money would fall below zero'
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'movement_covered';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]
