"""What people type about calendars."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aftercare.contexts.calendars import queries
from aftercare.contexts.calendars.commands import NewDay
from aftercare.contexts.calendars.commands.checking import FIRST_YEAR, LAST_YEAR
from aftercare.contexts.calendars.models import SpecialDay
from aftercare.platform import zones
from aftercare.platform.refusal import Refused
from aftercare.platform.web import sheets
from aftercare.platform.web.forms import DateField, StrictForm

WEEKDAYS = [
    gettext_lazy("Monday"),
    gettext_lazy("Tuesday"),
    gettext_lazy("Wednesday"),
    gettext_lazy("Thursday"),
    gettext_lazy("Friday"),
    gettext_lazy("Saturday"),
    gettext_lazy("Sunday"),
]
# The zones a Chinese engineering company meets, before all the others.
COMMON = ["Asia/Shanghai", "Asia/Hong_Kong", "Asia/Singapore", "Asia/Dubai", "Europe/London", "America/New_York", "UTC"]
_SPAN = re.compile(r"(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})")
MOST_DAYS = 366


def zone_choices() -> list[tuple[str, str]]:
    """Return the time zones for a form."""
    rest = sorted(name for name in zones.known() if "/" in name and name not in COMMON)
    return [(name, name) for name in [*COMMON, *rest]]


class CalendarForm(StrictForm):
    """A calendar's name, zone and holidays."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    zone = forms.ChoiceField(label=gettext_lazy("Time zone"), choices=zone_choices, initial="Asia/Shanghai")
    holiday_table_id = forms.TypedChoiceField(
        label=gettext_lazy("Holidays"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=gettext_lazy("Without a table every week of the year is alike."),
    )
    examples = {"name": gettext_lazy("Office hours")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["zone"].widget.attrs["data-pick"] = ""
        tables: list[tuple[Any, Any]] = [("", _("No holidays")), *queries.table_choices()]
        self.offer("holiday_table_id", tables)


class WeekFields(StrictForm):
    """The working week, a line of times for each day."""

    day0 = forms.CharField(label=WEEKDAYS[0], max_length=100, required=False)
    day1 = forms.CharField(label=WEEKDAYS[1], max_length=100, required=False)
    day2 = forms.CharField(label=WEEKDAYS[2], max_length=100, required=False)
    day3 = forms.CharField(label=WEEKDAYS[3], max_length=100, required=False)
    day4 = forms.CharField(label=WEEKDAYS[4], max_length=100, required=False)
    day5 = forms.CharField(label=WEEKDAYS[5], max_length=100, required=False)
    day6 = forms.CharField(label=WEEKDAYS[6], max_length=100, required=False)
    examples = {"day0": "09:00-12:00, 13:00-18:00"}

    def week(self) -> list[list[tuple[int, int]]]:
        """Return the seven days of a valid form."""
        return [self.cleaned_data[f"day{number}"] for number in range(7)]

    def clean(self) -> dict[str, Any]:
        """Read the times of each day."""
        cleaned = super().clean()
        for number in range(7):
            try:
                cleaned[f"day{number}"] = read_spans(str(cleaned.get(f"day{number}") or ""))
            except ValidationError as error:
                self.add_error(f"day{number}", error)
        return cleaned


class WeekForm(WeekFields):
    """The week of a calendar that exists, and the version the person saw."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)


class NewCalendarForm(CalendarForm, WeekFields):
    """A calendar with its first week."""

    code = forms.SlugField(label=gettext_lazy("Code"), max_length=32)
    field_order = ["name", "code", "zone", "holiday_table_id"]
    examples = {**CalendarForm.examples, **WeekFields.examples, "code": "office"}


def read_spans(text: str) -> list[tuple[int, int]]:
    """
    Return the intervals of a day written as 09:00-12:00, 13:00-18:00, in minutes from midnight.

    :raises ValidationError: in words that show how to write them.
    """
    plain = re.sub(r"[–—~至到]", "-", unicodedata.normalize("NFKC", text))
    spans = []
    for piece in filter(None, (part.strip() for part in re.split(r"[,、;]", plain))):
        found = _SPAN.fullmatch(piece)
        hours = [int(value) for value in found.groups()] if found else []
        if not found or hours[1] > 59 or hours[3] > 59:
            raise ValidationError(_("Write times as 09:00-12:00, 13:00-18:00; midnight at the end is 24:00."))
        spans.append((hours[0] * 60 + hours[1], hours[2] * 60 + hours[3]))
    return spans


def words_of(plan: tuple[tuple[int, int], ...]) -> str:
    """Return the intervals of a day as people write them."""
    return ", ".join(f"{a // 60:02}:{a % 60:02}-{b // 60:02}:{b % 60:02}" for a, b in plan)


class TableForm(StrictForm):
    """A new table of holidays."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    code = forms.SlugField(label=gettext_lazy("Code"), max_length=32)
    examples = {"name": gettext_lazy("Public holidays of Singapore"), "code": "sg"}


class DayForm(StrictForm):
    """One special day."""

    on_date = DateField(label=gettext_lazy("Date"))
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=SpecialDay.Kind.choices, widget=forms.RadioSelect, initial="holiday"
    )
    name = forms.CharField(label=gettext_lazy("Name"), max_length=80, required=False)
    as_weekday = forms.TypedChoiceField(
        label=gettext_lazy("A make-up day works like"),
        choices=list(enumerate(WEEKDAYS)),
        coerce=int,
        initial=0,
    )
    examples = {"name": gettext_lazy("National Day")}


HEADS = ("date", "kind", "name")
HOLIDAY_WORDS = {"holiday", "off", "休", "休息", "放假", "假日", "节假日"}
WORKDAY_WORDS = {"workday", "work", "班", "上班", "调休", "补班"}


EXAMPLE_LINES = "2027-01-01 holiday 元旦\n2027-02-07 workday 春节"


class YearForm(StrictForm):
    """The special days of a year: pasted, a line a day, or in a sheet."""

    year = forms.IntegerField(label=gettext_lazy("Year"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    days = forms.CharField(
        label=gettext_lazy("Special days"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": "14", "class": "mono", "placeholder": EXAMPLE_LINES}),
        help_text=gettext_lazy("A line a day: date, holiday or workday, name. 休 and 班 are understood too."),
    )
    file = forms.FileField(
        label=gettext_lazy("or a sheet"),
        required=False,
        help_text=gettext_lazy("Excel or CSV with the columns date, kind and name; it takes the place of the lines."),
    )

    def clean(self) -> dict[str, Any]:
        """Read the days from the sheet or the lines."""
        cleaned = super().clean()
        if self.errors:
            return cleaned
        field = "file" if cleaned.get("file") else "days"
        try:
            rows = self._sheet() if field == "file" else self._lines()
            cleaned["rows"] = [_day(number, *cells) for number, cells in rows]
        except ValidationError as error:
            self.add_error(field, error)
        except Refused as refused:
            self.add_error(field, str(refused.message))
        return cleaned

    def _sheet(self) -> list[tuple[int, tuple[str, str, str]]]:
        rows = sheets.read(self.cleaned_data["file"], heads=HEADS)
        cells = [(row.number, [row.values.get(head, "") for head in HEADS]) for row in rows]
        return [(number, (found[0], found[1], found[2])) for number, found in cells]

    def _lines(self) -> list[tuple[int, tuple[str, str, str]]]:
        found = []
        for number, line in enumerate(self.cleaned_data["days"].splitlines(), start=1):
            cells = [cell for cell in re.split(r"[\s,，;、]+", line.strip(), maxsplit=2) if cell]
            if cells:
                found.append((number, (cells[0], cells[1] if len(cells) > 1 else "", " ".join(cells[2:]))))
        if len(found) > MOST_DAYS:
            raise ValidationError(_("A year has no more than 366 days."))
        return found


def _day(number: int, day: str, kind: str, name: str) -> NewDay:
    """
    Return the day a line names.

    :raises ValidationError: naming the line.
    """
    try:
        on_date = date.fromisoformat(day.replace("/", "-").replace(".", "-"))
    except ValueError:
        words = _("Line %(n)d: “%(day)s” is not a date such as 2027-10-01.") % {"n": number, "day": day[:20]}
        raise ValidationError(words) from None
    plain = kind.strip().lower()
    if plain not in HOLIDAY_WORDS | WORKDAY_WORDS:
        words = _("Line %(n)d: say holiday or workday, not “%(kind)s”.") % {"n": number, "kind": kind[:20]}
        raise ValidationError(words)
    if len(name) > 80:
        raise ValidationError(_("Line %(n)d: the name is longer than 80 characters.") % {"n": number})
    return NewDay(on_date, None if plain in HOLIDAY_WORDS else 0, name.strip())
