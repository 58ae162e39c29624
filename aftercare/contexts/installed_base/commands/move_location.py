"""Give a place another name or hang it elsewhere in the site tree, with all its parts."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.installed_base import policies, rules
from aftercare.contexts.installed_base.commands.add_location import CLASHES, check_parent, checked_path, names_of
from aftercare.contexts.installed_base.indexing import index_equipment
from aftercare.contexts.installed_base.models import Equipment, Location
from aftercare.platform import outbox, rows
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused
from aftercare.published.installed_base import LocationMoved


@transaction.atomic
def move_location(
    *, location_id: int, name: str, kind: str, parent_id: int | None, by: Actor, at: datetime
) -> Location:
    """
    Rename or move a place; the paths of the whole branch, and what its equipment is found by, are written anew.

    :raises Refused: `not_found`, `not_allowed`, `conflict` for a name in use there, `invalid` for a place inside
        itself, of another project or too deep, or what is wrong with a field.
    """
    seen = Location.objects.filter(project__in=policies.projects_visible_to(by).values("pk"))
    place = rows.locked(seen, location_id)
    # The project's lock keeps two people from hanging two branches into each other.
    project = rows.locked(policies.projects_visible_to(by), place.project_id)
    policies.may_write(project.region_id, by=by).or_refuse()
    old_path, old = place.path, (place.parent_id, place.name, place.kind)
    rows.fill(place, {"name": name, "kind": kind})
    place.parent_id = parent_id
    if (place.parent_id, place.name, place.kind) == old:
        return place
    _hang(place, parent_id)
    told = LocationMoved(project_id=project.pk, location_id=place.pk, old_path=old_path, path=place.path, at=at)
    outbox.publish(told, about=f"project:{project.pk}", by=by)
    return place


def _hang(place: Location, parent_id: int | None) -> None:
    """Write the place and the paths of its branch."""
    names = names_of(place.project)
    check_parent(parent_id, names)
    branch = rules.branch_of(place.pk, {pk: parent for pk, (parent, _name) in names.items()})
    if parent_id in branch:
        raise Refused("invalid", _("A place cannot lie inside itself."), field="parent_id")
    names[place.pk] = (parent_id, place.name)
    parents = {pk: parent for pk, (parent, _name) in names.items()}
    if max(rules.depth_of(pk, parents) for pk in branch) > rules.DEEPEST:
        raise Refused("invalid", _("The site tree is at most 8 places deep."), field="parent_id")
    paths = {pk: checked_path(rules.path_of(pk, names)) for pk in branch}
    place.path = paths[place.pk]
    with rows.telling(CLASHES):
        place.save()
    for part in Location.objects.filter(pk__in=branch - {place.pk}):
        part.path = paths[part.pk]
        part.save(update_fields=["path"])
    index_equipment(Equipment.objects.filter(location_id__in=branch))
