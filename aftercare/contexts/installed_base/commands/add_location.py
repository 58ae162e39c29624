"""Add a place to a project's site tree."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.installed_base import policies, rules
from aftercare.contexts.installed_base.models import Location, Project
from aftercare.platform import outbox, rows
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused
from aftercare.published.installed_base import LocationAdded

CLASHES = {"location_name_once": Refused("conflict", _("There is already a place of this name here."), field="name")}


@transaction.atomic
def add_location(
    *, project_id: int, name: str, kind: str, parent_id: int | None = None, by: Actor, at: datetime
) -> Location:
    """
    Add a site, or a part of another place of the same project.

    :raises Refused: `not_found`, `not_allowed`, `conflict` for a name in use here, `invalid` for another project's
        place or a tree too deep, or what is wrong with a field.
    """
    project = rows.locked(policies.projects_visible_to(by), project_id)
    policies.may_write(project.region_id, by=by).or_refuse()
    place = Location(project=project)
    rows.fill(place, {"name": name, "kind": kind})
    names = names_of(project)
    check_parent(parent_id, names)
    place.parent_id = parent_id
    above = rules.path_of(parent_id, names) + rules.PATH_SEPARATOR if parent_id is not None else ""
    place.path = checked_path(above + place.name)
    with rows.telling(CLASHES):
        place.save()
    told = LocationAdded(project_id=project.pk, location_id=place.pk, path=place.path, at=at)
    outbox.publish(told, about=f"project:{project.pk}", by=by)
    return place


def names_of(project: Project) -> dict[int, tuple[int | None, str]]:
    """Return (parent, name) of every place of the project by id."""
    places = Location.objects.filter(project=project).values_list("pk", "parent_id", "name")
    return {pk: (parent, name) for pk, parent, name in places}


def check_parent(parent_id: int | None, names: dict[int, tuple[int | None, str]]) -> None:
    """
    Refuse a place of another project, and one so deep that nothing may lie under it.

    :raises Refused: `invalid`.
    """
    if parent_id is None:
        return
    if parent_id not in names:
        raise Refused("invalid", _("This place does not belong to the project."), field="parent_id")
    if rules.depth_of(parent_id, {pk: parent for pk, (parent, _name) in names.items()}) >= rules.DEEPEST:
        raise Refused("invalid", _("The site tree is at most 8 places deep."), field="parent_id")


def checked_path(path: str) -> str:
    """
    Return the path when it is not too long.

    :raises Refused: `too_long`.
    """
    if len(path) > rules.LONGEST_PATH:
        raise Refused("too_long", _("With all the places above it, the name is too long."), field="name")
    return path
