"""The forms of projects, places and equipment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aftercare.contexts.installed_base import labels, queries
from aftercare.contexts.installed_base.models import Equipment, Location, ProjectParty
from aftercare.contexts.organisations import public as organisations
from aftercare.contexts.people import public as people
from aftercare.platform.web.forms import DateField, Section, StrictForm
from aftercare.platform.web.picking import PickField, PickForm


def offered(choices: Sequence[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    """Return the choices with none taken beforehand, so that nobody takes the first one by mistake."""
    return [("", _("Please choose")), *choices] if len(choices) > 1 else list(choices)


class ProjectForm(PickForm):
    """The facts about a project."""

    name = forms.CharField(label=_("Name"), max_length=160)
    customer_id = PickField(label=_("Customer"), url_name="organisations:pick", labels=organisations.labels)
    region_id = forms.TypedChoiceField(label=_("Region"), coerce=int)
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    completion_accepted_on = DateField(
        label=_("Completion accepted on"),
        required=False,
        help_text=_("The day the completion acceptance passed; it starts the statutory warranty."),
    )
    settlement_price = forms.DecimalField(
        label=_("Settlement price"), max_digits=14, decimal_places=2, min_value=0, required=False
    )
    lat = forms.FloatField(label=_("Latitude"), required=False, min_value=-90, max_value=90)
    lon = forms.FloatField(label=_("Longitude"), required=False, min_value=-180, max_value=180)
    zone = forms.CharField(label=_("Time zone"), max_length=64, initial="Asia/Shanghai")
    sections = [Section(_("Coordinates and time zone"), ["lat", "lon", "zone"], folded=True)]
    units = {"settlement_price": "CNY"}
    examples = {"lat": "31.2304", "lon": "121.4737"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("region_id", offered(people.region_choices(self.actor)))


class PartyForm(PickForm):
    """Who did what."""

    organisation_id = PickField(label=_("Organisation"), url_name="organisations:pick", labels=organisations.labels)
    part = forms.ChoiceField(label=pgettext_lazy("project", "Part"), choices=ProjectParty.Part.choices)
    scope = forms.CharField(label=_("Scope"), max_length=160, required=False)
    examples = {"scope": _("lifts 1–12, installation and first maintenance year")}


class PlaceForm(StrictForm):
    """A place of the site tree."""

    name = forms.CharField(label=_("Name"), max_length=120)
    kind = forms.ChoiceField(label=_("Kind"), choices=Location.Kind.choices)
    parent_id = forms.TypedChoiceField(label=_("Lies in"), coerce=int, empty_value=None, required=False)

    def __init__(self, *args: Any, project_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [("", _("directly in the project")), *place_choices(project_id)]
        self.offer("parent_id", offered)


def place_choices(project_id: int) -> list[tuple[int, str]]:
    """Return the places of a project as choices, parts indented under what they lie in."""
    return [(node.id, "　" * node.depth + node.name) for node in queries.site_tree(project_id)]


class WhichProjectForm(PickForm):
    """The project that new equipment belongs to."""

    project = PickField(label=_("Project"), url_name="installed_base:pick_project", labels=queries.project_labels)


class EquipmentForm(PickForm):
    """The facts about a piece of equipment; the place is chosen from the project's site tree."""

    name = forms.CharField(label=_("Name"), max_length=160)
    kind_id = forms.TypedChoiceField(label=_("Kind"), coerce=int)
    location_id = forms.TypedChoiceField(label=_("Location"), coerce=int, empty_value=None, required=False)
    maker = forms.CharField(label=_("Maker"), max_length=80, required=False)
    model = forms.CharField(label=_("Model"), max_length=80, required=False)
    serial = forms.CharField(label=_("Serial number"), max_length=80, required=False)
    installed_on = DateField(label=_("Installed on"), required=False)
    warranty_until = DateField(label=_("Contract warranty until"), required=False)
    examples = {"name": _("Lift 3, tower A")}

    def __init__(self, *args: Any, project_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("kind_id", offered(queries.kind_choices()))
        self.fields["kind_id"].widget.attrs["data-pick"] = "1"
        self.offer("location_id", [("", "–"), *place_choices(project_id)])


class ChangeEquipmentForm(EquipmentForm):
    """Facts that change, also the project it stands in and whether it runs."""

    project_id = PickField(
        label=_("Project"),
        url_name="installed_base:pick_project",
        labels=queries.project_labels,
        help_text=_("In another project the place has to be chosen anew."),
    )
    status = forms.ChoiceField(
        label=_("Status"), choices=[c for c in Equipment.Status.choices if c[0] != Equipment.Status.SCRAPPED]
    )
    field_order = ["name", "kind_id", "status", "project_id", "location_id"]


class ReasonForm(StrictForm):
    """Why."""

    reason = forms.CharField(label=_("Reason"), max_length=200)


class SureForm(StrictForm):
    """Nothing to fill in: only a yes."""


class SheetForm(StrictForm):
    """How labels are printed; it comes in the address, so every field has a meaning when left out."""

    paper = forms.ChoiceField(
        label=_("Paper"),
        required=False,
        choices=[("a4", _("A4 sheet, 3 × 8 labels of 70 × 37 mm")), ("single", _("Single labels of 50 × 30 mm"))],
    )
    skip = forms.IntegerField(
        label=_("Labels already used on the first sheet"),
        required=False,
        min_value=0,
        max_value=labels.ON_A_SHEET - 1,
    )
    cut = forms.BooleanField(label=_("Lines to cut along, for plain paper"), required=False)

    def sheet(self) -> labels.Sheet:
        """Return what to print on; the form must be valid."""
        given = self.cleaned_data
        return labels.Sheet(paper=given["paper"] or "a4", skip=given["skip"] or 0, cut=given["cut"])
