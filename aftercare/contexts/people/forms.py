"""The forms of the people pages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aftercare.contexts.people import queries
from aftercare.contexts.people.models import Engineer, Leave, Region, ServiceCentre
from aftercare.platform import zones
from aftercare.platform.actor import ADMINISTRATORS, OFFICE, ROLE_LABELS, Actor, Role
from aftercare.platform.web.forms import DateField, LocalDateTimeField, Section, StrictForm, StrictModelForm

WEEKDAYS = [
    _("Monday"),
    _("Tuesday"),
    _("Wednesday"),
    _("Thursday"),
    _("Friday"),
    _("Saturday"),
    _("Sunday"),
]
_SPAN = re.compile(r"(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})")
GRANTABLE = [Role.ENGINEER, *sorted(OFFICE), *sorted(ADMINISTRATORS)]


def offered(choices: Sequence[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    """Return the choices with none taken beforehand, so that nobody takes the first one by mistake."""
    return [("", _("Please choose")), *choices] if len(choices) > 1 else list(choices)


def _centres(actor: Actor) -> list[tuple[int, str]]:
    rows = ServiceCentre.objects.select_related("region").order_by("region__name", "name")
    return [(row.pk, f"{row.region.name} · {row.name}") for row in rows if actor.works_in(row.region_id)]


class EngineerForm(StrictForm):
    """The facts about an engineer."""

    name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=80)
    employee_no = forms.CharField(label=_("Employee number"), max_length=32)
    phone = forms.CharField(label=_("Phone"), max_length=32, required=False)
    grade = forms.ChoiceField(
        label=pgettext_lazy("engineer", "Grade"), choices=Engineer.Grade.choices, initial=Engineer.Grade.MIDDLE
    )
    region_id = forms.TypedChoiceField(label=_("Region"), coerce=int)
    centre_id = forms.TypedChoiceField(label=_("Service centre"), coerce=int, empty_value=None, required=False)
    lat = forms.FloatField(label=_("Latitude"), required=False, min_value=-90, max_value=90)
    lon = forms.FloatField(label=_("Longitude"), required=False, min_value=-180, max_value=180)
    sections = [Section(_("Where they set out, if not from the service centre"), ["lat", "lon"], folded=True)]
    examples = {"employee_no": "E0123", "phone": "138 1234 5678", "lat": "31.2304", "lon": "121.4737"}

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everywhere = actor if not actor.has(Role.SECURITY_ADMIN) else Actor.system("desk")
        self.offer("region_id", offered(queries.region_choices(everywhere)))
        self.offer("centre_id", [("", "–"), *_centres(everywhere)])


class HireForm(EngineerForm):
    """A new engineer with the login."""

    username = forms.CharField(label=_("Login name"), max_length=64)
    email = forms.EmailField(label=_("E-mail"), required=False)
    examples = {**EngineerForm.examples, "username": "zhang.wei", "email": "zhang.wei@example.com"}
    field_order = ["name", "employee_no", "username", "phone", "email", "grade", "region_id", "centre_id"]


class ChangeEngineerForm(EngineerForm):
    """Facts that change, and whether the engineer still works here."""

    is_active = forms.BooleanField(label=_("Works here"), required=False)


class SkillForm(StrictForm):
    """A skill and its level."""

    skill_id = forms.TypedChoiceField(label=_("Skill"), coerce=int)
    level = forms.TypedChoiceField(
        label=pgettext_lazy("skill", "Level"),
        coerce=int,
        choices=[
            (1, _("1 – helps")),
            (2, _("2 – works under guidance")),
            (3, _("3 – works alone")),
            (4, _("4 – solves the hard cases")),
            (5, _("5 – expert, teaches others")),
            (0, _("none – take the skill away")),
        ],
        initial=3,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("skill_id", offered(queries.skill_choices()))


class CertificateForm(StrictForm):
    """A certificate the engineer holds."""

    kind_id = forms.TypedChoiceField(label=_("Certificate"), coerce=int)
    number = forms.CharField(label=_("Number"), max_length=64)
    issued_on = DateField(label=_("Issued on"))
    expires_on = DateField(label=_("Valid to"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("kind_id", offered(queries.certificate_choices()))


class ReasonForm(StrictForm):
    """Why."""

    reason = forms.CharField(label=_("Reason"), max_length=200)


class SureForm(StrictForm):
    """Nothing to fill in: only a yes."""


class LeaveForm(StrictForm):
    """A time to be away."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Leave.Kind.choices)
    start_at = LocalDateTimeField(label=pgettext_lazy("leave", "From"))
    end_at = LocalDateTimeField(label=pgettext_lazy("leave", "To"))
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)


