"""What customers answer and managers find out."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aftercare.platform.web.forms import StrictForm

STARS = [
    (5, _("very satisfied")),
    (4, _("satisfied")),
    (3, _("so-so")),
    (2, _("dissatisfied")),
    (1, _("very dissatisfied")),
]


class AnswerForm(StrictForm):
    """Two questions and a word."""

    csat = forms.TypedChoiceField(
        label=_("How satisfied are you with this service?"),
        choices=STARS,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one to five stars."), "invalid_choice": _("Choose one to five stars.")},
    )
    nps = forms.TypedChoiceField(
        label=_("How likely are you to recommend us?"),
        choices=[(n, str(n)) for n in range(11)],
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose a number from 0 to 10.")},
    )
    comment = forms.CharField(
        label=_("Anything you want to tell us?"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class TraceForm(StrictForm):
    """The cause of a low score and what was done."""

    cause = forms.CharField(label=_("Cause"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    action = forms.CharField(
        label=pgettext_lazy("follow_up", "What was done"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4})
    )
    examples: dict[str, Any] = {
        "cause": _("the engineer came two hours late because the part was not in the van"),
        "action": _("called the customer, apologised; belts are now van stock"),
    }
