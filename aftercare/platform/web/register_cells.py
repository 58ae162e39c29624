"""How a cell of a sheet is understood: as people see it on the page, or as the product stores it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.encoding import force_str

from aftercare.platform.web.forms import StrictModelForm

YES = {"1", "true", "yes", "y", "x", "✓", "是", "有"}
NO = {"", "0", "false", "no", "n", "-", "–", "否", "无"}


def heads(form: type[StrictModelForm], names: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return, per field, the heads of a column it is known by: its name and its label in the person's language."""
    known: dict[str, forms.Field] = form.base_fields
    return {name: (name, force_str(known[name].label or name)) if name in known else (name,) for name in names}


def values(form: forms.BaseForm, cells: Mapping[str, str]) -> dict[str, Any]:
    """Return the cells as the form takes them; what cannot be understood is left for the form to refuse."""
    return {name: _value(form.fields[name], text) if name in form.fields else text for name, text in cells.items()}


def _value(field: forms.Field, text: str) -> Any:
    if isinstance(field, forms.BooleanField) and not isinstance(field, forms.NullBooleanField):
        return "on" if text.strip().casefold() in YES else "" if text.strip().casefold() in NO else text
    if isinstance(field, forms.ModelMultipleChoiceField | forms.MultipleChoiceField):
        parts = [part.strip() for part in text.replace("，", ",").split(",") if part.strip()]
        return [_choice(field, part) for part in parts]
    if isinstance(field, forms.ChoiceField):
        return _choice(field, text)
    return text


def _choice(field: Any, text: str) -> str:
    """Return the value whose code or words these are; of records the code wins over the words."""
    if not text:
        return ""
    if isinstance(field, forms.ModelChoiceField):
        return _record(field, text)
    flat = [(force_str(value), force_str(label)) for value, label in _flat(field.choices)]
    return next((value for value, label in flat if text in (value, label)), text)


def _record(field: Any, text: str) -> str:
    """Return the key of the record with this code, or shown with these words."""
    model = field.queryset.model
    for name in ("code", "number"):
        if any(column.name == name for column in model._meta.concrete_fields):
            found = field.queryset.filter(**{name: text}).first()
            if found is not None:
                return force_str(field.prepare_value(found))
    shown = [row for row in field.queryset.all()[:5000] if str(row) == text]
    return force_str(field.prepare_value(shown[0])) if len(shown) == 1 else text


def _flat(choices: Any) -> list[tuple[Any, Any]]:
    found: list[tuple[Any, Any]] = []
    for value, label in choices:
        found += list(label) if isinstance(label, list | tuple) else [(value, label)]
    return found
