"""The forms of requests."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.contracts.public import HoldParty, HoldReason
from aftercare.contexts.people import public as people
from aftercare.contexts.service_requests import choosing, queries, words
from aftercare.contexts.service_requests.models import Coverage, Kind, RemoteOutcome, ServiceRequest
from aftercare.platform.actor import Actor
from aftercare.platform.web.forms import PhotosField, Section, StrictForm
from aftercare.platform.web.picking import PickField, PickForm


def category_groups(blank: Any = "—") -> list[tuple[Any, Any]]:
    """Return the categories as choices in their groups."""
    groups: dict[str, list[tuple[int, str]]] = {}
    for pk, group, name in queries.category_choices():
        groups.setdefault(group, []).append((pk, name))
    loose = groups.pop("", [])
    return [("", blank), *loose, *groups.items()]


def _picked() -> forms.IntegerField:
    """Return a field for a record that is picked beside the form; the draft keeps it with what is typed."""
    kept = forms.HiddenInput(attrs={"data-kept": True})
    return forms.IntegerField(widget=kept, required=False, min_value=1, max_value=2**63 - 1)


def _number(value: Any) -> int | None:
    return int(value) if value else None


class CategoryField(forms.TypedChoiceField):
    """A category in its groups, read when the form is shown."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=category_groups, coerce=_number, empty_value=None, required=False, **kwargs)


class LevelField(forms.TypedChoiceField):
    """A level from 1 to 4, with what each means."""

    def __init__(self, levels: Any, **kwargs: Any) -> None:
        super().__init__(choices=levels, coerce=int, initial=3, widget=forms.RadioSelect, **kwargs)


