"""What people type about contracts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from aftercare.contexts.calendars import public as calendars
from aftercare.contexts.contracts.models import ServiceContract
from aftercare.contexts.installed_base import public as installed_base
from aftercare.contexts.organisations import public as organisations
from aftercare.platform.web.forms import DateField, Section, StrictForm
from aftercare.platform.web.picking import PickField, PickForm

MOST_THINGS = 500


class ContractForm(StrictForm):
    """A contract's name, term and calendar."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=160)
    starts_on = DateField(label=pgettext_lazy("contract", "From"))
    ends_on = DateField(label=pgettext_lazy("contract", "To"))
    calendar_id = forms.TypedChoiceField(label=gettext_lazy("Working time by"), coerce=int)
    warn_percent = forms.IntegerField(label=gettext_lazy("Warn when used up"), min_value=1, max_value=99, initial=75)
    note = forms.CharField(
        label=gettext_lazy("Note"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": "3"})
    )
    units = {"warn_percent": "%"}
    examples = {"name": gettext_lazy("Lift maintenance 2026")}
    sections = [Section(gettext_lazy("More"), ["warn_percent", "note"], folded=True)]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("calendar_id", calendars.choices())


class NewContractForm(ContractForm, PickForm):
    """A contract to draw up."""

    customer_id = PickField(
        label=gettext_lazy("Customer"), url_name="organisations:pick", labels=organisations.labels, required=False
    )
    is_standard = forms.BooleanField(label=gettext_lazy("These are the standard terms everybody has"), required=False)
    number = forms.CharField(
        label=gettext_lazy("Number"),
        max_length=24,
        required=False,
        help_text=gettext_lazy("Left empty, the next number is taken."),
    )
    field_order = ["customer_id", "is_standard", "name", "starts_on", "ends_on", "calendar_id"]
    sections = [Section(gettext_lazy("More"), ["number", "warn_percent", "note"], folded=True)]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if ServiceContract.objects.filter(is_default=True).exists():
            del self.fields["is_standard"]
            self.fields["customer_id"].required = True

    def clean(self) -> dict[str, Any]:
        """Ask for a customer, unless these are everybody's terms."""
        cleaned = super().clean()
        is_standard = cleaned.pop("is_standard", False)
        if is_standard:
            cleaned["customer_id"] = None
        elif "customer_id" in cleaned and cleaned["customer_id"] is None:
            self.add_error("customer_id", _("Choose the customer."))
        return cleaned


class PackContractForm(ContractForm, PickForm):
    """A contract to draw up from a standard pack."""

    customer_id = PickField(label=gettext_lazy("Customer"), url_name="organisations:pick", labels=organisations.labels)
    number = forms.CharField(
        label=gettext_lazy("Number"),
        max_length=24,
        required=False,
        help_text=gettext_lazy("Left empty, the next number is taken."),
    )
    field_order = ["customer_id", "name", "starts_on", "ends_on", "calendar_id"]
    sections = [Section(gettext_lazy("More"), ["number", "warn_percent", "note"], folded=True)]


class ClauseForm(StrictForm):
    """A clause."""

    number = forms.CharField(label=gettext_lazy("Clause"), max_length=16)
    title = forms.CharField(label=gettext_lazy("Title"), max_length=120)
    text = forms.CharField(
        label=gettext_lazy("Text"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": "8"})
    )
    examples = {"number": "3.2", "title": gettext_lazy("Response time")}


class EndForm(StrictForm):
    """Why a contract ends before its day."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300)


class ScopeForm(StrictForm):
    """Which projects and equipment of a customer a contract covers."""

    projects = forms.TypedMultipleChoiceField(label=gettext_lazy("Projects"), coerce=int, required=False)
    equipment = forms.TypedMultipleChoiceField(label=gettext_lazy("Equipment"), coerce=int, required=False)

    def __init__(self, *args: Any, customer_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        projects = [
            (p.id, f"{p.name} · {p.number}") for p in installed_base.projects_of(customer_id, limit=MOST_THINGS)
        ]
        things = [
            (e.id, f"{e.name} · {e.number} · {e.project_name}")
            for e in installed_base.equipment_of(customer_id, limit=MOST_THINGS)
        ]
        for name, offered in (("projects", projects), ("equipment", things)):
            field = self.fields[name]
            field.choices = offered  # type: ignore[attr-defined]
            field.widget.attrs["data-pick"] = ""


class AmendForm(StrictForm):
    """Why and from when a contract is amended."""

    starts_on = DateField(label=pgettext_lazy("amendment", "Takes effect on"))
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300)
    summary = forms.CharField(
        label=gettext_lazy("What changes"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": "3"})
    )
    number = forms.CharField(
        label=gettext_lazy("Amendment no."),
        max_length=40,
        required=False,
        help_text=gettext_lazy("Left empty, it is made from the contract's number."),
    )
