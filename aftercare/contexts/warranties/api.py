"""The API's door to warranties: of a project, of one part, of a piece of equipment."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from ninja import Path

from aftercare.contexts.installed_base import public as installed_base
from aftercare.contexts.warranties import explaining, policies, queries, schemas, words
from aftercare.contexts.warranties.listings import days_left, state_of
from aftercare.contexts.warranties.models import WarrantyPart
from aftercare.platform.api.door import actor, problems, router, scope
from aftercare.platform.refusal import not_found

warranties = router("Warranties")
READ = scope("warranties:read")
RowId = Annotated[int, Path(gt=0, lt=2**63)]


@warranties.get(
    "/projects/{project_id}",
    auth=READ,
    response={200: schemas.ProjectWarrantiesOut, **problems(404)},
    summary="Warranties of a project",
)
def of_project(request: HttpRequest, project_id: RowId) -> schemas.ProjectWarrantiesOut:
    """Return the parts of a project somebody is liable for, each with how its end follows."""
    if not installed_base.projects_visible_to(actor(request)).filter(pk=project_id).exists():
        raise not_found()
    known, today = queries.known_of(project_id), timezone.localdate()
    return schemas.ProjectWarrantiesOut(
        project_id=project_id,
        law=known.law.named(get_language() or ""),
        city=known.city,
        design_life_years=known.design_life_years,
        items=[_told(part, known, today) for part in queries.parts_of(project_id)],
    )


@warranties.get(
    "/equipment/{equipment_id}",
    auth=READ,
    response={200: schemas.CoverOut, **problems(404)},
    summary="Cover of equipment",
)
def of_equipment(request: HttpRequest, equipment_id: RowId) -> schemas.CoverOut:
    """Return whether a piece of equipment is covered today, until when and why."""
    seen = installed_base.visible_equipment(actor(request)).filter(pk=equipment_id).exists()
    card = installed_base.equipment_card(equipment_id) if seen else None
    cover = queries.cover_of(project_id=card.project_id, equipment=card) if card else None
    if card is None or cover is None:
        raise not_found()
    known, on = queries.known_of(card.project_id, [cover.kind]), timezone.localdate()
    plain = ("kind", "part_id", "section", "accepted_on", "statutory_until", "contract_until", "until", "basis", "flag")
    return schemas.CoverOut(
        equipment_id=card.id,
        is_covered=cover.covers(on) or cover.repair_covers(on),
        flag_words=words.flag_words(cover.flag),
        is_standing=cover.is_standing,
        repair_item=cover.repair[0] if cover.repair else "",
        repair_until=cover.repair[1] if cover.repair else None,
        steps=_steps(explaining.of_cover(cover, known)),
        **{name: getattr(cover, name) for name in plain},
    )


@warranties.get("/{part_id}", auth=READ, response={200: schemas.WarrantyOut, **problems(404)}, summary="Get a warranty")
def get_warranty(request: HttpRequest, part_id: RowId) -> schemas.WarrantyOut:
    """Return the warranty of one part."""
    rows = policies.visible_to(actor(request)).select_related("section", "liable")
    row = rows.prefetch_related("suspensions", "repairs").filter(pk=part_id).first()
    if row is None:
        raise not_found()
    return _told(row, queries.known_of(row.project_id, [row.kind]), timezone.localdate())


def _told(row: WarrantyPart, known: queries.Known, today: date) -> schemas.WarrantyOut:
    return schemas.WarrantyOut.of(
        row,
        flag_words=words.flag_words(row.flag),
        state=state_of(row, today),
        days_left=days_left(row, today),
        steps=_steps(explaining.of_part(row, known)),
    )


def _steps(steps: list[explaining.Step]) -> list[schemas.StepOut]:
    return [schemas.StepOut(what=step.what, why=step.why, day=step.day, last=step.last) for step in steps]


routers = {"/warranties": warranties}
