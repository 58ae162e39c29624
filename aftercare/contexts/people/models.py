"""Regions and service centres, who works there, what they can and may do, and when."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aftercare.platform.actor import ROLE_LABELS, Role
from aftercare.platform.audit import tracked
from aftercare.platform.ranges import one

ROLE_CHOICES = [(role.value, ROLE_LABELS[role]) for role in Role]


def on_earth() -> Q:
    """Return the condition of a place: both coordinates or none, and both on the globe."""
    nowhere = Q(lat__isnull=True) & Q(lon__isnull=True)
    return nowhere | (Q(lat__range=(-90, 90)) & Q(lon__range=(-180, 180)))


@tracked()
class Region(models.Model):
    """A service region; regions may lie in a larger one."""

    code = models.SlugField(_("Code"), max_length=32, unique=True)
    name = models.CharField(_("Name"), max_length=80)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts")
    zone = models.CharField(_("Time zone"), max_length=64, default="Asia/Shanghai")

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(parent=F("id")), name="region_not_its_own_part")]

    def __str__(self) -> str:
        return self.name


@tracked()
class ServiceCentre(models.Model):
    """A place engineers set out from."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="centres", verbose_name=_("Region"))
    name = models.CharField(_("Name"), max_length=80, unique=True)
    address = models.CharField(_("Address"), max_length=200, blank=True)
    lat = models.FloatField(_("Latitude"), null=True, blank=True)
    lon = models.FloatField(_("Longitude"), null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=on_earth(), name="centre_on_earth")]

    def __str__(self) -> str:
        return self.name


