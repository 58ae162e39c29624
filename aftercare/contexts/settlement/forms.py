"""What service managers type about retention money."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from aftercare.contexts.installed_base import public as installed_base
from aftercare.contexts.service_requests import public as service_requests
from aftercare.contexts.settlement.commands import Guarantee
from aftercare.contexts.settlement.models import Silence
from aftercare.contexts.settlement.rules.jurisdictions import HOME, codes
from aftercare.platform.actor import Actor
from aftercare.platform.files.intake import LIMIT_BYTES
from aftercare.platform.money import Money
from aftercare.platform.web.forms import DateField, Section, StrictForm
from aftercare.platform.web.picking import PickField, PickForm

LAWS = {
    "CN": gettext_lazy("China: measures on construction quality retention (建质〔2017〕138号)"),
    "OTHER": gettext_lazy("Elsewhere: only what the parties agreed"),
}
US, OWN = "own", gettext_lazy("Our company")
PLEDGE = ("guarantee_bank", "guarantee_number", "guarantee_until")


def party_id(value: str) -> int | None:
    """Return the organisation that was chosen; None is the company itself."""
    return None if value == US else int(value)


def money(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DecimalField:
    """Return a field for an amount."""
    return forms.DecimalField(
        label=label, max_digits=14, decimal_places=2, min_value=0, required=required, help_text=help_text
    )


def pledge(values: dict[str, Any]) -> Guarantee | None:
    """Take the guarantee out of what was typed."""
    bank, number, until = (values.pop(name) for name in PLEDGE)
    return Guarantee(bank=bank, number=number, until=until) if bank else None


def _readable(given: UploadedFile | None) -> UploadedFile | None:
    if given is not None and (given.size or 0) > LIMIT_BYTES:
        raise forms.ValidationError(_("The file is larger than 20 MB; send a smaller one."))
    return given


class WhichProjectForm(PickForm):
    """The project whose price is held back."""

    project = PickField(
        label=gettext_lazy("Project"), url_name="installed_base:pick_project", labels=installed_base.project_labels
    )


class AgreeForm(StrictForm):
    """What was agreed and held back."""

    payee_id = forms.TypedChoiceField(
        label=gettext_lazy("Owed to"),
        coerce=party_id,
        initial=US,
        help_text=gettext_lazy("Whose work it is, and who gets the money back."),
    )
    holder_id = forms.TypedChoiceField(
        label=gettext_lazy("Held by"),
        coerce=party_id,
        help_text=gettext_lazy("Who pays for the work and keeps the money meanwhile."),
    )
    settlement_price = money(gettext_lazy("Settlement price"), required=False)
    percent = forms.DecimalField(
        label=gettext_lazy("Percentage of the settlement price"),
        max_digits=5,
        decimal_places=2,
        min_value=0,
        max_value=100,
        required=False,
    )
    amount = money(gettext_lazy("or a fixed amount"), required=False)
    withheld_on = DateField(label=gettext_lazy("Held back on"))
    defect_months = forms.IntegerField(
        label=gettext_lazy("Defect-liability period"),
        min_value=1,
        max_value=120,
        initial=24,
        help_text=gettext_lazy("From the day completion acceptance passed."),
    )
    has_performance_guarantee = forms.BooleanField(
        label=gettext_lazy("A performance guarantee is given for this work"), required=False
    )
    guarantee_bank = forms.CharField(label=gettext_lazy("Bank"), max_length=120, required=False)
    guarantee_number = forms.CharField(label=gettext_lazy("Number of the guarantee"), max_length=80, required=False)
    guarantee_until = DateField(label=gettext_lazy("Guarantee valid until"), required=False)
    jurisdiction = forms.ChoiceField(label=gettext_lazy("Limits by"), initial=HOME)
    verify_days = forms.IntegerField(label=gettext_lazy("Time to verify"), min_value=1, max_value=365, required=False)
    pay_days = forms.IntegerField(label=gettext_lazy("Time to pay"), min_value=1, max_value=365, required=False)
    silence = forms.ChoiceField(label=gettext_lazy("No answer"), required=False)
    reminder_days = forms.IntegerField(
        label=gettext_lazy("Time after a reminder"), min_value=1, max_value=365, required=False
    )
    interest_percent = forms.DecimalField(
        label=gettext_lazy("Interest for late payment, a year"),
        max_digits=5,
        decimal_places=2,
        min_value=0,
        max_value=36,
        required=False,
    )
    note = forms.CharField(
        label=gettext_lazy("Note"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": "3"})
    )
    units = {
        "percent": "%", "amount": "CNY", "settlement_price": "CNY", "defect_months": gettext_lazy("months"),
        "verify_days": gettext_lazy("days"), "pay_days": gettext_lazy("days"),
        "reminder_days": gettext_lazy("days"), "interest_percent": "%",
    }  # fmt: skip
    examples = {"percent": "3"}
    sections = [
        Section(gettext_lazy("Bank guarantee instead of money"), PLEDGE, folded=True),
        Section(
            gettext_lazy("Law, times and interest; what is left empty follows the law"),
            ["jurisdiction", "verify_days", "pay_days", "silence", "reminder_days", "interest_percent"],
            folded=True,
        ),
        Section(gettext_lazy("Note"), ["note"], folded=True),
    ]

    def __init__(self, *args: Any, project: installed_base.ProjectCard, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parties = [(project.customer_id, project.customer_name)]
        parties += [(pk, f"{name}（{part}）") for pk, name, part in installed_base.parties_of(project.id)]
        known = dict(reversed(parties))
        for name in ("payee_id", "holder_id"):
            self.offer(name, [(US, OWN), *known.items()])
        self.offer("jurisdiction", [(code, LAWS.get(code, code)) for code in codes()])
        self.offer("silence", [("", gettext_lazy("as the law says")), *Silence.choices])
        if project.settlement_price is not None:
            words = _("Left empty: the project's, %(price)s.") % {"price": Money(project.settlement_price)}
            self.fields["settlement_price"].help_text = words

    def clean(self) -> dict[str, Any]:
        """Refuse half a guarantee."""
        cleaned = super().clean()
        given = [name for name in PLEDGE if cleaned.get(name)]
        if given and len(given) < len(PLEDGE):
            for name in set(PLEDGE) - set(given) - set(self.errors):
                self.add_error(name, _("A guarantee needs its bank, its number and its last day."))
        return self.cleaned_data


class VersionForm(StrictForm):
    """A form that knows which version of the retention its reader saw."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class ReleaseForm(VersionForm):
    """How much is asked for."""

    amount = money(gettext_lazy("Amount to be released"))
    units = {"amount": "CNY"}