class ShiftsForm(StrictForm):
    """The working week, a line of times a day."""

    day0 = forms.CharField(label=WEEKDAYS[0], max_length=100, required=False)
    day1 = forms.CharField(label=WEEKDAYS[1], max_length=100, required=False)
    day2 = forms.CharField(label=WEEKDAYS[2], max_length=100, required=False)
    day3 = forms.CharField(label=WEEKDAYS[3], max_length=100, required=False)
    day4 = forms.CharField(label=WEEKDAYS[4], max_length=100, required=False)
    day5 = forms.CharField(label=WEEKDAYS[5], max_length=100, required=False)
    day6 = forms.CharField(label=WEEKDAYS[6], max_length=100, required=False)

    def clean(self) -> dict[str, Any]:
        """Read the times of each day."""
        cleaned = super().clean()
        shifts: list[tuple[int, int, int]] = []
        for number in range(7):
            spans = self._read(number, cleaned.get(f"day{number}", ""))
            shifts += [(number, first, last) for first, last in spans]
        return {"shifts": shifts} if not self.errors else cleaned

    def _read(self, number: int, text: str) -> list[tuple[int, int]]:
        plain = re.sub(r"[–—~至到]", "-", unicodedata.normalize("NFKC", text))
        spans = []
        for piece in filter(None, (part.strip() for part in re.split(r"[,、;]", plain))):
            found = _SPAN.fullmatch(piece)
            hours = [int(value) for value in found.groups()] if found else []
            if not found or hours[1] > 59 or hours[3] > 59:
                words = _("Write times as 08:30-12:00, 13:00-17:30; midnight at the end is 24:00.")
                self.add_error(f"day{number}", words)
                return []
            spans.append((hours[0] * 60 + hours[1], hours[2] * 60 + hours[3]))
        return spans


class UserForm(StrictForm):
    """A login without any right."""

    username = forms.CharField(label=_("Login name"), max_length=64)
    name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=80)
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(label=_("Phone"), max_length=32, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=[("zh-hans", "中文"), ("en", "English")])
    examples = {"username": "zhang.wei"}


class GrantForm(StrictForm):
    """A role, and where."""

    role = forms.ChoiceField(label=_("Role"), choices=offered([(role.value, ROLE_LABELS[role]) for role in GRANTABLE]))
    region_id = forms.TypedChoiceField(
        label=_("Region"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("A region includes its parts. Administrators' roles have no region."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everywhere = queries.region_choices(Actor.system("desk"))
        self.offer("region_id", [("", _("everywhere")), *everywhere])


class RegionForm(StrictModelForm):
    """A region; it cannot lie inside itself, and its zone must exist."""

    class Meta:
        model = Region
        fields = ["code", "name", "parent", "zone"]

    def clean_parent(self) -> Region | None:
        """Refuse a region that would lie inside itself."""
        parent: Region | None = self.cleaned_data["parent"]
        if parent and self.instance.pk and parent.pk in queries.regions_under([self.instance.pk]):
            raise forms.ValidationError(_("A region cannot lie inside itself."))
        return parent

    def clean_zone(self) -> str:
        """Refuse an unknown zone."""
        zone = self.cleaned_data["zone"] or settings.TIME_ZONE
        if zone not in zones.known():
            raise forms.ValidationError(_("There is no such time zone; for example Asia/Shanghai."))
        return str(zone)
