"""Who asks: the actor of a signed-in person, from what people and organisations grant."""

from __future__ import annotations

from django.http import HttpRequest

from aftercare.platform.actor import NOBODY, Actor, Role
from aftercare.platform.web import actors


@actors.provided_by
def actor_of(request: HttpRequest) -> Actor:
    """Return the actor behind the request; nobody when no one is signed in."""
    from aftercare.contexts.organisations import public as organisations
    from aftercare.contexts.people import public as people

    user = request.user
    request_id = getattr(request, "id", "")
    if not user.is_authenticated:
        return Actor(via=NOBODY.via, request_id=request_id)
    scope = people.scope_of(user_id=user.pk)
    outside = {Role.CUSTOMER, Role.PARTNER} & scope.roles
    return Actor(
        id=user.pk,
        name=user.name,
        roles=frozenset(scope.roles),
        region_ids=scope.region_ids,
        organisation_ids=frozenset(organisations.organisations_of(user_id=user.pk)) if outside else frozenset(),
        engineer_id=scope.engineer_id,
        via="desk",
        request_id=request_id,
    )
