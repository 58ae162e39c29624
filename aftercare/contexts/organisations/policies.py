"""Who may see and do what with organisations and their contacts."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.organisations.models import Organisation
from aftercare.platform.actor import OFFICE, Actor, Role
from aftercare.platform.refusal import Decision, allow, deny

WRITERS = (Role.DESK_AGENT, Role.SERVICE_MANAGER)


def visible_to(actor: Actor) -> QuerySet[Organisation]:
    """Return the organisations the actor may see: the office those of its regions, a customer or partner its own."""
    rows = Organisation.objects.all()
    if actor.is_system or (actor.has(*OFFICE) and actor.region_ids is None):
        return rows
    own = Q(pk__in=actor.organisation_ids)
    if actor.has(*OFFICE):
        own |= Q(region__isnull=True) | Q(region_id__in=actor.region_ids or ())
    return rows.filter(own)


def may_register(region_id: int | None, *, by: Actor) -> Decision:
    """Tell whether the actor may register an organisation in the region."""
    if not by.has(*WRITERS):
        return deny(_("Only the service desk or a service manager may write customers."))
    if not by.works_in(region_id):
        return deny(_("This region is not one of yours."))
    return allow()


def may_change(organisation: Organisation, *, by: Actor) -> Decision:
    """Tell whether the actor may change the organisation and its contacts."""
    return may_register(organisation.region_id, by=by)
