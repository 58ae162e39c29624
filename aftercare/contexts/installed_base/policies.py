"""Who may see and do what with projects and equipment."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.installed_base.models import Equipment, Project
from aftercare.platform.actor import OFFICE, Actor, Role
from aftercare.platform.refusal import Decision, allow, deny

M = TypeVar("M", bound=Model)
WRITERS = (Role.DESK_AGENT, Role.SERVICE_MANAGER)


def visible_to(actor: Actor) -> QuerySet[Equipment]:
    """Return the equipment the actor may see: office and engineers in their regions, a customer its own."""
    return _seen(Equipment.objects.all(), actor, (*OFFICE, Role.ENGINEER))


def projects_visible_to(actor: Actor) -> QuerySet[Project]:
    """Return the projects the actor may see: the office those of its regions, a customer its own."""
    return _seen(Project.objects.all(), actor, tuple(OFFICE))


def own_projects(actor: Actor) -> QuerySet[Project]:
    """Return the projects of a customer's own organisations; nothing to anybody who is no customer."""
    return _own(Project.objects.all(), actor)


def own_equipment(actor: Actor) -> QuerySet[Equipment]:
    """Return the equipment of a customer's own organisations; nothing to anybody who is no customer."""
    return _own(Equipment.objects.all(), actor)


def _own(rows: QuerySet[M], actor: Actor) -> QuerySet[M]:
    if Role.CUSTOMER not in actor.roles:
        return rows.none()
    return rows.filter(customer_id__in=actor.organisation_ids)


def _seen(rows: QuerySet[M], actor: Actor, roles: tuple[Role, ...]) -> QuerySet[M]:
    if actor.is_system or (actor.has(*roles) and actor.region_ids is None):
        return rows
    own = Q(customer_id__in=actor.organisation_ids) if actor.has(Role.CUSTOMER) else Q(pk__in=[])
    if actor.has(*roles):
        own |= Q(region_id__in=actor.region_ids or ())
    return rows.filter(own)


def may_read_equipment_file(equipment_id: int, actor: Actor) -> bool:
    """Tell whether the actor may read the files of a piece of equipment."""
    return visible_to(actor).filter(pk=equipment_id).exists()


def may_read_project_file(project_id: int, actor: Actor) -> bool:
    """Tell whether the actor may read the files of a project."""
    return projects_visible_to(actor).filter(pk=project_id).exists()


def may_write(region_id: int, *, by: Actor) -> Decision:
    """Tell whether the actor may write projects and equipment of the region."""
    if not by.has(*WRITERS):
        return deny(_("Only the service desk or a service manager may write projects and equipment."))
    if not by.works_in(region_id):
        return deny(_("This region is not one of yours."))
    return allow()


def may_scrap(equipment: Equipment, *, by: Actor) -> Decision:
    """Tell whether the actor may take the equipment out of the register of what is in use."""
    if equipment.status == Equipment.Status.SCRAPPED:
        return deny(_("This equipment is already scrapped."), code="wrong_state")
    return may_write(equipment.region_id, by=by)


def may_change_equipment(equipment: Equipment, *, by: Actor) -> Decision:
    """Tell whether the actor may change the equipment; scrapped equipment stays as it was."""
    if equipment.status == Equipment.Status.SCRAPPED:
        return deny(_("This equipment is scrapped; its record stays as it was."), code="wrong_state")
    return may_write(equipment.region_id, by=by)


def may_print(equipment: Equipment, *, by: Actor) -> Decision:
    """Tell whether the actor may print the label."""
    if equipment.status == Equipment.Status.SCRAPPED:
        return deny(_("Scrapped equipment has no label."), code="wrong_state")
    if not by.has(*OFFICE):
        return deny(_("The office prints labels."))
    return allow()
