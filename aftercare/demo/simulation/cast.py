"""Who plays: the office by role and region, the engineers, the customers."""

from __future__ import annotations

from collections import defaultdict
from random import Random

from aftercare.contexts.organisations import public as organisations
from aftercare.contexts.people import public as people
from aftercare.contexts.people.models import Grant
from aftercare.contexts.people.public import EngineerCard
from aftercare.platform.accounts.models import User
from aftercare.platform.actor import Actor, Role


class Cast:
    """Everybody who can act, with the rights they really have."""

    def __init__(self) -> None:
        self.by_role: dict[str, list[Actor]] = defaultdict(list)
        self._known: dict[int, Actor] = {}
        users = User.objects.in_bulk()
        for grant in Grant.objects.order_by("pk"):
            actor = self._actor(users[grant.user_id])
            if actor not in self.by_role[grant.role]:
                self.by_role[grant.role].append(actor)
        self.engineers: list[EngineerCard] = people.engineers_in(None)
        self._users = users

    def of(self, role: Role, region_id: int | None, rng: Random, *, also: int | None = None) -> Actor:
        """Return somebody with this role who works in the region (and in another one), the nearest of several."""
        able = [a for a in self.by_role[role.value] if a.works_in(region_id) and a.works_in(also)]
        bound = [actor for actor in able if actor.region_ids is not None]
        return rng.choice(bound or able)

    def engineer(self, card: EngineerCard) -> Actor:
        """Return the engineer as an actor."""
        return self._actor(self._users[card.user_id])

    def customer(self, organisation_id: int) -> Actor | None:
        """Return a login of the customer, if there is one."""
        found = [a for a in self.by_role[Role.CUSTOMER.value] if organisation_id in a.organisation_ids]
        return found[0] if found else None

    def _actor(self, user: User) -> Actor:
        if user.pk not in self._known:
            scope = people.scope_of(user_id=user.pk)
            self._known[user.pk] = Actor(
                id=user.pk,
                name=user.name,
                roles=frozenset(scope.roles),
                region_ids=scope.region_ids,
                organisation_ids=frozenset(organisations.organisations_of(user_id=user.pk)),
                engineer_id=scope.engineer_id,
                via="demo",
            )
        return self._known[user.pk]
