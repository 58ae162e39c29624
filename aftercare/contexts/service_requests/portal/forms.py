"""What customers and passers-by type."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.service_requests import choosing
from aftercare.contexts.service_requests.models import Kind
from aftercare.platform.web.forms import PhotosField, StrictForm
from aftercare.platform.web.picking import PickField, PickForm


class ReportForm(StrictForm):
    """What somebody at the equipment tells: five inputs, and one that only robots fill."""

    what = forms.CharField(
        label=_("What happened?"), max_length=2000, widget=forms.Textarea(attrs={"rows": "4", "autofocus": True})
    )
    photos = PhotosField(label=_("Photos"), required=False)
    caller_name = forms.CharField(label=_("Your name"), max_length=80, required=False)
    caller_phone = forms.CharField(
        label=_("Your phone"), max_length=32, widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"})
    )
    is_emergency = forms.BooleanField(label=_("Somebody is in danger or trapped"), required=False)
    website = forms.CharField(required=False, max_length=200)
    examples = {"what": _("the door opens half way and closes again, since this morning")}

    def clean(self) -> dict[str, Any]:
        """Refuse what only a robot sends, and a phone number without digits."""
        cleaned = super().clean()
        if cleaned.get("website"):
            raise forms.ValidationError(_("This could not be taken down. Please call us."))
        phone = cleaned.get("caller_phone", "")
        if phone and sum(c.isdigit() for c in phone) < 5:
            self.add_error("caller_phone", _("Give a number we can call back, such as 138 0000 0000."))
        return cleaned


class PortalForm(PickForm):
    """What a customer who is signed in reports."""

    equipment_id = PickField(
        label=_("Equipment"), url_name="service_requests_portal:things", labels=choosing.equipment_labels,
        required=False,
    )  # fmt: skip
    kind = forms.ChoiceField(label=_("What is it about?"), choices=Kind.choices, initial=Kind.FAULT)
    subject = forms.CharField(label=_("What happened, in one line"), max_length=200)
    description = forms.CharField(
        label=_("How it shows, since when, what was tried"),
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": "4"}),
    )
    caller_phone = forms.CharField(label=_("Phone for questions"), max_length=32, required=False)
    photos = PhotosField(label=_("Photos"), required=False)
    is_emergency = forms.BooleanField(label=_("Somebody is in danger or trapped"), required=False)


class MessageForm(StrictForm):
    """A message to the service desk."""

    text = forms.CharField(label=_("Message"), max_length=4000, widget=forms.Textarea(attrs={"rows": "3"}))
