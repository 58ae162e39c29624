"""What people type about concessions."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from aftercare.contexts.concessions import rules
from aftercare.contexts.concessions.models import OFFICE_ROLES, Kind
from aftercare.platform.files.intake import LIMIT_BYTES
from aftercare.platform.web.forms import LocalDateTimeField, StrictForm

# What each kind asks for, besides what all of them do.
FIELDS = {Kind.EXTEND: ("minutes", "until"), Kind.REPLAN: ("plan", "until"), Kind.WAIVE: ()}
OWN_FIELDS = {name for names in FIELDS.values() for name in names}
HOUR = 60


class HoursField(forms.DecimalField):
    """A time typed in hours, as minutes."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_digits=7, decimal_places=2, min_value=Decimal(0), max_value=Decimal(8760), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Return minutes in hours; what was typed stays as it was."""
        return f"{Decimal(value) / HOUR:.2f}".rstrip("0").rstrip(".") if isinstance(value, int) else value

    def clean(self, value: Any) -> int | None:
        """Return the minutes."""
        hours = super().clean(value)
        return None if hours is None else round(hours * HOUR)


class AskForm(StrictForm):
    """What is asked for, why, and what is at stake; the fields are those of the kind."""

    kind = forms.ChoiceField(label=gettext_lazy("What you ask for"), choices=Kind.choices, initial=Kind.EXTEND)
    minutes = HoursField(
        label=gettext_lazy("More time"),
        required=False,
        help_text=gettext_lazy("Counted as the clock counts: in service hours, or around the clock."),
    )
    plan = forms.CharField(
        label=gettext_lazy("The other plan"), max_length=2000, widget=forms.Textarea(attrs={"rows": "3"})
    )
    until = LocalDateTimeField(label=gettext_lazy("Agreed moment"), required=False)
    amount = forms.DecimalField(
        label=gettext_lazy("Money at stake"),
        max_digits=12,
        decimal_places=2,
        min_value=0,
        initial=0,
        help_text=gettext_lazy("Penalty or cost; 0 where there is none."),
    )
    reason = forms.CharField(
        label=pgettext_lazy("concession", "Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": "3"}),
        help_text=gettext_lazy("For the company only; the customer does not see it."),
    )
    file = forms.FileField(
        label=gettext_lazy("Evidence"),
        required=False,
        help_text=gettext_lazy("Agreement, e-mail, photo or minutes; 20 MB at most."),
    )
    units = {"minutes": gettext_lazy("hours"), "amount": "CNY"}
    examples = {"reason": gettext_lazy("the maker delivers the door drive on Thursday; the customer agreed by e-mail")}

    def __init__(self, *args: Any, kind: str, url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in OWN_FIELDS - set(FIELDS[Kind(kind)]):
            del self.fields[name]
        if kind == Kind.REPLAN:
            self.fields["until"].required = True
            self.fields["until"].label = _("Done by")
        elif kind == Kind.EXTEND:
            self.fields["until"].label = _("or an agreed moment")
        # Another kind asks other questions; what is typed already goes along.
        self.fields["kind"].initial = kind
        self.fields["kind"].widget.attrs |= {
            "hx-get": url, "hx-target": "closest form", "hx-swap": "outerHTML", "hx-include": "closest form",
            "hx-params": "kind,amount,reason,until",
        }  # fmt: skip

    def clean_file(self) -> UploadedFile | None:
        """Return the file, unless it is too large to be read at all."""
        given: UploadedFile | None = self.cleaned_data["file"]
        if given is not None and (given.size or 0) > LIMIT_BYTES:
            raise forms.ValidationError(_("The file is larger than 20 MB; send a smaller one."))
        return given


class VersionForm(StrictForm):
    """A form that knows which version of the concession its reader saw."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class GrantForm(VersionForm):
    """A word with the yes."""

    note = forms.CharField(
        label=pgettext_lazy("concession", "Note"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": "3"}),
    )


class RefuseForm(VersionForm):
    """Why not."""

    note = forms.CharField(label=gettext_lazy("Why not"), max_length=1000, widget=forms.Textarea(attrs={"rows": "3"}))


class DelegateForm(StrictForm):
    """Who decides in one's place, and when."""

    taker_id = forms.TypedChoiceField(label=gettext_lazy("Colleague"), coerce=int)
    since = LocalDateTimeField(label=pgettext_lazy("delegation", "From"))
    until = LocalDateTimeField(label=pgettext_lazy("delegation", "Until"))
    note = forms.CharField(label=pgettext_lazy("concession", "Note"), max_length=300, required=False)
    examples = {"note": gettext_lazy("annual leave")}

    def __init__(self, *args: Any, colleagues: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("taker_id", [("", ""), *colleagues])
        self.fields["taker_id"].widget.attrs["data-pick"] = ""


class LimitForm(StrictForm):
    """Who stands on a level, and what it may grant."""

    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=OFFICE_ROLES)
    is_companywide = forms.BooleanField(label=gettext_lazy("Only those who work in every region"), required=False)
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("May grant"), choices=Kind.choices, widget=forms.CheckboxSelectMultiple
    )
    most_minutes = HoursField(
        label=gettext_lazy("Most time"), required=False, help_text=gettext_lazy("Empty: without limit.")
    )
    most_amount = forms.DecimalField(
        label=gettext_lazy("Most money at stake"),
        required=False,
        max_digits=12,
        decimal_places=2,
        min_value=0,
        help_text=gettext_lazy("Empty: without limit."),
    )
    decide_hours = forms.IntegerField(
        label=gettext_lazy("Time to decide"),
        min_value=1,
        max_value=720,
        help_text=gettext_lazy("Around the clock; then the next level is asked."),
    )
    units = {"most_minutes": gettext_lazy("hours"), "most_amount": "CNY", "decide_hours": gettext_lazy("hours")}

    def __init__(self, *args: Any, level: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if level == rules.TOP:
            for name in ("kinds", "most_minutes", "most_amount"):
                del self.fields[name]
