"""What people type about the parts of a contract: parties, exclusions, limits, entitlements, and what was used."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from aftercare.contexts.contracts.commands.entrust import candidates
from aftercare.contexts.contracts.models import EntitlementKind, OnSite, PartyRole, ServiceContract
from aftercare.contexts.organisations import public as organisations
from aftercare.platform.actor import Actor
from aftercare.platform.web.forms import DateField, StrictForm
from aftercare.platform.web.picking import PickField, PickForm


class PartyForm(PickForm):
    """A party and its role."""

    organisation_id = PickField(label=gettext_lazy("Party"), url_name="organisations:pick", labels=organisations.labels)
    role = forms.ChoiceField(label=pgettext_lazy("contract", "Role"), choices=PartyRole.choices)

    def __init__(self, *args: Any, contract: ServiceContract, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)


class ExclusionForm(StrictForm):
    """What is left out, and the clause that says so."""

    name = forms.CharField(label=gettext_lazy("Not covered"), max_length=120)
    clause_id = forms.TypedChoiceField(label=gettext_lazy("Clause"), coerce=int)
    examples = {"name": gettext_lazy("Damage by flooding")}

    def __init__(self, *args: Any, contract: ServiceContract, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        clauses = contract.clauses.order_by("number", "pk")[:200]
        self.offer("clause_id", [(row.pk, str(row)) for row in clauses])


class LimitForm(StrictForm):
    """What an engineer may decide on site, up to which amount."""

    decision = forms.ChoiceField(label=gettext_lazy("Decides on site"), choices=OnSite.choices)
    amount = forms.DecimalField(
        label=gettext_lazy("Up to"), min_value=0, max_digits=10, decimal_places=2, localize=False
    )
    units = {"amount": "¥"}

    def __init__(self, *args: Any, contract: ServiceContract, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


class EntitlementForm(StrictForm):
    """What is included in each year of the term."""

    kind = forms.ChoiceField(label=pgettext_lazy("entitlement", "Included"), choices=EntitlementKind.choices)
    per_year = forms.DecimalField(
        label=gettext_lazy("In each contract year"), min_value=0, max_digits=10, decimal_places=2
    )

    def __init__(self, *args: Any, contract: ServiceContract, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


class UseForm(StrictForm):
    """What was used, when, and for what."""

    kind = forms.ChoiceField(label=gettext_lazy("Used"), choices=EntitlementKind.choices)
    quantity = forms.DecimalField(label=gettext_lazy("How much"), min_value=0, max_digits=10, decimal_places=2)
    used_on = DateField(label=pgettext_lazy("entitlement", "On"))
    subject = forms.CharField(
        label=gettext_lazy("For which record"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("One record is entered once."),
    )
    note = forms.CharField(label=gettext_lazy("Note"), max_length=300, required=False)


class ReverseForm(StrictForm):
    """Why an entry is taken back."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300)


class EntrustForm(StrictForm):
    """Who answers for a contract, and when they are reminded."""

    responsible_id = forms.TypedChoiceField(
        label=gettext_lazy("Responsible"), coerce=int, empty_value=None, required=False
    )
    remind_days = forms.CharField(
        label=gettext_lazy("Reminded before the end"),
        max_length=60,
        help_text=gettext_lazy("Days, apart by commas. Each is told once."),
    )
    units = {"remind_days": gettext_lazy("days")}

    def __init__(self, *args: Any, contract: ServiceContract, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = get_user_model().objects.filter(pk__in=candidates(contract)).order_by("pk")[:200]
        none = ("", _("The service managers of the region"))
        self.offer("responsible_id", [none, *((p.pk, str(p)) for p in people)])

    def clean_remind_days(self) -> list[int]:
        """Return the days as numbers."""
        words = self.cleaned_data["remind_days"].replace("，", ",").replace("、", ",").split(",")
        days = [word.strip() for word in words if word.strip()]
        if not days or not all(day.isascii() and day.isdigit() and len(day) < 5 for day in days):
            raise forms.ValidationError(_("Type days as numbers, for example 90, 60, 30."))
        return [int(day) for day in days]