@tracked()
class Grant(models.Model):
    """A role given to a login, in one region with its parts or (no region) everywhere."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(_("Role"), max_length=24, choices=ROLE_CHOICES)
    region = models.ForeignKey(
        Region, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("Region")
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "role", "region"], nulls_distinct=False, name="grant_once"),
            models.CheckConstraint(condition=Q(role__in=[r.value for r in Role]), name="grant_role_known"),
            # Separation of the three administrators: nobody holds two of these.
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(role__in=["system_admin", "security_admin", "auditor"]),
                name="one_administrator_role",
            ),
        ]


@tracked()
class Skill(models.Model):
    """Something an engineer can do, at a level from 1 (helper) to 5 (expert)."""

    code = models.SlugField(_("Code"), max_length=32, unique=True)
    name = models.CharField(_("Name"), max_length=80)
    group = models.CharField(_("Trade"), max_length=40, blank=True)

    def __str__(self) -> str:
        return self.name


@tracked()
class CertificateKind(models.Model):
    """A personal certificate that the law or the customer asks for."""

    code = models.SlugField(_("Code"), max_length=32, unique=True)
    name = models.CharField(_("Name"), max_length=80)

    def __str__(self) -> str:
        return self.name


@tracked()
class Engineer(models.Model):
    """A field engineer: one login, one home region and service centre."""

    class Grade(models.TextChoices):
        JUNIOR = "junior", _("Junior")
        MIDDLE = "middle", _("Middle")
        SENIOR = "senior", _("Senior")
        EXPERT = "expert", _("Expert")

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    employee_no = models.CharField(_("Employee number"), max_length=32, unique=True)
    name = models.CharField(pgettext_lazy("person", "Name"), max_length=80)
    phone = models.CharField(_("Phone"), max_length=32, blank=True)
    grade = models.CharField(
        pgettext_lazy("engineer", "Grade"), max_length=8, choices=Grade.choices, default=Grade.MIDDLE
    )
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="engineers", verbose_name=_("Region"))
    centre = models.ForeignKey(
        ServiceCentre,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="engineers",
        verbose_name=_("Service centre"),
    )
    lat = models.FloatField(_("Latitude"), null=True, blank=True)
    lon = models.FloatField(_("Longitude"), null=True, blank=True)
    is_active = models.BooleanField(_("Active"), default=True)
    search = SearchVectorField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=on_earth(), name="engineer_on_earth")]
        indexes = [
            GinIndex(fields=["search"], name="engineer_search"),
            models.Index(fields=["region", "name"], name="engineer_region"),
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class EngineerSkill(models.Model):
    """What an engineer can do, and how well."""

    engineer = models.ForeignKey(Engineer, on_delete=models.CASCADE, related_name="skills")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="+", verbose_name=_("Skill"))
    level = models.PositiveSmallIntegerField(pgettext_lazy("skill", "Level"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["engineer", "skill"], name="engineer_skill_once"),
            models.CheckConstraint(condition=Q(level__range=(1, 5)), name="skill_level_range"),
        ]


@tracked()
class Certificate(models.Model):
    """A certificate an engineer holds, with its last valid day."""

    engineer = models.ForeignKey(Engineer, on_delete=models.CASCADE, related_name="certificates")
    kind = models.ForeignKey(CertificateKind, on_delete=models.PROTECT, related_name="+", verbose_name=_("Certificate"))
    number = models.CharField(_("Number"), max_length=64)
    issued_on = models.DateField(_("Issued on"))
    expires_on = models.DateField(_("Valid to"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "number"], name="certificate_number_once"),
            models.CheckConstraint(condition=Q(expires_on__gte=F("issued_on")), name="certificate_dates"),
        ]
        indexes = [models.Index(fields=["expires_on"], name="certificate_expiry")]


class ExpiryWarning(models.Model):
    """The holder and the managers have been told, this many days ahead, that a certificate runs out."""

    certificate = models.ForeignKey(Certificate, on_delete=models.CASCADE, related_name="warnings")
    days_ahead = models.PositiveSmallIntegerField()
    told_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["certificate", "days_ahead"], name="expiry_told_once")]


@tracked()
class Shift(models.Model):
    """When an engineer works on a weekday, in minutes from local midnight."""

    engineer = models.ForeignKey(Engineer, on_delete=models.CASCADE, related_name="shifts")
    weekday = models.PositiveSmallIntegerField(_("Weekday"))
    start_minute = models.PositiveSmallIntegerField(pgettext_lazy("shift", "From"))
    end_minute = models.PositiveSmallIntegerField(pgettext_lazy("shift", "To"))

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(weekday__lte=6) & Q(start_minute__lt=F("end_minute")) & Q(end_minute__lte=1440),
                name="shift_sane",
            ),
            models.UniqueConstraint(fields=["engineer", "weekday", "start_minute"], name="shift_once"),
        ]


@tracked()
class Leave(models.Model):
    """Time an engineer is away; approved leave never overlaps."""

    class Kind(models.TextChoices):
        ANNUAL = "annual", _("Annual leave")
        SICK = "sick", _("Sick leave")
        PERSONAL = "personal", _("Personal leave")
        TRAINING = "training", pgettext_lazy("leave", "Training")

    class Status(models.TextChoices):
        REQUESTED = "requested", _("Requested")
        APPROVED = "approved", _("Approved")
        REFUSED = "refused", _("Refused")
        CANCELED = "canceled", _("Cancelled")

    engineer = models.ForeignKey(Engineer, on_delete=models.CASCADE, related_name="leaves")
    kind = models.CharField(_("Kind"), max_length=8, choices=Kind.choices)
    status = models.CharField(_("Status"), max_length=10, choices=Status.choices, default=Status.REQUESTED)
    during = DateTimeRangeField(_("From – to"))
    reason = models.CharField(_("Reason"), max_length=200, blank=True)
    requested_at = models.DateTimeField(_("Asked at"))
    decided_at = models.DateTimeField(_("Decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answer = models.CharField(pgettext_lazy("leave", "Answer"), max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(during__isempty=False) & Q(during__lower_inf=False) & Q(during__upper_inf=False),
                name="leave_has_both_ends",
            ),
            ExclusionConstraint(
                name="approved_leave_apart",
                expressions=[(one("engineer_id"), RangeOperators.OVERLAPS), ("during", RangeOperators.OVERLAPS)],
                condition=Q(status="approved"),
            ),
        ]
        indexes = [models.Index(fields=["engineer"], name="leave_waiting", condition=Q(status="requested"))]
