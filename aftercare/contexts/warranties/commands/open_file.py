"""Open the warranty file of a project, or say anew what it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.installed_base import public as installed_base
from aftercare.contexts.installed_base.public import PartKind
from aftercare.contexts.warranties.commands.projects import locked_project
from aftercare.contexts.warranties.commands.settling import settle
from aftercare.contexts.warranties.models import LONGEST_DESIGN_LIFE, WarrantyFile, WarrantyPart
from aftercare.contexts.warranties.rules.jurisdictions import codes
from aftercare.contexts.warranties.rules.warranty import HOME
from aftercare.platform import outbox, wording
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused
from aftercare.published.warranties import WarrantyFileOpened


@transaction.atomic
def open_file(
    *,
    project_id: int,
    jurisdiction: str = HOME,
    city: str = "",
    design_life_years: int | None = None,
    kinds: Sequence[str] = (),
    by: Actor,
    at: datetime,
) -> WarrantyFile:
    """
    Say under which law, by which city's seasons and for which design life a project is warranted.

    Each of `kinds` becomes a part of the whole project, unless there is one; parts are never removed here.
    :raises Refused: `not_found`, `not_allowed`, or `unknown` and `invalid` naming the field.
    """
    locked_project(project_id, by=by)
    if jurisdiction not in codes():
        raise Refused("unknown", _("There is no table of this law."), field="jurisdiction")
    if unknown := set(kinds) - set(PartKind.values):
        raise Refused("unknown", _("Nobody knows this kind of part: %(kind)s.") % {"kind": min(unknown)}, field="kinds")
    if design_life_years is not None and not 1 <= design_life_years <= LONGEST_DESIGN_LIFE:
        raise Refused("invalid", _("A design life is between 1 and 200 years."), field="design_life_years")
    row, _new = WarrantyFile.objects.update_or_create(
        project_id=project_id,
        defaults={
            "jurisdiction": jurisdiction,
            "city": wording.line(city, field="city", limit=40),
            "design_life_years": design_life_years,
        },
    )
    whole = WarrantyPart.objects.filter(project_id=project_id, section=None)
    there = set(whole.values_list("kind", flat=True))
    for kind in PartKind.values:
        if kind in kinds and kind not in there:
            WarrantyPart.objects.create(project_id=project_id, kind=kind, name=str(PartKind(kind).label))
    settle(project_id)
    told = WarrantyFileOpened(project_id=project_id, jurisdiction=jurisdiction, city=row.city, at=at)
    outbox.publish(told, about=installed_base.project_key(project_id), by=by)
    return row