class VerifyForm(VersionForm):
    """What the holder agreed to, and when."""

    amount = money(gettext_lazy("Amount the holder agrees to"))
    verified_on = DateField(label=gettext_lazy("Agreed on"))
    units = {"amount": "CNY"}


class ReasonForm(VersionForm):
    """Why."""

    reason = forms.CharField(
        label=pgettext_lazy("retention", "Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": "3"})
    )


class DeductForm(VersionForm):
    """What is kept, for which defect, with proof."""

    amount = money(gettext_lazy("Amount"))
    request_id = forms.TypedChoiceField(label=gettext_lazy("For the request"), coerce=int)
    reason = forms.CharField(
        label=pgettext_lazy("retention", "Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": "3"})
    )
    deducted_on = DateField(label=gettext_lazy("Deducted on"))
    file = forms.FileField(
        label=gettext_lazy("Evidence"), help_text=gettext_lazy("Invoice, expertise, photo or minutes; 20 MB at most.")
    )
    units = {"amount": "CNY"}
    examples = {"reason": gettext_lazy("another firm sealed the roof after two notices without an answer")}

    def __init__(self, *args: Any, project_id: int, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = service_requests.requests_of_project(project_id, by=actor)
        offered = [("", ""), *((pk, f"{number} {subject}") for pk, number, subject in rows)]
        self.offer("request_id", offered)
        self.fields["request_id"].widget.attrs["data-pick"] = ""

    def clean_file(self) -> UploadedFile | None:
        """Return the file, unless it is too large to be read at all."""
        return _readable(self.cleaned_data["file"])


class ConsentForm(VersionForm):
    """What the customer that holds the money agrees to, today."""

    amount = money(gettext_lazy("Amount you agree to release"))
    units = {"amount": "CNY"}


class ObjectionForm(ReasonForm):
    """Why the customer does not agree, with proof where there is any."""

    file = forms.FileField(
        label=gettext_lazy("Evidence"),
        required=False,
        help_text=gettext_lazy("Photo, expertise or minutes, if you have any; 20 MB at most."),
    )

    def clean_file(self) -> UploadedFile | None:
        """Return the file, unless it is too large to be read at all."""
        return _readable(self.cleaned_data["file"])


class SayPaidForm(VersionForm):
    """What the customer says it has paid, with proof."""

    amount = money(
        gettext_lazy("Amount"),
        required=False,
        help_text=gettext_lazy("Left empty: all that is owed on that day, interest included."),
    )
    paid_on = DateField(label=gettext_lazy("Paid on"))
    file = forms.FileField(
        label=gettext_lazy("Proof of payment"), help_text=gettext_lazy("The bank's receipt; 20 MB at most.")
    )
    units = {"amount": "CNY"}

    def clean_file(self) -> UploadedFile | None:
        """Return the file, unless it is too large to be read at all."""
        return _readable(self.cleaned_data["file"])


class ConvertForm(VersionForm):
    """The guarantee that takes the place of the money."""

    guarantee_bank = forms.CharField(label=gettext_lazy("Bank"), max_length=120)
    guarantee_number = forms.CharField(label=gettext_lazy("Number of the guarantee"), max_length=80)
    guarantee_until = DateField(label=gettext_lazy("Guarantee valid until"))
    converted_on = DateField(label=gettext_lazy("Handed over on"))


class PayForm(VersionForm):
    """What was paid, and when."""

    amount = money(
        gettext_lazy("Amount"),
        required=False,
        help_text=gettext_lazy("Left empty: all that is owed on that day, interest included."),
    )
    paid_on = DateField(label=gettext_lazy("Paid on"))
    units = {"amount": "CNY"}
