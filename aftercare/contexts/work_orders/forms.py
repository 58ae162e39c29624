"""The forms of work orders."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.installed_base import public as installed_base
from aftercare.contexts.organisations import public as organisations
from aftercare.contexts.people import public as people
from aftercare.contexts.work_orders import queries, rules
from aftercare.contexts.work_orders.models import HoldParty, HoldReason, Kind, WorkOrder
from aftercare.platform.actor import Actor
from aftercare.platform.web import signs
from aftercare.platform.web.forms import LocalDateTimeField, PhotosField, Section, StrictForm
from aftercare.platform.web.picking import PickField, PickForm

AREA = forms.Textarea(attrs={"rows": 4})


def customer_labels(actor: Actor, ids: list[int]) -> dict[int, Any]:
    """Return the names of customers the actor may see."""
    return dict(organisations.visible_to(actor).filter(pk__in=ids).values_list("pk", "name"))


def equipment_labels(actor: Actor, ids: list[int]) -> dict[int, Any]:
    """Return the names of equipment the actor may see."""
    rows = installed_base.visible_equipment(actor).filter(pk__in=ids).values_list("pk", "number", "name")
    return {pk: f"{number} {name}" for pk, number, name in rows}


def _id(value: Any) -> int | None:
    return int(value) if value else None


class ChoiceOfId(forms.TypedChoiceField):
    """One record of a short list, or none."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=_id, empty_value=None, required=False, **kwargs)
        self.widget.attrs["data-pick"] = "1"


class PriorityField(forms.TypedChoiceField):
    """A priority from 1 to 4."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=_("Priority"), choices=signs.priority_choices, coerce=int, initial=3, **kwargs)


class SkillLevels(forms.MultipleChoiceField):
    """Skills with the least level each: one choice per skill and level, the highest chosen level counts."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=self.offered, required=False, **kwargs)
        self.widget.attrs["data-pick"] = "1"

    @staticmethod
    def offered() -> list[tuple[str, str]]:
        """Return every skill at every level."""
        words = gettext("%(skill)s, level %(level)d or higher")
        return [
            (f"{pk}:{level}", words % {"skill": name, "level": level})
            for pk, name in people.skill_choices()
            for level in rules.SKILL_LEVELS
        ]

    def clean(self, value: Any) -> dict[int, int]:
        """Return the least level of each skill."""
        levels: dict[int, int] = {}
        for pair in super().clean(value):
            skill, level = (int(part) for part in pair.split(":"))
            levels[skill] = max(level, levels.get(skill, 0))
        return levels


class Certificates(forms.TypedMultipleChoiceField):
    """Certificates without which nobody may be sent."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=people.certificate_choices, coerce=int, required=False, **kwargs)
        self.widget.attrs["data-pick"] = "1"


class CrewField(forms.TypedChoiceField):
    """One engineer, or two who go together; left out it is what the order has."""

    def __init__(self, **kwargs: Any) -> None:
        choices = [(1, _("One engineer")), (2, _("Two together"))]
        usual = {"coerce": int, "initial": 1, "empty_value": None, "required": False}
        super().__init__(label=_("Engineers needed"), choices=choices, **{**usual, **kwargs})


class OpenForm(PickForm):
    """A new order without a request."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices)
    subject = forms.CharField(label=_("Subject"), max_length=200)
    description = forms.CharField(label=_("Task"), widget=AREA, max_length=10_000, required=False)
    equipment_id = PickField(
        label=_("Equipment"), url_name="installed_base:pick_equipment", labels=equipment_labels, required=False
    )
    customer_id = PickField(
        label=_("Customer"), url_name="organisations:pick", labels=customer_labels, required=False,
        help_text=_("Not needed when the equipment is known."),
    )  # fmt: skip
    region_id = ChoiceOfId(label=_("Region"))
    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    contact_name = forms.CharField(label=_("Contact"), max_length=80, required=False)
    contact_phone = forms.CharField(label=_("Phone"), max_length=32, required=False)
    priority = PriorityField()
    examples = {"subject": _("Replace the door belt of lift 1")}

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        self.offer("region_id", [("", "—"), *people.region_choices(actor)])


