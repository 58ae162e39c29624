"""Who may read the figures, and of which regions."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from aftercare.platform.actor import Actor, Role
from aftercare.platform.refusal import Decision, allow, deny

READERS = (Role.SERVICE_MANAGER, Role.QUALITY_MANAGER, Role.DISPATCHER, Role.DESK_AGENT)
TARGET_SETTERS = (Role.SERVICE_MANAGER, Role.QUALITY_MANAGER)

M = TypeVar("M", bound=Model)


def visible(facts: QuerySet[M], actor: Actor) -> QuerySet[M]:
    """Return the facts of the actor's regions, and those of no region; nobody else's."""
    if not actor.has(*READERS):
        return facts.none()
    if actor.region_ids is None:
        return facts
    return facts.filter(Q(region_id__in=actor.region_ids) | Q(region_id__isnull=True))


def may_set_target(*, by: Actor) -> Decision:
    """Say whether the actor may change what the company wants to reach."""
    return allow() if by.has(*TARGET_SETTERS) else deny(_("Targets are set by service and quality managers."))
