"""The promised times as a table one can type into: promises down, priorities across."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aftercare.contexts.contracts.commands import PromiseRow
from aftercare.contexts.contracts.models import Clause, Counting, HoldReason, Moment, Promise
from aftercare.contexts.contracts.queries import Level
from aftercare.contexts.contracts.rules.moments import MOMENTS
from aftercare.contexts.contracts.rules.terms import PRIORITIES
from aftercare.platform.web.forms import StrictForm, dress

MINUTES, HOURS = "min", "h"
UNITS = [(MINUTES, gettext_lazy("min")), (HOURS, gettext_lazy("h"))]
MOST = 525_600


@dataclass(frozen=True, slots=True)
class Cell:
    """One promised time to type: the number, its unit, and how it is counted."""

    number: forms.BoundField
    unit: forms.BoundField
    counting: forms.BoundField


@dataclass(frozen=True, slots=True)
class FormRow:
    """One promise of the table: four times, the clause, the moments it counts between, the reasons that stop it."""

    label: Any
    cells: list[Cell]
    clause: forms.BoundField
    begins: forms.BoundField
    ends: forms.BoundField
    reasons: forms.BoundField

    @property
    def errors(self) -> list[str]:
        """Return what is wrong anywhere in the row."""
        fields = [field for cell in self.cells for field in (cell.number, cell.unit, cell.counting)]
        terms = [self.clause, self.begins, self.ends, self.reasons]
        return [str(error) for field in [*fields, *terms] for error in field.errors]


class LevelsForm(StrictForm):
    """Every promised time of a contract."""

    def __init__(self, *args: Any, clauses: list[Clause], levels: list[Level], **kwargs: Any) -> None:
        super().__init__(*args, initial=_initial(levels), **kwargs)
        self.clause_choices = [(clause.pk, str(clause)) for clause in clauses]
        for promise in Promise.values:
            for priority in PRIORITIES:
                self._add_cell(promise, priority)
            self.fields[f"{promise}_clause"] = forms.TypedChoiceField(
                choices=[("", "–"), *self.clause_choices], coerce=int, empty_value=None, required=False
            )
            for name, fitting in zip(("begins", "ends"), MOMENTS[promise], strict=True):
                choices = [(moment, Moment(moment).label) for moment in fitting]
                self.fields[f"{promise}_{name}"] = forms.ChoiceField(choices=choices, required=False)
            self.fields[f"{promise}_reasons"] = forms.MultipleChoiceField(
                choices=HoldReason.choices, required=False, widget=forms.CheckboxSelectMultiple
            )

        for field in self.fields.values():
            dress(field)

    def _add_cell(self, promise: str, priority: int) -> None:
        name = f"{promise}_{priority}"
        number = forms.IntegerField(min_value=1, max_value=MOST, required=False)
        number.widget.attrs.update({"inputmode": "numeric", "aria-label": _label(name)})
        unit = forms.ChoiceField(choices=UNITS, required=False)
        counting = forms.ChoiceField(choices=Counting.choices, required=False)
        for field in (unit, counting):
            field.widget.attrs["aria-label"] = _label(name)
        self.fields[name], self.fields[f"{name}_unit"], self.fields[f"{name}_counting"] = number, unit, counting

    @property
    def table(self) -> list[FormRow]:
        """Return the rows as the template draws them."""
        return [
            FormRow(
                Promise(promise).label,
                [
                    Cell(self[f"{promise}_{n}"], self[f"{promise}_{n}_unit"], self[f"{promise}_{n}_counting"])
                    for n in PRIORITIES
                ],
                self[f"{promise}_clause"],
                self[f"{promise}_begins"],
                self[f"{promise}_ends"],
                self[f"{promise}_reasons"],
            )
            for promise in Promise.values
        ]

    def clean(self) -> dict[str, Any]:
        """Ask for a clause where times are promised."""
        cleaned = super().clean()
        for promise in Promise.values:
            if self._targets(promise) and not cleaned.get(f"{promise}_clause"):
                self.add_error(f"{promise}_clause", _("Choose the clause that promises these times."))
            elif cleaned.get(f"{promise}_clause") and not self._targets(promise) and not self._faulty(promise):
                self.add_error(f"{promise}_clause", _("This clause has no time: type one, or take the clause out."))
        return cleaned

    def _faulty(self, promise: str) -> bool:
        """Tell whether a time was typed that cannot be read."""
        return any(f"{promise}_{priority}" in self.errors for priority in PRIORITIES)

    def _targets(self, promise: str) -> Mapping[int, tuple[int, str]]:
        values = self.cleaned_data
        found = {}
        for priority in PRIORITIES:
            name = f"{promise}_{priority}"
            number = values.get(name)
            if number:
                minutes = number * 60 if values.get(f"{name}_unit") == HOURS else number
                found[priority] = (minutes, values.get(f"{name}_counting") or Counting.WORKING)
        return found

    def rows(self) -> list[PromiseRow]:
        """Return what a valid form promises."""
        return [
            PromiseRow(
                promise=promise,
                clause_id=self.cleaned_data[f"{promise}_clause"],
                targets=targets,
                begins=self.cleaned_data[f"{promise}_begins"],
                ends=self.cleaned_data[f"{promise}_ends"],
                pausing_reasons=self.cleaned_data[f"{promise}_reasons"],
            )
            for promise in Promise.values
            if (targets := self._targets(promise))
        ]


def _label(name: str) -> str:
    promise, _mark, priority = name.partition("_")
    return f"{Promise(promise).label} · P{priority}"


def _initial(levels: list[Level]) -> dict[str, Any]:
    """Return the table of the levels as they are; whole hours are shown as hours."""
    initial: dict[str, Any] = {}
    for promise in Promise.values:
        for priority in PRIORITIES:
            initial[f"{promise}_{priority}_unit"] = HOURS
            initial[f"{promise}_{priority}_counting"] = Counting.CALENDAR if priority == 1 else Counting.WORKING
    for level in levels:
        name = f"{level.promise}_{level.priority}"
        hours, minutes = divmod(level.target_minutes, 60)
        initial[name], initial[f"{name}_unit"] = (level.target_minutes, MINUTES) if minutes else (hours, HOURS)
        initial[f"{name}_counting"] = level.counting
        initial[f"{level.promise}_clause"] = level.clause_id
        initial[f"{level.promise}_begins"], initial[f"{level.promise}_ends"] = level.begins, level.ends
        initial[f"{level.promise}_reasons"] = list(level.pausing_reasons)
    return initial
