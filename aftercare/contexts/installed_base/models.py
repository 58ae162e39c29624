"""What was delivered: projects, their parties, the site tree, and the equipment with its label."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aftercare.platform.audit import tracked


@tracked()
class Project(models.Model):
    """A delivered engineering project; the day its completion was accepted starts the warranty."""

    number = models.CharField(_("Number"), max_length=24, unique=True)
    name = models.CharField(_("Name"), max_length=160)
    customer = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="+", verbose_name=_("Customer")
    )
    region = models.ForeignKey("people.Region", on_delete=models.PROTECT, related_name="+", verbose_name=_("Region"))
    address = models.CharField(_("Address"), max_length=200, blank=True)
    lat = models.FloatField(_("Latitude"), null=True, blank=True)
    lon = models.FloatField(_("Longitude"), null=True, blank=True)
    zone = models.CharField(_("Time zone"), max_length=64, default="Asia/Shanghai")
    completion_accepted_on = models.DateField(_("Completion accepted on"), null=True, blank=True)
    settlement_price = models.DecimalField(
        _("Settlement price"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    registered_at = models.DateTimeField(_("Registered at"))
    search = SearchVectorField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(Q(lat__isnull=True) & Q(lon__isnull=True))
                | (Q(lat__range=(-90, 90)) & Q(lon__range=(-180, 180))),
                name="project_on_earth",
            ),
            models.CheckConstraint(
                condition=Q(settlement_price__isnull=True) | Q(settlement_price__gte=0), name="project_price_sane"
            ),
        ]
        indexes = [
            GinIndex(fields=["search"], name="project_search"),
            models.Index(fields=["customer", "name"], name="project_customer"),
            models.Index(fields=["region", "name"], name="project_region"),
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class ProjectParty(models.Model):
    """Who did what in a project."""

    class Part(models.TextChoices):
        OWNER = "owner", pgettext_lazy("project", "Owner")
        DESIGNER = "designer", pgettext_lazy("project", "Designer")
        CONTRACTOR = "contractor", pgettext_lazy("project", "Main contractor")
        INSTALLER = "installer", pgettext_lazy("project", "Installer")
        SUPPLIER = "supplier", pgettext_lazy("project", "Supplier")
        SUPERVISOR = "supervisor", pgettext_lazy("project", "Supervisor")
        OPERATOR = "operator", pgettext_lazy("project", "Operator")

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="parties")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    part = models.CharField(pgettext_lazy("project", "Part"), max_length=16, choices=Part.choices)
    scope = models.CharField(_("Scope"), max_length=160, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "organisation", "part"], name="party_once")]


@tracked()
class Location(models.Model):
    """A place in a project's tree: site, building, system, component."""

    class Kind(models.TextChoices):
        SITE = "site", _("Site")
        BUILDING = "building", _("Building")
        SYSTEM = "system", _("System")
        COMPONENT = "component", _("Component")

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="locations")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts")
    kind = models.CharField(_("Kind"), max_length=16, choices=Kind.choices)
    name = models.CharField(_("Name"), max_length=120)
    # Names from the site down, for lists: "一号楼 / 电梯系统".
    path = models.CharField(max_length=500)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["project", "parent", "name"], nulls_distinct=False, name="location_name_once"
            ),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="location_not_its_own_part"),
        ]
        ordering = ["path"]

    def __str__(self) -> str:
        return self.path


class PartKind(models.TextChoices):
    """What of a building a thing is part of; the law warrants each of these for a time of its own."""

    FOUNDATION = "foundation", _("Foundation")
    STRUCTURE = "structure", _("Main structure")
    WATERPROOFING = "waterproofing", _("Waterproofing")
    HEATING = "heating", _("Heating system")
    COOLING = "cooling", _("Cooling system")
    ELECTRICAL = "electrical", _("Electrical wiring")
    PLUMBING = "plumbing", _("Water supply and drainage")
    INSTALLATION = "installation", _("Installed equipment")
    DECORATION = "decoration", _("Decoration")
    OTHER = "other", pgettext_lazy("part", "Other")


@tracked()
class EquipmentKind(models.Model):
    """A kind of equipment: passenger lift, chiller, low-voltage cabinet."""

    code = models.SlugField(_("Code"), max_length=32, unique=True)
    name = models.CharField(_("Name"), max_length=80)
    group = models.CharField(_("Trade"), max_length=40, blank=True)
    part_kind = models.CharField(
        _("Warranted as"), max_length=16, choices=PartKind.choices, default=PartKind.INSTALLATION
    )

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(part_kind__in=PartKind.values), name="equipment_part_kind")]

    def __str__(self) -> str:
        return self.name


@tracked()
class Equipment(models.Model):
    """An installed thing with a model and a serial number; its label carries a code to report a fault by."""

    class Status(models.TextChoices):
        IN_SERVICE = "in_service", _("In service")
        STOPPED = "stopped", _("Stopped")
        SCRAPPED = "scrapped", _("Scrapped")

    number = models.CharField(_("Number"), max_length=24, unique=True)
    name = models.CharField(_("Name"), max_length=160)
    kind = models.ForeignKey(EquipmentKind, on_delete=models.PROTECT, related_name="+", verbose_name=_("Kind"))
    maker = models.CharField(_("Maker"), max_length=80, blank=True)
    model = models.CharField(_("Model"), max_length=80, blank=True)
    serial = models.CharField(_("Serial number"), max_length=80, blank=True)
    status = models.CharField(_("Status"), max_length=16, choices=Status.choices, default=Status.IN_SERVICE)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="equipment", verbose_name=_("Project"))
    location = models.ForeignKey(
        Location, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("Location")
    )
    # Kept equal to the project's, so that lists and rights need no join.
    customer = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    region = models.ForeignKey("people.Region", on_delete=models.PROTECT, related_name="+")
    installed_on = models.DateField(_("Installed on"), null=True, blank=True)
    warranty_until = models.DateField(_("Contract warranty until"), null=True, blank=True)
    label_code = models.CharField(max_length=32, unique=True)
    registered_at = models.DateTimeField(_("Registered at"))
    search = SearchVectorField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["maker", "model", "serial"], condition=~Q(serial=""), name="equipment_serial_once"
            ),
            models.CheckConstraint(condition=Q(label_code__regex=r"^[A-Za-z0-9_-]{22}$"), name="equipment_label_shape"),
        ]
        indexes = [
            GinIndex(fields=["search"], name="equipment_search"),
            models.Index(fields=["customer", "name"], name="equipment_customer"),
            models.Index(fields=["region", "name"], name="equipment_region"),
            models.Index(fields=["-registered_at", "-id"], name="equipment_newest"),
            models.Index(fields=["project", "name"], name="equipment_project"),
            models.Index(fields=["name", "id"], name="equipment_name"),
            models.Index(fields=["warranty_until", "id"], name="equipment_warranty"),
            models.Index(fields=["id"], name="equipment_stopped", condition=Q(status="stopped")),
        ]

    def __str__(self) -> str:
        return self.name
