"""The pages of contracts."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.contexts.contracts import (
    commands,
    consumption,
    deviations,
    history,
    policies,
    promise_table,
    queries,
    verbs,
)
from aftercare.contexts.contracts.forms import ClauseForm, ContractForm, EndForm, NewContractForm, ScopeForm
from aftercare.contexts.contracts.listings import left_of, left_words, standing_of
from aftercare.contexts.contracts.matrix import LevelsForm
from aftercare.contexts.contracts.models import Clause, ServiceContract
from aftercare.platform import clock
from aftercare.platform.actor import Actor, Role
from aftercare.platform.days import years_later
from aftercare.platform.refusal import Refused, not_found
from aftercare.platform.web import dialogs, door, fragments, panels, timeline
from aftercare.platform.web.fragments import DeskRequest

BOTH = ("GET", "POST")
SEES = (*policies.READERS, Role.CUSTOMER)


def load(actor: Actor, pk: int) -> ServiceContract:
    """
    Return a contract the actor may see.

    :raises Refused: `not_found`.
    """
    row = (
        policies.visible_to(actor)
        .select_related("customer", "calendar", "original", "responsible", "renewal_of")
        .filter(pk=pk)
        .first()
    )
    if row is None:
        raise not_found()
    return row


panels.record("contract", load)


def url_of(pk: int) -> str:
    """Return the address of a contract's page."""
    return reverse("contracts:detail", args=[pk])


@door.door(*SEES)
def detail(request: DeskRequest, pk: int) -> HttpResponse:
    """Show one contract."""
    row = load(request.actor, pk)
    left = left_of(row)
    versions = history.of(row, by=request.actor)
    ctx = {
        "contract": row,
        "title": row.name,
        "standing": standing_of(row),
        "left": left,
        "left_words": "" if left is None else left_words(left),
        "is_soon": left is not None and left <= 60,
        "rows": promise_table.of(queries.levels(pk)),
        "clauses": list(row.clauses.order_by("number", "pk")[:200]),
        "scope": list(row.scope.select_related("project", "equipment").order_by("pk")[:200]),
        "parties": list(row.parties.select_related("organisation").order_by("pk")[:100]),
        "exclusions": list(row.exclusions.select_related("clause").order_by("pk")[:100]),
        "limits": list(row.limits.order_by("decision")),
        "used": consumption.of(row, timezone.localdate()),
        "deviations": deviations.of(row),
        "may_consume": policies.may_consume(row, by=request.actor),
        "may": policies.may_revise(row, by=request.actor),
        "is_office": request.actor.has(*policies.READERS),
        "verbs": verbs.of(row, request.actor),
        "versions": versions,
        "current": _current(versions) if standing_of(row) == "replaced" else None,
        "entries": timeline.of(
            *(line.row.key for line in versions), for_customer=not request.actor.has(*policies.READERS)
        ),
    }
    return fragments.page(request, "contracts/detail.html", ctx)


def _current(versions: list[history.VersionLine]) -> ServiceContract | None:
    """Return the version in force; none when there is none."""
    return next((line.row for line in versions if line.standing == "active"), None)


@door.door(*policies.WRITERS, methods=BOTH)
def new(request: DeskRequest) -> HttpResponse:
    """Draw up a contract."""
    today = timezone.localdate()
    initial = {
        "customer_id": request.GET.get("customer", ""),
        "starts_on": today,
        "ends_on": years_later(today, 1) - timedelta(days=1),
    }
    form = NewContractForm(fragments.posted(request), actor=request.actor, initial=initial)

    def do(values: dict[str, Any]) -> ServiceContract:
        return commands.draft(**values, by=request.actor, at=clock.now())

    return dialogs.form_page(
        request,
        form,
        do,
        to=lambda row: url_of(row.pk),
        title=_("New contract"),
        verb=_("Draw up"),
        done=_("Drawn up. Write its clauses, set the promised times, then put it in force."),
        back=reverse("contracts:list"),
        draft="contract-new",
    )


@door.door(*policies.WRITERS, methods=BOTH)
def revise(request: DeskRequest, pk: int) -> HttpResponse:
    """Change a contract's name and term."""
    row = load(request.actor, pk)
    names = ContractForm.base_fields
    form = ContractForm(fragments.posted(request), initial={name: getattr(row, name) for name in names})

    def do(values: dict[str, Any]) -> None:
        commands.revise(contract_id=pk, **values, by=request.actor, at=clock.now())

    return dialogs.form_page(
        request,
        form,
        do,
        to=url_of(pk),
        title=_("Change contract %(number)s") % {"number": row.number},
        verb=_("Save"),
        done=_("Saved."),
        back=url_of(pk),
    )


