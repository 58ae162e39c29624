"""What is typed about figures."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.insights.rules import LESS_IS_BETTER, Code
from aftercare.platform.web.forms import StrictForm

LABELS = {
    Code.SLA: _("Promises kept"),
    Code.ON_TIME: _("Put right by the due date"),
    Code.RESPONSE_HOURS: _("Response time, mean"),
    Code.ARRIVAL_HOURS: _("Arrival time, mean"),
    Code.RESOLUTION_HOURS: _("Resolution time, mean"),
    Code.ON_TIME_ARRIVAL: _("On-time arrival"),
    Code.FIRST_TIME_FIX: _("First-time fix"),
    Code.CSAT: _("Satisfaction (CSAT)"),
    Code.NPS: _("Recommendation (NPS)"),
    Code.RESPONSE_RATE: _("Survey response rate"),
}


class TargetsForm(StrictForm):
    """The target of every figure."""

    units = {
        code.value: _("hours") if code in LESS_IS_BETTER else _("points") if code == Code.NPS else "%" for code in Code
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.base_fields: dict[str, forms.Field] = {  # type: ignore[misc]
            code.value: forms.DecimalField(label=LABELS[code], max_digits=6, decimal_places=2) for code in Code
        }
        super().__init__(*args, **kwargs)

    def changed(self, current: dict[Code, float]) -> dict[Code, Decimal]:
        """Return the targets that differ from the current ones."""
        typed = {code: self.cleaned_data[code.value] for code in Code}
        return {code: value for code, value in typed.items() if float(value) != current[code]}
