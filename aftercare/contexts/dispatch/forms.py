"""The forms of dispatch: what the board sends, and the dialog on an order's page."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.dispatch.models import Lock, WishKind
from aftercare.contexts.dispatch.queries import Suggestion
from aftercare.platform.web import marks
from aftercare.platform.web.forms import DateField, LocalDateTimeField, StrictForm

BIGGEST = 2**63 - 1


class InstantField(forms.Field):
    """A moment with its zone, as scripts send it: `2026-05-31T14:30:00+08:00`."""

    default_error_messages = {"invalid": _("Send a moment with its zone, for example 2026-05-31T14:30:00+08:00.")}

    def to_python(self, value: Any) -> datetime | None:
        """Return the moment."""
        if value in self.empty_values:
            return None
        try:
            moment = datetime.fromisoformat(str(value))
        except ValueError:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None
        if moment.tzinfo is None:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return moment


class Codes(forms.Field):
    """Codes of warnings the dispatcher accepts, separated by blanks."""

    widget = forms.HiddenInput

    def to_python(self, value: Any) -> list[str]:
        """Return the codes."""
        return [code for code in str(value or "").split() if code.replace("_", "").isalpha()][:20]


def _id(label: Any, *, required: bool = True) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=1, max_value=BIGGEST, required=required)


class BoardAssignForm(StrictForm):
    """A new booking from the board."""

    work_order_id = _id(_("Work order"))
    engineer_id = _id(_("Engineer"))
    start_at = InstantField(label=_("From"))
    end_at = InstantField(label=_("To"))
    note = forms.CharField(label=_("Note"), max_length=500, required=False)
    accept_warnings = Codes(required=False)


class BoardMoveForm(StrictForm):
    """Another time or engineer from the board."""

    engineer_id = _id(_("Engineer"), required=False)
    start_at = InstantField(label=_("From"), required=False)
    end_at = InstantField(label=_("To"), required=False)
    seen_version = forms.IntegerField(min_value=1, max_value=2**31, required=False)
    accept_warnings = Codes(required=False)


class BoardPinForm(StrictForm):
    """What of a booking plans must leave as it is."""

    lock = forms.ChoiceField(label=_("Fixed"), choices=Lock.choices)
    seen_version = forms.IntegerField(min_value=1, max_value=2**31, required=False)


class BoardUnassignForm(StrictForm):
    """Taking a booking back from the board."""

    reason = forms.CharField(label=_("Reason"), max_length=300, required=False)
    seen_version = forms.IntegerField(min_value=1, max_value=2**31, required=False)


class SendOnForm(StrictForm):
    """The engineer and the time the button named, with the warnings that stood beside it."""

    engineer_id = _id(_("Engineer"))
    start_at = InstantField(label=_("From"))
    accept_warnings = Codes(required=False)


class BumpForm(StrictForm):
    """Who makes room for whom, as it was offered."""

    order_version = forms.IntegerField(min_value=1, max_value=2**31)
    engineer_id = _id(_("Engineer"))
    start_at = InstantField()
    booking_id = _id(_("Booking"))
    seen_version = forms.IntegerField(min_value=1, max_value=2**31)
    to_engineer_id = _id(_("Engineer"))
    to_start_at = InstantField()
    accept_warnings = Codes(required=False)


class AppointmentForm(StrictForm):
    """The customer's answer to the window that was shown: it suits, or another time in words."""

    seen = InstantField(widget=forms.HiddenInput)
    suits = forms.BooleanField(required=False, widget=forms.HiddenInput)
    wish = forms.CharField(
        label=_("When would it suit you?"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    examples = {"wish": _("Thursday after 14:00")}


class AssignForm(StrictForm):
    """Whom to send and when, on an order's page; the best engineer stands first."""

    engineer_id = forms.TypedChoiceField(label=_("Engineer"), coerce=int)
    start_at = LocalDateTimeField(label=_("From"))
    minutes = forms.IntegerField(label=_("Length"), min_value=15, max_value=14_400)
    note = forms.CharField(label=_("Note for the engineer"), max_length=500, required=False)
    accept_warnings = Codes(required=False)
    units = {"minutes": _("min")}

    def __init__(
        self, *args: Any, found: list[Suggestion], minutes: int, chosen: str = "", start_at: str = "", **kwargs: Any
    ) -> None:
        usual = next((s for s in found if s.start_at), None)
        first = next((s for s in found if str(s.engineer.id) == chosen), usual)
        initial: dict[str, Any] = {"minutes": minutes}
        if first is not None:
            initial |= {"engineer_id": first.engineer.id, "start_at": first.start_at}
        if start_at and (moment := _moment(start_at)):
            initial["start_at"] = moment
        super().__init__(*args, initial=initial, **kwargs)
        choices = [(s.engineer.id, _line(s)) for s in found]
        self.offer("engineer_id", choices)

    def choice(self) -> str:
        """Return engineer and time in one word: warnings are accepted for these and no others."""
        start = self.cleaned_data["start_at"]
        return f"{self.cleaned_data['engineer_id']}@{start.isoformat()}+{self.cleaned_data['minutes']}"

    def accepted(self) -> list[str]:
        """Return the warnings that were shown for exactly this engineer and time, and accepted."""
        codes: list[str] = self.cleaned_data["accept_warnings"]
        return codes if self.data.get("accepted_for") == self.choice() else []

    def times(self) -> dict[str, datetime]:
        """Return the two ends of the booking."""
        start = self.cleaned_data["start_at"]
        return {"start_at": start, "end_at": start + timedelta(minutes=self.cleaned_data["minutes"])}


def _moment(text: str) -> datetime | None:
    """Return the moment an address names, or None for nonsense."""
    try:
        return InstantField().to_python(text)
    except forms.ValidationError:
        return None


def _line(suggestion: Suggestion) -> str:
    """Return one engineer in words: name, first free time, distance, what stands against it."""
    parts = [suggestion.engineer.name]
    if suggestion.start_at:
        parts.append(str(_("free %(time)s") % {"time": marks.relative(suggestion.start_at)}))
    if suggestion.km is not None:
        parts.append(f"{suggestion.km:.0f} km")
    return " · ".join([*parts, *suggestion.reasons, *suggestion.warnings])


class HelpForm(StrictForm):
    """Whom to borrow for which region, on which days and why."""

    borrower_id = forms.TypedChoiceField(label=_("For the region"), coerce=int)
    engineer_id = forms.TypedChoiceField(label=_("Engineer"), coerce=int, widget=forms.Select(attrs={"data-pick": ""}))
    first_day = DateField(label=_("First day"))
    last_day = DateField(label=_("Last day"))
    reason = forms.CharField(label=_("Reason"), max_length=300)

    def __init__(
        self, *args: Any, regions: list[tuple[int, str]], engineers: list[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offer("borrower_id", regions)
        self.offer("engineer_id", engineers)


class NoteForm(StrictForm):
    """Words with an answer."""

    note = forms.CharField(label=_("Note"), max_length=300, required=False)


class WhyNotForm(StrictForm):
    """Why the engineer stays."""

    note = forms.CharField(label=_("Reason"), max_length=300)


class ReasonForm(StrictForm):
    """Why a booking is taken back."""

    reason = forms.CharField(label=_("Reason"), max_length=300, required=False)


class WishForm(StrictForm):
    """What a customer wishes about whom, where, since when and why."""

    # The reason is wanted or not by what is chosen; the browser would not let one without through.
    use_required_attribute = False

    kind = forms.ChoiceField(label=_("The customer wishes"), choices=WishKind.choices, widget=forms.RadioSelect)
    engineer_id = forms.TypedChoiceField(label=_("Engineer"), coerce=int, widget=forms.Select(attrs={"data-pick": ""}))
    project_id = forms.TypedChoiceField(label=_("Only at the project"), coerce=int, required=False, empty_value=None)
    reason = forms.CharField(label=_("Reason"), max_length=300, help_text=_("“Rather send” needs none."))
    said_by = forms.CharField(label=_("Who said so"), max_length=80, required=False)
    first_day = DateField(label=_("First day"))
    last_day = DateField(label=_("Last day"), required=False, help_text=_("Left empty, it holds for good."))

    def __init__(
        self, *args: Any, engineers: list[tuple[int, str]], projects: list[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = self.data.get("kind") != "rather"
        self.offer("engineer_id", [("", ""), *engineers])
        self.offer("project_id", [("", _("All places")), *projects])
