"""Who may see a promise and how it was reckoned."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from aftercare.contexts.clocks.models import Clock
from aftercare.platform.actor import OFFICE, Actor, Role


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
