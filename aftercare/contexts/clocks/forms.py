"""What people fill in about promises."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from aftercare.contexts.clocks.commands.set_ladder import HIGHEST
from aftercare.contexts.clocks.facts import QUIET
from aftercare.contexts.clocks.models import Audience, BreachCause
from aftercare.platform.web.forms import DateField, StrictForm


class LadderForm(StrictForm):
    """For each audience the percentages of the promised time at which it is told."""

    def __init__(self, *args: Any, ladder: list[Any], **kwargs: Any) -> None:
        told = {name: ", ".join(str(step[0]) for step in ladder if name in step[1]) for name in Audience.values}
        told["mailed"] = ", ".join(str(step[0]) for step in ladder if QUIET not in step)
        super().__init__(*args, initial=told, **kwargs)

    carer = forms.CharField(label=Audience.CARER.label, required=False, max_length=60)
    engineer = forms.CharField(label=Audience.ENGINEER.label, required=False, max_length=60)
    dispatcher = forms.CharField(label=Audience.DISPATCHER.label, required=False, max_length=60)
    manager = forms.CharField(label=Audience.MANAGER.label, required=False, max_length=60)
    mailed = forms.CharField(
        label=gettext_lazy("By e-mail too at"),
        required=False,
        max_length=60,
        help_text=gettext_lazy("At the other steps they find it in their inbox only."),
    )
    units = dict.fromkeys([*Audience.values, "mailed"], "%")
    examples = {"carer": "75, 100", "manager": "100, 150", "mailed": "100, 150"}

    def clean(self) -> dict[str, Any]:
        """Turn the percentages of each audience into the steps of the ladder."""
        values = super().clean() or {}
        steps: dict[int, list[str]] = {}
        for name in Audience.values:
            for percent in self._percents(name, values.get(name, "")):
                steps.setdefault(percent, []).append(name)
        return {"steps": steps, "mailed": self._percents("mailed", values.get("mailed", ""))}

    def _percents(self, name: str, text: str) -> list[int]:
        words = text.replace("%", " ").replace("，", " ").replace("、", " ").replace(",", " ").split()
        if any(not (word.isascii() and word.isdigit() and 1 <= int(word[:9]) <= HIGHEST) for word in words):
            wrong = _("Write percentages from 1 to %(most)d, with commas between them.") % {"most": HIGHEST}
            self.add_error(name, ValidationError(wrong))
            return []
        return sorted({int(word) for word in words})


class CauseForm(StrictForm):
    """Why a promise was broken."""

    cause_id = forms.TypedChoiceField(label=gettext_lazy("Cause"), coerce=int)
    note = forms.CharField(
        label=gettext_lazy("What happened"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": "3"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        causes = BreachCause.objects.filter(is_active=True).order_by("code").values_list("pk", "name")
        self.offer("cause_id", [("", "–"), *causes])


class PeriodForm(StrictForm):
    """From which day to which."""

    since = DateField(label=pgettext_lazy("period", "From"))
    until = DateField(label=pgettext_lazy("period", "To"))

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it begins."""
        values = super().clean() or {}
        since, until = values.get("since"), values.get("until")
        if since and until and until < since:
            self.add_error("until", ValidationError(_("The period ends before it begins.")))
        return values

    def period(self) -> tuple[date, date]:
        """Return both days."""
        return self.cleaned_data["since"], self.cleaned_data["until"]
