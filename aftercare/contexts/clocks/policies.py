"""Who may see a promise and how it was reckoned."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.clocks.models import Clock
from aftercare.platform.actor import OFFICE, Actor, Role
from aftercare.platform.refusal import Decision, allow, deny

LADDER_WRITERS = (Role.SERVICE_MANAGER,)
FINDERS = (Role.SERVICE_MANAGER, Role.QUALITY_MANAGER)


def visible_to(actor: Actor) -> QuerySet[Clock]:
    """
    Return the clocks this party may see: the office those of its regions, a customer its own.

    An engineer sees a clock through the record it is about; the page asks that record's own rule.
    """
    rows = Clock.objects.all()
    if actor.is_system or (actor.has(*OFFICE) and actor.region_ids is None):
        return rows
    if actor.has(*OFFICE):
        return rows.filter(Q(region__isnull=True) | Q(region_id__in=actor.region_ids or ()))
    if actor.has(Role.CUSTOMER):
        return rows.filter(customer_id__in=actor.organisation_ids)
    return rows.none()


def may_set_ladder(*, by: Actor) -> Decision:
    """Tell whether the party may say who is warned when."""
    if by.has(*LADDER_WRITERS):
        return allow()
    return deny(_("Who is warned of a promise is set by service managers."))


def may_give_cause(clock: Clock, *, by: Actor) -> Decision:
    """Tell whether the party may say why the promise was broken."""
    if not by.has(*FINDERS):
        return deny(_("The cause of a broken promise is named by service and quality managers."))
    if clock.breached_at is None or clock.state == Clock.State.CANCELED:
        return deny(_("The promise is not broken."), code="wrong_state")
    return allow()
