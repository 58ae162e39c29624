"""What people type about warranties."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from aftercare.contexts.installed_base import public as installed_base
from aftercare.contexts.installed_base.public import PartKind
from aftercare.contexts.organisations import public as organisations
from aftercare.contexts.warranties import queries
from aftercare.contexts.warranties.models import LONGEST_DESIGN_LIFE
from aftercare.contexts.warranties.rules.jurisdictions import codes, jurisdiction
from aftercare.platform.web.forms import DateField, StrictForm
from aftercare.platform.web.picking import PickField, PickForm


class FileForm(StrictForm):
    """What the warranties of a project rest on, and which parts it has."""

    jurisdiction = forms.ChoiceField(label=gettext_lazy("Law"))
    city = forms.ChoiceField(
        label=gettext_lazy("City of the seasons"),
        required=False,
        help_text=gettext_lazy("Heating and cooling are warranted for two seasons of this city."),
    )
    design_life_years = forms.IntegerField(
        label=gettext_lazy("Design life"), required=False, min_value=1, max_value=LONGEST_DESIGN_LIFE
    )
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Parts of the whole project"),
        choices=PartKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    units = {"design_life_years": gettext_lazy("years")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        laws = [(code, jurisdiction(code).named(get_language() or "")) for code in codes()]
        self.offer("jurisdiction", laws)
        self.offer("city", [("", "–"), *((city, city) for city in queries.cities())])


class SectionForm(StrictForm):
    """A partial acceptance."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    location_id = forms.TypedChoiceField(
        label=gettext_lazy("Place in the site tree"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=gettext_lazy("Equipment that stands there belongs to the section."),
    )
    accepted_on = DateField(label=gettext_lazy("Accepted on"))
    occupied_on = DateField(label=gettext_lazy("Occupied early on"), required=False)
    examples = {"name": gettext_lazy("Tower A and podium")}

    def __init__(self, *args: Any, project_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = [(node.id, "　" * node.depth + node.name) for node in installed_base.site_tree(project_id)]
        self.offer("location_id", [("", _("none")), *places])


class ChangePartForm(PickForm):
    """What is known about a part."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120, required=False)
    section_id = forms.TypedChoiceField(
        label=pgettext_lazy("warranty", "Section"), coerce=int, empty_value=None, required=False
    )
    liable_id = PickField(
        label=gettext_lazy("Liable party"),
        url_name="organisations:pick",
        labels=organisations.labels,
        required=False,
    )
    contract_until = DateField(label=gettext_lazy("Until by contract"), required=False)
    note = forms.CharField(label=gettext_lazy("Note"), max_length=500, required=False)

    def __init__(self, *args: Any, project_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sections = [(row.pk, row.name) for row in queries.sections_of(project_id)]
        self.offer("section_id", [("", _("the whole project")), *sections])


class PartForm(ChangePartForm):
    """A part to add."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind of part"), choices=PartKind.choices)
    field_order = ["kind", "name", "section_id", "liable_id", "contract_until", "note"]
    examples = {"name": gettext_lazy("Roof of hall 2, flat part")}


class SuspendForm(StrictForm):
    """From when on, and why, a warranty stands still."""

    since = DateField(label=gettext_lazy("First day it stands still"))
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300)
    examples = {"reason": gettext_lazy("shut down for the owner's conversion")}


class LiftForm(StrictForm):
    """Until when a warranty stood still."""

    last = DateField(label=gettext_lazy("Last day it stood still"))


class RepairForm(StrictForm):
    """A repair with a warranty of its own."""

    item = forms.CharField(label=gettext_lazy("Repaired item"), max_length=160)
    repaired_on = DateField(label=gettext_lazy("Repaired on"))
    until = DateField(label=gettext_lazy("Own warranty until"))
    examples = {"item": gettext_lazy("expansion joint at axis 7")}


class SureForm(StrictForm):
    """Nothing to type: only a question to answer."""
