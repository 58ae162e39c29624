"""Standard procedures: the list, and one with its steps."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.installed_base import public as installed_base
from aftercare.contexts.work_orders import commands, policies, rules
from aftercare.contexts.work_orders.commands import StepDraft
from aftercare.contexts.work_orders.desk.registers import READERS
from aftercare.contexts.work_orders.forms import Certificates, ChoiceOfId, CrewField, SkillLevels
from aftercare.contexts.work_orders.models import Kind, Procedure, StepKind
from aftercare.platform import clock
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import not_found
from aftercare.platform.web import door, fragments
from aftercare.platform.web.forms import StrictForm
from aftercare.platform.web.fragments import DeskRequest
from aftercare.platform.web.listing import (
    ChoiceFilter,
    Column,
    Create,
    DurationColumn,
    FlagColumn,
    FlagFilter,
    Listing,
    NumberColumn,
)

BLANK_STEPS = 5


class ProcedureForm(StrictForm):
    """What a procedure is for and what it takes."""

    code = forms.CharField(label=_("Code"), max_length=32)
    name = forms.CharField(label=_("Name"), max_length=120)
    kind = forms.ChoiceField(label=_("For"), choices=Kind.choices)
    equipment_kind_id = ChoiceOfId(label=_("Equipment kind"))
    estimated_minutes = forms.IntegerField(
        label=_("Estimated time"), min_value=rules.LEAST_MINUTES, max_value=rules.MOST_MINUTES, initial=90
    )
    crew_size = CrewField(
        help_text=_("Every order planned by it needs as many, unless somebody changes it there."), empty_value=1
    )
    skills = SkillLevels(label=_("Skills needed"))
    certificate_kind_ids = Certificates(label=_("Certificates needed"))
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)
    units = {"estimated_minutes": _("min")}
    examples = {"code": "lift-door"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [("", _("Any equipment")), *installed_base.kind_choices()]
        self.offer("equipment_kind_id", kinds)

    @classmethod
    def of(cls, row: Procedure) -> ProcedureForm:
        """Return the form filled with a procedure."""
        names = ("code", "name", "kind", "equipment_kind_id", "estimated_minutes", "crew_size", "is_active")
        initial = {name: getattr(row, name) for name in names}
        initial["skills"] = [f"{need.skill_id}:{need.level}" for need in row.skills.all()]
        initial["certificate_kind_ids"] = [need.kind_id for need in row.certificates.all()]
        return cls(initial=initial)


class StepForm(StrictForm):
    """One step; an empty text leaves it out."""

    text = forms.CharField(label=_("Step"), max_length=200, required=False)
    kind = forms.ChoiceField(label=_("Answer"), choices=StepKind.choices, initial=StepKind.CHECK)
    unit = forms.CharField(label=_("Unit"), max_length=16, required=False)
    minimum = forms.DecimalField(label=_("At least"), max_digits=9, decimal_places=3, required=False)
    maximum = forms.DecimalField(label=_("At most"), max_digits=9, decimal_places=3, required=False)
    is_required = forms.BooleanField(label=_("Required"), required=False, initial=True)


Steps = forms.formset_factory(StepForm, extra=BLANK_STEPS, max_num=rules.MOST_STEPS, absolute_max=rules.MOST_STEPS)


class ProcedureList(Listing):
    """Every standard procedure."""

    name = "work_orders.procedures"
    title = _("Standard procedures")
    roles = READERS
    columns = [
        Column(key="name", label=_("Name"), link=True, sort="name", card=1, wide=True),
        Column(key="code", label=_("Code"), sort="code"),
        Column(key="kind", label=_("For"), value=lambda row: row.get_kind_display(), sort="kind", card=2),
        Column(key="equipment_kind", label=_("Equipment kind"), value=lambda row: row.equipment_kind, card=3),
        NumberColumn(key="step_count", label=_("Steps")),
        DurationColumn(key="estimated_minutes", label=_("Estimated time"), sort="estimated_minutes"),
        NumberColumn(key="crew_size", label=_("Engineers needed")),
        FlagColumn(key="is_active", label=_("In use")),
    ]
    filters = [
        ChoiceFilter(key="kind", label=_("For"), choices=Kind.choices),
        FlagFilter(key="active", label=_("In use"), q=Q(is_active=True), no=Q(is_active=False)),
    ]
    create = Create(_("New procedure"), "work_orders:procedure_new", policies.REGISTER_WRITERS)
    default_sort = ("name",)
    icon = "list-check"
    empty_text = _("A procedure puts its steps, skills and certificates onto every order planned by it.")

    def queryset(self, actor: Actor) -> QuerySet[Procedure]:
        """Return every procedure with the number of its steps."""
        return Procedure.objects.select_related("equipment_kind").annotate(step_count=Count("steps"))

    def searched(self, rows: QuerySet[Procedure], text: str) -> QuerySet[Procedure]:
        """Return the procedures whose name holds the text."""
        return rows.filter(name__icontains=text)

    def url(self, row: Any) -> str:
        """Return the procedure's page."""
        return reverse("work_orders:procedure", args=[row.pk])


@door.door(*policies.REGISTER_WRITERS, methods=("GET", "POST"))
def new(request: DeskRequest) -> HttpResponse:
    """Write a new procedure."""
    return _answer(request, None)


@door.door(*READERS, methods=("GET", "POST"))
def procedure(request: DeskRequest, procedure_id: int) -> HttpResponse:
    """Show a procedure; those who may, change it."""
    row = Procedure.objects.filter(pk=procedure_id).first()
    if row is None:
        raise not_found()
    return _answer(request, row)


def _answer(request: DeskRequest, row: Procedure | None) -> HttpResponse:
    may = policies.may_write_procedures(by=request.actor)
    if request.method == "POST":
        may.or_refuse()
        form, steps = ProcedureForm(request.POST), Steps(request.POST, prefix="steps")
        if form.is_valid() and steps.is_valid():
            with fragments.refusals_as_errors(form):
                commands.write_procedure(
                    procedure_id=row.pk if row else None, steps=_drafts(steps), by=request.actor, at=clock.now(),
                    **form.cleaned_data,
                )  # fmt: skip
            if not form.errors:
                fragments.toast(request, str(_("The procedure is kept.")))
                return fragments.redirect(request, reverse("work_orders:procedures"))
    else:
        form = ProcedureForm.of(row) if row else ProcedureForm()
        steps = Steps(prefix="steps", initial=_written(row))
    ctx = {"form": form, "steps": steps, "may": may, "title": row.name if row else _("New procedure")}
    wrong = fragments.status_of(form) if form.errors else 422 if request.method == "POST" else 200
    return fragments.page(request, "work_orders/procedure.html", ctx, status=wrong)


def _drafts(steps: Any) -> list[StepDraft]:
    """Return the steps that have a text, in their order."""
    return [StepDraft(**step) for step in steps.cleaned_data if step.get("text")]


def _written(row: Procedure | None) -> list[dict[str, Decimal | str | bool | None]]:
    names = ("text", "kind", "unit", "minimum", "maximum", "is_required")
    return list(row.steps.order_by("position").values(*names)) if row else []