class KindForm(StrictForm):
    """What an order for a request is for; the rest comes from the request."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices)


class PlanForm(StrictForm):
    """What dispatch needs to know."""

    subject = forms.CharField(label=_("Subject"), max_length=200)
    description = forms.CharField(label=_("Task"), widget=AREA, max_length=10_000, required=False)
    procedure_id = ChoiceOfId(label=_("Standard procedure"))
    estimated_minutes = forms.IntegerField(
        label=_("Estimated time"), min_value=rules.LEAST_MINUTES, max_value=rules.MOST_MINUTES
    )
    crew_size = CrewField(help_text=_("Two go and start together, for example at height or on high voltage."))
    skills = SkillLevels(label=_("Skills needed"))
    certificate_kind_ids = Certificates(label=_("Certificates needed"))
    earliest_at = LocalDateTimeField(label=_("Not before"), required=False)
    priority = PriorityField()
    region_id = ChoiceOfId(label=_("Region"))
    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    contact_name = forms.CharField(label=_("Contact"), max_length=80, required=False)
    contact_phone = forms.CharField(label=_("Phone"), max_length=32, required=False)
    seen_version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31)
    units = {"estimated_minutes": _("min")}
    sections = [Section(_("Where and whom"), ["region_id", "place", "contact_name", "contact_phone"])]

    def __init__(self, *args: Any, order: WorkOrder, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        procedures = [("", "—"), *queries.procedure_choices(order.kind)]
        self.offer("procedure_id", procedures)
        self.offer("region_id", [("", "—"), *people.region_choices(actor)])

    @classmethod
    def of(cls, order: WorkOrder, *, actor: Actor) -> PlanForm:
        """Return the form filled with the order's present plan."""
        names = (
            "subject", "description", "procedure_id", "estimated_minutes", "crew_size", "earliest_at", "priority",
            "region_id", "place", "contact_name", "contact_phone",
        )  # fmt: skip
        initial = {name: getattr(order, name) for name in names}
        initial["seen_version"] = order.version
        initial["skills"] = [f"{need.skill_id}:{need.level}" for need in order.skills.all()]
        initial["certificate_kind_ids"] = [need.kind_id for need in order.certificates.all()]
        return cls(initial=initial, order=order, actor=actor)


class HoldForm(StrictForm):
    """Why the work stops, and who is accountable."""

    reason = forms.ChoiceField(label=_("Reason"), choices=HoldReason.choices)
    party = forms.ChoiceField(label=_("Accountable"), choices=HoldParty.choices)
    note = forms.CharField(label=_("Note"), widget=AREA, max_length=500, required=False)
    photos = PhotosField(
        label=_("Evidence"), required=False, help_text=_("Photos that show why it must wait, such as a locked door.")
    )


class ReasonForm(StrictForm):
    """A reason in words."""

    reason = forms.CharField(label=_("Reason"), widget=AREA, max_length=500)


class PartsValueForm(StrictForm):
    """What the parts of an order were worth."""

    amount = forms.DecimalField(
        label=_("Value of the parts"),
        help_text=_("Counts once for this order; entering it again corrects it, zero takes it back."),
        min_value=0,
        max_digits=10,
        decimal_places=2,
        localize=False,
    )
    units = {"amount": "¥"}


class FollowUpForm(StrictForm):
    """What is left over."""

    description = forms.CharField(label=_("What is left to do"), widget=AREA, max_length=10_000)


class CommentForm(StrictForm):
    """A word to colleagues."""

    text = forms.CharField(label=_("Comment for colleagues"), widget=forms.Textarea(attrs={"rows": 2}), max_length=4000)


class DiagnosisForm(StrictForm):
    """How the failure shows, the process behind it, where it came from."""

    failure_mode_id = ChoiceOfId(label=_("Failure mode: how it shows"))
    failure_mechanism_id = ChoiceOfId(label=_("Mechanism: the process behind it"))
    failure_cause_id = ChoiceOfId(label=_("Cause: where it came from"))
    text = forms.CharField(label=_("Finding"), widget=AREA, max_length=2000, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["failure_mode_id"].required = True
        for facet, choices in queries.failure_codes().items():
            self.offer(f"failure_{facet}_id", [("", "—"), *choices])

    @classmethod
    def of(cls, order: WorkOrder) -> DiagnosisForm:
        """Return the form filled with what is known."""
        names = ("failure_mode_id", "failure_mechanism_id", "failure_cause_id")
        return cls(initial={**{name: getattr(order, name) for name in names}, "text": order.diagnosis})
