"""Forms that take nothing strange and look the same everywhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.forms.renderers import Jinja2, TemplatesSetting
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aftercare.platform import wording
from aftercare.platform.files import intake

SHORT, LONG = 200, 5000
EARLIEST, LATEST = 1900, 2100
_EMPTY = forms.Field.default_error_messages["required"]


def refuse_unseen(text: str) -> None:
    """
    Refuse text with control characters, direction overrides or lone surrogates.

    :raises ValidationError: telling what to do.
    """
    if wording.has_unseen(text):
        raise ValidationError(
            _("The text contains characters that cannot be seen. Type it again instead of pasting it.")
        )


def refuse_absurd_moment(moment: date) -> None:
    """
    Refuse days and moments nobody can mean: before 1900 or after 2100.

    :raises ValidationError: naming the limits.
    """
    if not EARLIEST <= moment.year < LATEST:
        raise ValidationError(
            _("The year must be between %(first)s and %(last)s.") % {"first": EARLIEST, "last": LATEST}
        )


class PhotosInput(forms.ClearableFileInput):
    """Several pictures at once, from the album or the camera."""

    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """A few pictures; what they are is checked by the command."""

    widget = PhotosInput(attrs={"accept": "image/jpeg,image/png,image/webp", "multiple": True})

    def clean(self, data: Any, initial: Any = None) -> list[intake.Photo]:
        """Return the pictures with their contents, none larger than the limit."""
        given = data if isinstance(data, list | tuple) else [data] if data else []
        if any(upload.size > intake.LIMIT_BYTES for upload in given):
            raise ValidationError(_("A photo is larger than 20 MB; send a smaller one."))
        return [intake.Photo(upload.name, upload.read()) for upload in given]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of a long form and its fields; a folded one opens when something in it is wrong."""

    title: Any
    names: Sequence[str]
    folded: bool = False


class LocalDateTimeField(forms.DateTimeField):
    """A moment typed in the person's own zone, as the browser's date and time picker sends it."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    default_error_messages = {"invalid": gettext_lazy("Enter a date and a time, for example 2026-05-31 14:30.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"], **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Return the moment in the person's zone."""
        return timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value


class DateField(forms.DateField):
    """A day, as the browser's date picker sends it."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    default_error_messages = {"invalid": gettext_lazy("Enter a date, for example 2026-05-31.")}


class Renderer(TemplatesSetting):
    """Draws forms by our templates, and the inputs in them by Jinja2, several times faster with many choices."""

    _inputs = Jinja2()

    def get_template(self, template_name: str) -> Any:
        """Return the template of that name."""
        if template_name.startswith("django/forms/widgets/"):
            return self._inputs.get_template(template_name)
        return super().get_template(template_name)


class StrictForm(forms.Form):
    """
    A form that strips, refuses what cannot be seen, bounds every length, and renders in the product's look.

    `units` puts a unit inside a field, `examples` a hint; `sections` folds the rare ones away.
    """

    template_name = "web/form.html"
    units: dict[str, Any] = {}
    examples: dict[str, Any] = {}
    sections: Sequence[Section] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            _bound(field)
            say_what_is_missing(field)
            dress(field, unit=self.units.get(name, ""), example=self.examples.get(name, ""))

    def offer(self, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
        """Give a field of choices what may be chosen, when that is known only as the form is made."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(choices)

    def clean(self) -> dict[str, Any]:
        """Refuse unseen characters and absurd moments, each beside its field."""
        cleaned = super().clean() or self.cleaned_data
        for name, value in list(cleaned.items()):
            try:
                if isinstance(value, str):
                    refuse_unseen(value)
                elif isinstance(value, date):
                    refuse_absurd_moment(value)
            except ValidationError as error:
                self.add_error(name, error)
        return self.cleaned_data

    def grouped(self) -> list[tuple[Section | None, list[forms.BoundField], bool]]:
        """Return the visible fields under their headings; True when a folded heading must stand open."""
        placed = {name for section in self.sections for name in section.names}
        loose = [self[name] for name in self.fields if name not in placed and not self[name].is_hidden]
        groups: list[tuple[Section | None, list[forms.BoundField], bool]] = [(None, loose, True)] if loose else []
        for section in self.sections:
            fields = [self[name] for name in section.names if name in self.fields and not self[name].is_hidden]
            if fields:
                groups.append((section, fields, not section.folded or any(f.errors for f in fields)))
        return groups


class StrictModelForm(StrictForm, forms.ModelForm):
    """A `StrictForm` made from a model; for the generic register, not for business verbs."""


def _bound(field: forms.Field) -> None:
    """Give a text field a length it cannot exceed when it has none."""
    if isinstance(field, forms.CharField) and field.max_length is None:
        limit = LONG if isinstance(field.widget, forms.Textarea) else SHORT
        field.max_length = limit
        field.widget.attrs.setdefault("maxlength", str(limit))
        field.validators.append(MaxLengthValidator(limit))


def say_what_is_missing(field: forms.Field) -> None:
    """Name the field in the words for an empty one, unless the form has words of its own."""
    if field.label and str(field.error_messages.get("required", "")) == str(_EMPTY):
        words = _("Choose: %(field)s.") if isinstance(field, forms.ChoiceField) else _("Fill in: %(field)s.")
        field.error_messages["required"] = words % {"field": field.label}


def dress(field: forms.Field, *, unit: Any = "", example: Any = "") -> None:
    """Give the field the classes, unit and example its template draws."""
    field.template_name = "web/field.html"  # type: ignore[attr-defined]
    field.unit, field.example = unit, example  # type: ignore[attr-defined]
    widget = field.widget
    css = "form-control"
    if isinstance(widget, forms.CheckboxInput | forms.CheckboxSelectMultiple | forms.RadioSelect):
        css = "form-check-input"
    elif isinstance(widget, forms.Select):
        css = "form-select"
    if css not in widget.attrs.get("class", ""):
        widget.attrs["class"] = f"{widget.attrs.get('class', '')} {css}".strip()
    if isinstance(widget, forms.Textarea):
        # Django's own default of ten lines pushes the rest of the form away.
        widget.attrs["rows"] = "4" if str(widget.attrs.get("rows", "10")) == "10" else widget.attrs["rows"]
        widget.attrs.pop("cols", None)
