"""What engineers and customers type on the phone."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.contracts.public import OnSite
from aftercare.contexts.dispatch import public as dispatch
from aftercare.contexts.visits import rules
from aftercare.contexts.visits.models import Obstacle
from aftercare.contexts.work_orders import public as work_orders
from aftercare.platform.web.forms import StrictForm

_Area = forms.Textarea
WHY_FAR = [
    ("indoors", _("No signal inside the building")),
    ("entrance", _("The entrance is elsewhere")),
    ("no_position", _("The phone gives no position")),
]


MOMENTS = [("before", _("Before")), ("during", _("During")), ("after", _("After"))]


class RefusalForm(StrictForm):
    """Why a job is not taken: a reason of the list, and words where it says too little."""

    code = forms.ChoiceField(
        label=_("Why can you not take it?"), choices=dispatch.RefusalReason.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("In your own words"), max_length=300, required=False, widget=_Area(attrs={"rows": 3})
    )


class ArriveForm(StrictForm):
    """Where the device says it is, and why that is not the site."""

    lat = forms.FloatField(required=False, min_value=-90, max_value=90, widget=forms.HiddenInput)
    lon = forms.FloatField(required=False, min_value=-180, max_value=180, widget=forms.HiddenInput)
    why = forms.ChoiceField(label=_("Why?"), choices=WHY_FAR, required=False, widget=forms.RadioSelect)
    note = forms.CharField(label=_("In your own words"), max_length=300, required=False)

    def said(self) -> dict[str, Any]:
        """Return what the command takes."""
        data = self.cleaned_data
        note = data["note"] or str(dict(WHY_FAR).get(data["why"], ""))
        return {"lat": data["lat"], "lon": data["lon"], "note": note}


class DiagnoseForm(StrictForm):
    """What is wrong, and why."""

    failure_mode_id = forms.TypedChoiceField(label=_("How does it show?"), coerce=int, widget=forms.RadioSelect)
    failure_mechanism_id = forms.TypedChoiceField(
        label=_("What happened inside?"), coerce=int, empty_value=None, required=False, widget=forms.RadioSelect
    )
    failure_cause_id = forms.TypedChoiceField(
        label=_("Where does it come from?"), coerce=int, empty_value=None, required=False, widget=forms.RadioSelect
    )
    text = forms.CharField(label=_("What did you find?"), max_length=2000, widget=_Area(attrs={"rows": 3}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for facet, choices in work_orders.failure_codes().items():
            self.offer(f"failure_{facet}_id", choices)


class StepForm(StrictForm):
    """The answer to one step of the checklist."""

    value = forms.CharField(required=False, max_length=500)
    is_ok = forms.NullBooleanField(required=False)
    note = forms.CharField(required=False, max_length=500)


class WorkForm(StrictForm):
    """What was done and used."""

    work_done = forms.CharField(label=_("What did you do?"), max_length=4000, widget=_Area(attrs={"rows": 4}))
    parts_used = forms.CharField(
        label=_("Parts used"), max_length=2000, required=False, widget=_Area(attrs={"rows": 2})
    )
    examples = {"parts_used": _("door belt 8M-1200 × 1")}


class FinishForm(WorkForm):
    """The end of the work: what was done, what is left over, and the self-check."""

    leftovers = forms.CharField(
        label=_("Left over"),
        help_text=_("What you write here opens a follow-up order."),
        max_length=2000,
        required=False,
        widget=_Area(attrs={"rows": 2}),
    )
    self_check = forms.BooleanField(
        label=_("I confirm: effect verified, site clean and safe, customer told."),
        error_messages={"required": _("Confirm the self-check.")},
    )

    def said(self) -> dict[str, Any]:
        """Return what the command takes."""
        confirmed = self.cleaned_data["self_check"]
        return {**self.cleaned_data, "self_check": dict.fromkeys(rules.SELF_CHECKS, confirmed)}


class ReadingForm(StrictForm):
    """One measured value."""

    name = forms.CharField(label=_("What"), max_length=80)
    value = forms.DecimalField(label=_("Value"), max_digits=16, decimal_places=4, localize=False)
    unit = forms.CharField(label=_("Unit"), max_length=16, required=False)

    def clean_value(self) -> Decimal:
        """Refuse what no instrument shows."""
        value: Decimal = self.cleaned_data["value"]
        if not value.is_finite():
            raise forms.ValidationError(_("Enter a number."))
        return value


class DecideForm(StrictForm):
    """What the engineer decides on site, at which cost, and why."""

    matter = forms.ChoiceField(label=_("What do you decide?"), widget=forms.RadioSelect)
    amount = forms.DecimalField(
        label=_("What it costs"), min_value=Decimal("0.01"), max_digits=12, decimal_places=2, localize=False
    )
    note = forms.CharField(
        label=_("Why"),
        help_text=_("It stands on the order and on the service report, and cannot be changed later."),
        max_length=500,
        widget=_Area(attrs={"rows": 2}),
    )
    units = {"amount": "¥"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("matter", OnSite.choices)

    def offering(self, matters: list[str]) -> DecideForm:
        """Offer these matters only; what else is sent is for the command to refuse in its words."""
        named = dict(OnSite.choices)
        self.offer("matter", [(key, named[key]) for key in matters])
        if len(matters) == 1:
            self.fields["matter"].initial = matters[0]
        return self


class PhotosForm(StrictForm):
    """Which moment the photos show."""

    moment = forms.ChoiceField(choices=MOMENTS)


class SignForm(StrictForm):
    """The customer's name, remark and drawn signature."""

    signer_name = forms.CharField(label=_("Your name"), max_length=80)
    customer_remark = forms.CharField(
        label=_("A remark"), max_length=1000, required=False, widget=_Area(attrs={"rows": 2})
    )
    signature = forms.CharField(
        max_length=rules.PATH_LIMIT,
        widget=forms.HiddenInput,
        required=False,
        error_messages={"max_length": _("The signature could not be read; sign again.")},
    )


class NotAcceptedForm(StrictForm):
    """Why the customer does not accept the work."""

    reason = forms.CharField(label=_("What is not right?"), max_length=500, widget=_Area(attrs={"rows": 4}))


class RestoreForm(StrictForm):
    """How it came that it can be used again."""

    how = forms.CharField(label=_("What makes it usable"), max_length=500, widget=_Area(attrs={"rows": 3}))


class CannotCompleteForm(StrictForm):
    """What is in the way, and what should happen next."""

    obstacle = forms.ChoiceField(label=_("What is in the way?"), choices=Obstacle.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("What is missing, and what should happen next?"), max_length=500, widget=_Area(attrs={"rows": 4})
    )
    examples = {"reason": _("needs door belt 8M-1200, delivery about Thursday")}
