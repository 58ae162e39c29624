"""The forms of the customer pages."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aftercare.contexts.organisations.models import Organisation, Tag
from aftercare.contexts.organisations.telling import TAG_COLOURS
from aftercare.contexts.people import public as people
from aftercare.platform.web.forms import Section, StrictModelForm
from aftercare.platform.web.picking import PickForm


class OrganisationForm(PickForm):
    """The facts about an organisation."""

    name = forms.CharField(label=_("Full name"), max_length=160)
    short_name = forms.CharField(label=_("Short name"), max_length=60, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=Organisation.Kind.choices)
    customer_type = forms.ChoiceField(
        label=_("Customer type"), choices=Organisation.CustomerType.choices, initial="enterprise"
    )
    industry = forms.ChoiceField(label=_("Industry"), choices=Organisation.Industry.choices, initial="other")
    grade = forms.ChoiceField(label=_("Grade"), choices=Organisation.Grade.choices, initial="C")
    region_id = forms.TypedChoiceField(label=_("Region"), coerce=int, empty_value=None, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    credit_code = forms.CharField(label=_("Unified social credit code"), max_length=18, required=False)
    note = forms.CharField(label=_("Note"), max_length=2000, required=False, widget=forms.Textarea)
    sections = [Section(_("More"), ["credit_code", "address", "note"], folded=True)]
    examples = {"phone": "021-5555 1234 转 801", "credit_code": "91310000MA1FL0000X"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        is_everybodys = self.actor.region_ids is None or self.initial.get("region_id", 0) is None
        everybody = [("", _("every region"))] if is_everybodys else []
        none = everybody or [("", _("Please choose"))]
        self.offer("region_id", [*none, *people.region_choices(self.actor)])
        self.fields["region_id"].required = not everybody


class ChangeOrganisationForm(OrganisationForm):
    """Facts that change, and whether the organisation is still dealt with."""

    is_active = forms.BooleanField(label=_("Active"), required=False)


class ContactForm(PickForm):
    """A person to call."""

    name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=80)
    title = forms.CharField(label=pgettext_lazy("person", "Position"), max_length=80, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    language = forms.ChoiceField(label=_("Language"), choices=[("zh-hans", "中文"), ("en", "English")])
    is_primary = forms.BooleanField(label=_("Main contact"), required=False)
    examples = {"phone": "138 1234 5678", "title": _("site engineer")}


class ChangeContactForm(ContactForm):
    """Facts that change, and whether the person is still there."""

    is_active = forms.BooleanField(label=_("Still there"), required=False)


class LoginForm(PickForm):
    """The name a contact signs in by."""

    username = forms.CharField(
        label=_("Login name"),
        max_length=64,
        help_text=_("The security administrator hands out the link to set a password, or the contact asks by e-mail."),
    )


class TagsForm(PickForm):
    """The words a customer is grouped by."""

    tags = forms.CharField(
        label=_("Tags"),
        max_length=400,
        required=False,
        help_text=_("Separate them by commas; a new word becomes a new tag."),
    )

    def clean_tags(self) -> list[str]:
        """Return the words one by one."""
        return [word.strip() for word in re.split(r"[,，、;；]", self.cleaned_data["tags"]) if word.strip()]


class TagForm(StrictModelForm):
    """A tag and its colour."""

    colour = forms.ChoiceField(label=_("Colour"), choices=TAG_COLOURS)

    class Meta:
        model = Tag
        fields = ["name", "colour"]
