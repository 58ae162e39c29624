"""What people say when they ask for a plan, and when they publish one."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from aftercare.contexts.dispatch.planning.profiles import BALANCED, PROFILES
from aftercare.platform.web.forms import DateField, Section, StrictForm

DAYS = [(n, ngettext_lazy("%(n)d day", "%(n)d days", n) % {"n": n}) for n in (1, 2, 3, 5, 7)]
SECONDS = [
    (5, _("5 seconds, a first look")),
    (15, _("15 seconds")),
    (60, _("1 minute, as good as it gets for most")),
    (180, _("3 minutes, for large regions")),
]
OVERTIME = [(0, _("none")), (30, _("30 min")), (60, _("1 h")), (120, _("2 h"))]


class PlanForm(StrictForm):
    """What to plan, and what for."""

    region_id = forms.TypedChoiceField(label=_("Region"), coerce=int)
    first_on = DateField(label=_("First day"))
    days = forms.TypedChoiceField(label=_("How long"), choices=DAYS, coerce=int, initial=1)
    profile = forms.ChoiceField(
        label=_("What counts most"), widget=forms.RadioSelect(attrs={"data-stacked": True}), initial=BALANCED
    )
    seconds = forms.TypedChoiceField(label=_("Computing time"), choices=SECONDS, coerce=int, initial=15)
    overtime_minutes = forms.TypedChoiceField(label=_("Overtime allowed"), choices=OVERTIME, coerce=int, initial=60)
    move_told = forms.BooleanField(label=_("Also move jobs the engineers have been told of"), required=False)
    is_what_if = forms.BooleanField(label=_("Only a what-if: it can be looked at, not published"), required=False)
    without = forms.TypedMultipleChoiceField(label=_("Think away"), coerce=int, required=False)
    sections = [
        Section(_("Limits"), ["seconds", "overtime_minutes", "move_told"], folded=True),
        Section(_("What if"), ["is_what_if", "without"], folded=True),
    ]

    def __init__(
        self, *args: Any, regions: list[tuple[int, Any]], engineers: list[tuple[int, str]], today: date, **kwargs: Any
    ) -> None:
        initial = {"first_on": today, "region_id": regions[0][0] if regions else None, **kwargs.pop("initial", {})}
        super().__init__(*args, initial=initial, **kwargs)
        said = ((p.key, format_html("{}<small>{}</small>", p.label, p.hint)) for p in PROFILES.values())
        self.offer("profile", said)
        self.offer("region_id", regions)
        self.offer("without", engineers)


class PublishForm(StrictForm):
    """How a plan becomes what is booked."""

    send = forms.BooleanField(label=_("Tell the engineers of what is new or moved at once"), required=False)
    leave_out_changed = forms.BooleanField(required=False, widget=forms.HiddenInput)
