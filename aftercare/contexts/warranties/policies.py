"""Who may see and write warranties."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.installed_base import public as installed_base
from aftercare.contexts.warranties.models import WarrantyPart
from aftercare.platform.actor import OFFICE, Actor, Role
from aftercare.platform.refusal import Decision, allow, deny

READERS = tuple(sorted(OFFICE))
WRITERS = (Role.SERVICE_MANAGER, Role.QUALITY_MANAGER)
SEASON_WRITERS = (Role.SERVICE_MANAGER, Role.SYSTEM_ADMIN)


def visible_to(actor: Actor) -> QuerySet[WarrantyPart]:
    """Return the parts of the projects the actor may see: the office those of its regions, a customer its own."""
    if actor.is_system or actor.has(*OFFICE):
        return WarrantyPart.objects.filter(project__in=installed_base.projects_visible_to(actor))
    return WarrantyPart.objects.filter(project__in=installed_base.own_projects(actor))


def may_keep_seasons(*, by: Actor) -> Decision:
    """Tell whether the party may say when a city heats and cools."""
    if by.has(*SEASON_WRITERS):
        return allow()
    return deny(_("The seasons of cities are kept by service managers and the system administrator."))


def may_write(region_id: int, *, by: Actor) -> Decision:
    """Tell whether the party may write the warranties of a project in this region."""
    if not by.has(*WRITERS):
        return deny(_("Warranties are kept by service and quality managers."))
    if not by.works_in(region_id):
        return deny(_("This region is not one of yours."))
    return allow()