class TriageFields(StrictForm):
    """What triage settles."""

    kind = forms.ChoiceField(label=_("The customer wants"), choices=Kind.choices, initial=Kind.FAULT)
    category_id = CategoryField(label=_("Category"))
    urgency = LevelField(words.URGENCY, label=_("Urgency"))
    impact = LevelField(words.IMPACT, label=_("Impact"))
    is_emergency = forms.BooleanField(label=_("Somebody is in danger or trapped"), required=False)
    coverage = forms.ChoiceField(
        label=_("Who pays"), choices=[("", _("As judged from the contract")), *Coverage.choices], required=False
    )
    coverage_reason = forms.CharField(label=_("Why judged differently"), max_length=300, required=False)
    remote_outcome = forms.ChoiceField(
        label=_("Remote diagnosis"), choices=RemoteOutcome.choices, initial=RemoteOutcome.NOT_TRIED
    )
    remote_note = forms.CharField(
        label=_("What was tried by phone, and what came of it"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": "2"}),
    )
    needs_visit = forms.BooleanField(label=_("Somebody must go there: open a work order"), required=False)


class TriageForm(TriageFields):
    """Triage of a request that is there already."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)
    sections = [Section(_("Judge the coverage differently"), ["coverage", "coverage_reason"], folded=True)]

    @classmethod
    def of(cls, row: ServiceRequest) -> TriageForm:
        """Return the form filled with what is known."""
        names = ("kind", "category_id", "urgency", "impact", "is_emergency", "remote_outcome", "remote_note")
        known = {name: getattr(row, name) for name in names}
        visit = row.kind in {Kind.FAULT, Kind.MAINTENANCE} if row.needs_visit is None else row.needs_visit
        return cls(initial={**known, "needs_visit": visit, "seen_version": row.version})


class NewRequestForm(TriageFields):
    """One telephone call: who, what, where, and the first assessment."""

    caller_phone = forms.CharField(label=_("Phone"), max_length=32, required=False)
    caller_name = forms.CharField(label=_("Caller"), max_length=80, required=False)
    customer_id = _picked()
    contact_id = _picked()
    project_id = _picked()
    equipment_id = _picked()
    region_id = forms.TypedChoiceField(label=_("Region"), coerce=_number, empty_value=None, required=False)
    subject = forms.CharField(label=_("What happened, in one line"), max_length=200)
    description = forms.CharField(
        label=_("How it shows, since when, what was tried"),
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": "3"}),
    )
    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    photos = PhotosField(label=_("Photos"), required=False)
    read_back = forms.BooleanField(label=_("Read back; the caller agreed"), required=False)
    assess = forms.BooleanField(label=_("Assess now"), required=False)

    def __init__(self, *args: Any, by: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("region_id", [("", _("As the customer's")), *people.region_choices(by)])
        for name in ("kind", "urgency", "impact", "remote_outcome"):
            self.fields[name].required = False

    def clean(self) -> dict[str, Any]:
        """Give what was left alone its usual value."""
        cleaned = super().clean()
        for name in ("kind", "urgency", "impact", "remote_outcome"):
            if not cleaned.get(name) and name not in self.errors:
                cleaned[name] = self.fields[name].initial
        return cleaned

    @property
    def report(self) -> dict[str, Any]:
        """Return what `register` takes."""
        names = (
            "kind", "subject", "description", "customer_id", "contact_id", "caller_name", "caller_phone",
            "project_id", "equipment_id", "place", "region_id", "category_id", "urgency", "impact", "is_emergency",
            "photos",
        )  # fmt: skip
        return {name: self.cleaned_data[name] for name in names}

    @property
    def triage(self) -> dict[str, Any]:
        """Return what `triage` takes."""
        return {name: self.cleaned_data[name] for name in TriageFields.base_fields}


class ChangeForm(PickForm):
    """A correction of what was taken down."""

    subject = forms.CharField(label=_("What happened, in one line"), max_length=200)
    description = forms.CharField(
        label=_("How it shows, since when, what was tried"),
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": "4"}),
    )
    caller_name = forms.CharField(label=_("Caller"), max_length=80, required=False)
    caller_phone = forms.CharField(label=_("Phone"), max_length=32, required=False)
    customer_id = PickField(
        label=_("Customer"), url_name="service_requests:customers", labels=choosing.customer_labels, required=False
    )
    equipment_id = PickField(
        label=_("Equipment"), url_name="service_requests:things", labels=choosing.equipment_labels, required=False
    )
    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    seen_version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)

    @classmethod
    def of(cls, row: ServiceRequest, data: Any = None, *, actor: Actor) -> ChangeForm:
        """Return the form of a request."""
        names = ("subject", "description", "caller_name", "caller_phone", "customer_id", "equipment_id", "place")
        known = {name: getattr(row, name) for name in names}
        return cls(data, initial={**known, "seen_version": row.version}, actor=actor)


class HoldForm(StrictForm):
    """What a request waits for."""

    reason = forms.ChoiceField(label=_("Waits for"), choices=HoldReason.choices)
    party = forms.ChoiceField(label=_("Accountable"), choices=HoldParty.choices)
    note = forms.CharField(label=_("Note"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": "2"}))
    photos = PhotosField(
        label=_("Evidence"), required=False, help_text=_("Photos that show why it must wait, such as a locked door.")
    )
    examples = {"note": _("the customer calls back after the weekend")}


class ResolveForm(StrictForm):
    """How it was put right."""

    how = forms.CharField(label=_("How it was put right"), max_length=2000, widget=forms.Textarea(attrs={"rows": "3"}))
    examples = {"how": _("explained by phone: reset the door operator, it runs again")}


class RestoreForm(StrictForm):
    """How it came that it can be used again."""

    how = forms.CharField(label=_("What makes it usable"), max_length=500, widget=forms.Textarea(attrs={"rows": "2"}))
    examples = {"how": _("door operator bypassed, runs between floors 1 and 12")}


class ReasonForm(StrictForm):
    """Why."""

    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": "3"}))


class CommentForm(StrictForm):
    """Something to say about a request."""

    text = forms.CharField(label=_("Comment"), max_length=4000, widget=forms.Textarea(attrs={"rows": "2"}))
    is_internal = forms.BooleanField(label=_("Internal: the customer does not see it"), required=False, initial=True)


class PhotosForm(StrictForm):
    """Pictures for a request."""

    photos = PhotosField(label=_("Photos"), required=True)


class MergeForm(StrictForm):
    """The request in which the matter goes on, by its number."""

    into_id = forms.CharField(label=_("Goes on in request"), max_length=24)
    examples = {"into_id": "SR-2026-000123"}


class AssignForm(StrictForm):
    """Who handles the matter."""

    owner_id = forms.TypedChoiceField(label=_("Handled by"), coerce=int)

    def __init__(self, *args: Any, colleagues: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("owner_id", colleagues)
