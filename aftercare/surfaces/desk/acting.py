"""Who asks: the actor of a signed-in person, from what people and organisations grant."""

from __future__ import annotations

from collections.abc import Set

from django.http import HttpRequest

from aftercare.contexts.organisations import public as organisations
from aftercare.contexts.people import public as people
from aftercare.platform.actor import Actor, Role
from aftercare.platform.web import actors

OUTSIDE = frozenset({Role.CUSTOMER, Role.PARTNER})


@actors.provided_by
def actor_of(request: HttpRequest) -> Actor:
    """Return the actor behind the request in one query, two for a customer; nobody when no one is signed in."""
    user = request.user
    request_id = str(getattr(request, "id", ""))
    if not user.is_authenticated:
        return Actor(via="portal", request_id=request_id)
    user_id = int(str(user.pk))
    scope = people.scope_of(user_id)
    outside = bool(OUTSIDE & scope.roles)
    return Actor(
        id=user_id,
        name=user.name,
        roles=frozenset(scope.roles),
        region_ids=scope.region_ids,
        organisation_ids=organisations.organisations_of(user_id) if outside else frozenset(),
        engineer_id=scope.engineer_id,
        via=door_of(scope.roles),
        request_id=request_id,
    )


def door_of(roles: Set[Role]) -> str:
    """Return the name of the door somebody with these roles comes through: it is whose voice the timeline shows."""
    if roles and roles <= OUTSIDE:
        return "portal"
    return "phone" if roles == {Role.ENGINEER} else "desk"