@door.door(*policies.WRITERS, methods=BOTH)
def levels(request: DeskRequest, pk: int) -> HttpResponse:
    """Set the promised times."""
    row = load(request.actor, pk)
    clauses = list(row.clauses.order_by("number", "pk")[:200])
    form = LevelsForm(fragments.posted(request), clauses=clauses, levels=queries.levels(pk))
    if request.method == "POST" and form.is_valid():
        with fragments.refusals_as_errors(form):
            commands.set_levels(contract_id=pk, rows=form.rows(), by=request.actor, at=clock.now())
        if not form.errors:
            fragments.toast(request, _("The promised times are set."))
            return fragments.redirect(request, url_of(pk))
    ctx = {"contract": row, "form": form, "clauses": clauses, "title": _("Promised times: %(name)s") % {"name": row}}
    return fragments.page(request, "contracts/levels.html", ctx, status=fragments.status_of(form))


@door.door(*policies.WRITERS, methods=BOTH)
def clause_new(request: DeskRequest, pk: int) -> HttpResponse:
    """Write a clause."""
    load(request.actor, pk)
    form = ClauseForm(fragments.posted(request))

    def do(values: dict[str, Any]) -> None:
        commands.write_clause(contract_id=pk, **values, by=request.actor, at=clock.now())

    return dialogs.answer(
        request, form, do, to=url_of(pk), verb=_("Write the clause"), done=_("The clause is written.")
    )


@door.door(*policies.WRITERS, methods=BOTH)
def clause(request: DeskRequest, pk: int, clause_id: int) -> HttpResponse:
    """Change a clause."""
    known = _clause(request.actor, pk, clause_id)
    initial = {"number": known.number, "title": known.title, "text": known.text}
    form = ClauseForm(fragments.posted(request), initial=initial)

    def do(values: dict[str, Any]) -> None:
        commands.write_clause(contract_id=pk, clause_id=clause_id, **values, by=request.actor, at=clock.now())

    done = _("The clause is changed.")
    return dialogs.answer(request, form, do, to=url_of(pk), verb=_("Save the clause"), done=done)


def _clause(actor: Actor, pk: int, clause_id: int) -> Clause:
    known = load(actor, pk).clauses.filter(pk=clause_id).first()
    if known is None:
        raise not_found()
    return known


@door.door(*policies.WRITERS, methods=("POST",))
def clause_remove(request: DeskRequest, pk: int, clause_id: int) -> HttpResponse:
    """Take a clause out."""
    _clause(request.actor, pk, clause_id)
    try:
        commands.remove_clause(contract_id=pk, clause_id=clause_id, by=request.actor, at=clock.now())
    except Refused as refused:
        if refused.code != "conflict":
            raise
        fragments.toast(request, str(refused.message), "danger")
    else:
        fragments.toast(request, _("The clause is taken out."))
    return fragments.redirect(request, url_of(pk))


@door.door(*policies.WRITERS, methods=BOTH)
def scope(request: DeskRequest, pk: int) -> HttpResponse:
    """Name the projects and equipment covered."""
    row = load(request.actor, pk)
    if row.customer_id is None:
        raise not_found()
    named = list(row.scope.all())
    initial = {
        "projects": [s.project_id for s in named if s.project_id],
        "equipment": [s.equipment_id for s in named if s.equipment_id],
    }
    form = ScopeForm(fragments.posted(request), customer_id=row.customer_id, initial=initial)

    def do(values: dict[str, Any]) -> None:
        ids = {"project_ids": values["projects"], "equipment_ids": values["equipment"]}
        commands.set_scope(contract_id=pk, **ids, by=request.actor, at=clock.now())

    note = _("Name nothing to cover everything of the customer.")
    return dialogs.answer(
        request, form, do, to=url_of(pk), verb=_("Set the scope"), done=_("The scope is set."), note=note
    )


@door.door(*policies.WRITERS, methods=("POST",))
def put_in_force(request: DeskRequest, pk: int) -> HttpResponse:
    """Let the contract bind."""
    try:
        commands.put_in_force(contract_id=pk, by=request.actor, at=clock.now())
    except Refused as refused:
        if refused.code not in {"incomplete", "wrong_state", "overlap", "never_open", "longer_than_term"}:
            raise
        fragments.toast(request, str(refused.message), "danger")
    else:
        fragments.toast(request, _("The contract is in force."))
    return fragments.redirect(request, url_of(pk))


@door.door(*policies.WRITERS, methods=BOTH)
def end(request: DeskRequest, pk: int) -> HttpResponse:
    """End the contract before its day."""
    load(request.actor, pk)
    form = EndForm(fragments.posted(request))

    def do(values: dict[str, Any]) -> None:
        commands.end(contract_id=pk, **values, by=request.actor, at=clock.now())

    note = _(
        "It binds until the end of today. Promises already running are still kept; requests from tomorrow on follow "
        "the standard terms."
    )
    return dialogs.answer(
        request,
        form,
        do,
        to=url_of(pk),
        verb=_("End the contract"),
        done=_("The contract is ended."),
        note=note,
        danger=True,
    )
