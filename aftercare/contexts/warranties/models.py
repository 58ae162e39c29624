"""Who is liable until when: sections and parts with their terms, what interrupted and renewed them."""

from __future__ import annotations

import calendar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from aftercare.contexts.installed_base.public import PartKind
from aftercare.contexts.warranties.rules.warranty import HOME
from aftercare.platform.audit import tracked

LEAP_YEAR = 2000
LONGEST_DESIGN_LIFE = 200


def real_day(text: str) -> None:
    """
    Refuse what is no day of a year, such as 02-30.

    :raises ValidationError: saying how a day is written.
    """
    month, _dash, day = text.partition("-")
    fits = month.isdecimal() and day.isdecimal() and len(text) == 5 and 1 <= int(month) <= 12
    if not fits or not 1 <= int(day) <= calendar.monthrange(LEAP_YEAR, int(month))[1]:
        raise ValidationError(_("Write a day of the year as month-day, for example 11-15."))


@tracked()
class CitySeason(models.Model):
    """When a city heats or cools; two such seasons are the law's warranty of a heating or cooling system."""

    class Kind(models.TextChoices):
        HEATING = "heating", gettext_lazy("Heating season")
        COOLING = "cooling", gettext_lazy("Cooling season")

    city = models.CharField(gettext_lazy("City"), max_length=40)
    kind = models.CharField(gettext_lazy("Season"), max_length=8, choices=Kind.choices)
    first = models.CharField(gettext_lazy("First day"), max_length=5, validators=[real_day])
    last = models.CharField(gettext_lazy("Last day"), max_length=5, validators=[real_day])

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["city", "kind"], name="city_season_once"),
            models.CheckConstraint(condition=Q(kind__in=["heating", "cooling"]), name="city_season_kind"),
            models.CheckConstraint(
                condition=Q(first__regex=r"^[01]\d-[0-3]\d$", last__regex=r"^[01]\d-[0-3]\d$"), name="city_season_days"
            ),
            models.CheckConstraint(condition=~Q(first=F("last")), name="city_season_has_length"),
        ]
        ordering = ["city", "kind"]

    def __str__(self) -> str:
        return f"{self.city} {self.get_kind_display()}"


@tracked()
class WarrantyFile(models.Model):
    """What the warranties of a project rest on: the law, the city's seasons, the design's service life."""

    project = models.OneToOneField("installed_base.Project", on_delete=models.PROTECT, related_name="+")
    jurisdiction = models.CharField(gettext_lazy("Law"), max_length=8, default=HOME)
    city = models.CharField(gettext_lazy("City of the seasons"), max_length=40, blank=True)
    design_life_years = models.PositiveSmallIntegerField(gettext_lazy("Design life"), null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(design_life_years__isnull=True) | Q(design_life_years__range=(1, LONGEST_DESIGN_LIFE)),
                name="design_life_sane",
            )
        ]


@tracked()
class Section(models.Model):
    """A part of a project that was accepted, or occupied early, on its own day."""

    project = models.ForeignKey("installed_base.Project", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(gettext_lazy("Name"), max_length=120)
    # What stands in this place of the site tree, or in a part of it, belongs to the section.
    location = models.ForeignKey("installed_base.Location", null=True, on_delete=models.PROTECT, related_name="+")
    accepted_on = models.DateField(gettext_lazy("Accepted on"))
    occupied_on = models.DateField(gettext_lazy("Occupied early on"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "name"], name="section_name_once"),
            models.UniqueConstraint(
                fields=["project", "location"], condition=Q(location__isnull=False), name="section_place_once"
            ),
        ]
        ordering = ["accepted_on", "id"]

    def __str__(self) -> str:
        return self.name


@tracked(exclude=["accepted_on", "statutory_until", "until", "basis", "flag"])
class WarrantyPart(models.Model):
    """
    One part of a project somebody is liable for.

    `accepted_on`, `statutory_until`, `until`, `basis` and `flag` are reckoned anew from the acceptance, the law, the
    contract and the suspensions whenever one of them changes (`commands/settling.py`).
    """

    project = models.ForeignKey("installed_base.Project", on_delete=models.PROTECT, related_name="+")
    section = models.ForeignKey(Section, null=True, blank=True, on_delete=models.PROTECT, related_name="parts")
    kind = models.CharField(gettext_lazy("Kind of part"), max_length=16, choices=PartKind.choices)
    name = models.CharField(gettext_lazy("Name"), max_length=120)
    liable = models.ForeignKey("organisations.Organisation", null=True, on_delete=models.PROTECT, related_name="+")
    contract_until = models.DateField(gettext_lazy("Until by contract"), null=True, blank=True)
    note = models.CharField(gettext_lazy("Note"), max_length=500, blank=True)
    accepted_on = models.DateField(null=True)
    statutory_until = models.DateField(null=True)
    until = models.DateField(null=True)
    basis = models.CharField(max_length=10, default="statutory")
    flag = models.CharField(max_length=24, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["project", "section", "kind", "name"], nulls_distinct=False, name="warranty_part_once"
            ),
            models.CheckConstraint(condition=Q(kind__in=PartKind.values), name="warranty_part_kind"),
            models.CheckConstraint(condition=Q(basis__in=["statutory", "contract"]), name="warranty_part_basis"),
        ]
        indexes = [models.Index(fields=["until", "id"], name="warranty_part_until")]
        ordering = ["section__accepted_on", "kind", "name"]

    def __str__(self) -> str:
        return self.name

    @property
    def key(self) -> str:
        """Return the name under which events and panels know this part."""
        return f"warranty:{self.pk}"


@tracked()
class Suspension(models.Model):
    """Days on which a part's warranty stood still, the first and the last included."""

    part = models.ForeignKey(WarrantyPart, on_delete=models.CASCADE, related_name="suspensions")
    since = models.DateField(pgettext_lazy("suspension", "From"))
    last = models.DateField(pgettext_lazy("suspension", "To"), null=True, blank=True)
    reason = models.CharField(gettext_lazy("Reason"), max_length=300)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(last__isnull=True) | Q(last__gte=F("since")), name="suspension_order"),
            models.UniqueConstraint(fields=["part"], condition=Q(last__isnull=True), name="one_open_suspension"),
        ]
        ordering = ["since", "id"]


@tracked()
class Repair(models.Model):
    """A repaired item that carries a warranty of its own."""

    part = models.ForeignKey(WarrantyPart, on_delete=models.CASCADE, related_name="repairs")
    item = models.CharField(gettext_lazy("Repaired item"), max_length=160)
    repaired_on = models.DateField(gettext_lazy("Repaired on"))
    until = models.DateField(gettext_lazy("Own warranty until"))

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=F("repaired_on")), name="repair_order"),
            models.UniqueConstraint(fields=["part", "item", "repaired_on"], name="repair_once"),
        ]
        ordering = ["repaired_on", "id"]


class Inspection(models.Model):
    """A call to inspect a part before its warranty ends; one for each end."""

    part = models.ForeignKey(WarrantyPart, on_delete=models.CASCADE, related_name="inspections")
    until = models.DateField()
    called_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["part", "until"], name="one_inspection_for_an_end")]
        ordering = ["-called_at", "-id"]
