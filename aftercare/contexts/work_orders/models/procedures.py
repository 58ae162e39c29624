"""Standard procedures with their steps, and the codes failures are told by."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.work_orders.models.words import Kind, StepKind
from aftercare.platform.audit import tracked


@tracked()
class FailureCode(models.Model):
    """A code after ISO 14224: how it shows, the process behind it, or where it came from."""

    class Facet(models.TextChoices):
        MODE = "mode", _("Failure mode")
        MECHANISM = "mechanism", _("Mechanism")
        CAUSE = "cause", _("Cause")

    facet = models.CharField(_("Facet"), max_length=12, choices=Facet.choices)
    code = models.SlugField(_("Code"), max_length=32)
    name = models.CharField(_("Name"), max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["facet", "code"], name="failure_code_once")]

    def __str__(self) -> str:
        return self.name


@tracked()
class Procedure(models.Model):
    """A standard procedure: the steps that go onto an order's checklist."""

    code = models.SlugField(_("Code"), max_length=32, unique=True)
    name = models.CharField(_("Name"), max_length=120)
    kind = models.CharField(_("For"), max_length=16, choices=Kind.choices, default=Kind.REPAIR)
    equipment_kind = models.ForeignKey(
        "installed_base.EquipmentKind",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("Equipment kind"),
    )
    estimated_minutes = models.PositiveIntegerField(_("Estimated time"), default=90)
    crew_size = models.PositiveSmallIntegerField(_("Engineers needed"), default=1)
    is_active = models.BooleanField(_("Active"), default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(estimated_minutes__range=(5, 14_400)), name="procedure_estimate"),
            models.CheckConstraint(condition=Q(crew_size__in=[1, 2]), name="procedure_crew"),
            models.CheckConstraint(condition=Q(kind__in=[k.value for k in Kind]), name="procedure_kind_known"),
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class ProcedureSkill(models.Model):
    """A skill the procedure asks for; it goes onto every order planned by it."""

    procedure = models.ForeignKey(Procedure, on_delete=models.CASCADE, related_name="skills")
    skill = models.ForeignKey("people.Skill", on_delete=models.PROTECT, related_name="+", verbose_name=_("Skill"))
    level = models.PositiveSmallIntegerField(_("Least level"), default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["procedure", "skill"], name="procedure_skill_once"),
            models.CheckConstraint(condition=Q(level__range=(1, 5)), name="procedure_skill_level"),
        ]


@tracked()
class ProcedureCertificate(models.Model):
    """A certificate without which nobody may work by the procedure."""

    procedure = models.ForeignKey(Procedure, on_delete=models.CASCADE, related_name="certificates")
    kind = models.ForeignKey(
        "people.CertificateKind", on_delete=models.PROTECT, related_name="+", verbose_name=_("Certificate")
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["procedure", "kind"], name="procedure_certificate_once")]


@tracked()
class ProcedureStep(models.Model):
    """One step of a procedure."""

    procedure = models.ForeignKey(Procedure, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(_("Step"), max_length=200)
    kind = models.CharField(_("Answer"), max_length=8, choices=StepKind.choices, default=StepKind.CHECK)
    unit = models.CharField(_("Unit"), max_length=16, blank=True)
    minimum = models.DecimalField(_("At least"), max_digits=12, decimal_places=3, null=True, blank=True)
    maximum = models.DecimalField(_("At most"), max_digits=12, decimal_places=3, null=True, blank=True)
    is_required = models.BooleanField(_("Required"), default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["procedure", "position"], name="step_position_once"),
            models.CheckConstraint(condition=Q(kind__in=[k.value for k in StepKind]), name="step_kind_known"),
            models.CheckConstraint(
                condition=Q(minimum__isnull=True) | Q(maximum__isnull=True) | Q(minimum__lte=F("maximum")),
                name="step_limits_ordered",
            ),
        ]
        ordering = ["position"]
