"""Up to which level somebody may decide, in whose place, and who is asked at a level."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from aftercare.contexts.concessions.models import ApprovalLimit, Concession, Delegation
from aftercare.contexts.people import public as people
from aftercare.platform.actor import OFFICE, Actor, Role


@dataclass(frozen=True, slots=True)
class Mandate:
    """A right to decide up to a level in some regions (None: in all): somebody's own, or `holder_id`'s lent to them."""

    actor_id: int
    holder_id: int
    level: int
    region_ids: frozenset[int] | None

    @property
    def is_lent(self) -> bool:
        """Tell whether the right is somebody else's."""
        return self.holder_id != self.actor_id

    def holds(self, row: Concession, level: int) -> bool:
        """Tell whether the right reaches the level and the region, and whether what is asked is neither's own."""
        region_id = row.request.region_id
        reaches = self.region_ids is None or region_id is None or region_id in self.region_ids
        return reaches and self.level >= level and row.asked_by_id not in (self.actor_id, self.holder_id)

    @property
    def q(self) -> Q:
        """Return the condition of the concessions it may decide."""
        q = Q(state="asked", needed_level__lte=self.level)
        if self.region_ids is not None:
            q &= Q(request__region__isnull=True) | Q(request__region_id__in=self.region_ids)
        return q & ~Q(asked_by_id__in=[self.actor_id, self.holder_id])


def limits() -> list[ApprovalLimit]:
    """Return the levels, lowest first."""
    return list(ApprovalLimit.objects.order_by("level"))


def level_of(roles: Collection[Role], region_ids: frozenset[int] | None, known: Sequence[ApprovalLimit]) -> int:
    """Return the highest level somebody with these roles in these regions stands on; 0 for none."""
    held = {str(role) for role in roles}
    found = (row.level for row in known if row.role in held and (region_ids is None or not row.is_companywide))
    return max(found, default=0)


def of(actor: Actor, *, at: datetime) -> list[Mandate]:
    """Return an actor's rights to decide at a moment, their own first. Three queries, one more for each lender."""
    if actor.id is None or actor.is_system:
        return []
    known = limits()
    found = [Mandate(actor.id, actor.id, level_of(actor.roles, actor.region_ids, known), actor.region_ids)]
    for giver_id in lenders(actor.id, at=at):
        scope = people.scope_of(giver_id)
        found.append(Mandate(actor.id, giver_id, level_of(scope.roles, scope.region_ids, known), scope.region_ids))
    return [mandate for mandate in found if mandate.level]


def lenders(taker_id: int, *, at: datetime) -> list[int]:
    """Return in whose place a login decides at a moment."""
    rows = Delegation.objects.filter(taker_id=taker_id, ended_at__isnull=True, during__contains=at)
    return list(rows.order_by("giver_id").values_list("giver_id", flat=True))


def approvers(limit: ApprovalLimit, *, region_id: int | None, asker_id: int, at: datetime) -> list[int]:
    """Return the logins asked at a level: whoever stands on it in the region and who decides in their place now."""
    holders = [
        user_id
        for user_id in people.users_with(Role(limit.role), region_id=region_id)
        if user_id != asker_id and _stands_on(limit, people.scope_of(user_id), region_id)
    ]
    lent = Delegation.objects.filter(giver_id__in=holders, ended_at__isnull=True, during__contains=at)
    taken = lent.exclude(taker_id=asker_id).values_list("taker_id", flat=True)
    takers = [user_id for user_id in set(taken) if _reads(people.scope_of(user_id), region_id)]
    return sorted({*holders, *takers})


def _stands_on(limit: ApprovalLimit, scope: people.Scope, region_id: int | None) -> bool:
    return _reads(scope, region_id) and level_of(scope.roles, scope.region_ids, [limit]) > 0


def _reads(scope: people.Scope, region_id: int | None) -> bool:
    """Tell whether somebody is of the office and works in the region; a closed login has no roles."""
    reaches = scope.region_ids is None or region_id is None or region_id in scope.region_ids
    return reaches and bool(scope.roles & OFFICE)
