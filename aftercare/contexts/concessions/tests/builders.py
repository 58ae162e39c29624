"""Scenes for tests of concessions: people with real rights, a request whose promises run, and asks about them."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from aftercare.contexts.clocks.models import Clock
from aftercare.contexts.concessions import commands
from aftercare.contexts.concessions.models import ApprovalLimit, Concession
from aftercare.contexts.people import public as people
from aftercare.contexts.people.commands import create_user, grant_role
from aftercare.contexts.service_requests.tests import builders as requests
from aftercare.contexts.service_requests.tests.builders import BUILDER, MONDAY
from aftercare.platform.accounts.models import User
from aftercare.platform.actor import Actor, Role

HOUR = timedelta(hours=1)
NINE = MONDAY
_n = count(1)
# As the first migration fills them: tests that commit empty every table.
FIRST: list[dict[str, Any]] = [
    {"level": 1, "role": "service_manager", "most_minutes": 480, "most_amount": 5000, "kinds": ["extend", "replan"],
     "decide_hours": 4},
    {"level": 2, "role": "quality_manager", "most_minutes": 2880, "most_amount": 50000,
     "kinds": ["extend", "waive", "replan"], "decide_hours": 8},
    {"level": 3, "role": "service_manager", "is_companywide": True, "kinds": ["extend", "waive", "replan"],
     "decide_hours": 24},
]  # fmt: skip


def limits() -> None:
    """Make the levels a company starts with."""
    for given in FIRST:
        ApprovalLimit.objects.update_or_create(level=given["level"], defaults=given)


def actor_of(user_id: int) -> Actor:
    """Return a login as the actor it is by its grants."""
    user, scope = User.objects.get(pk=user_id), people.scope_of(user_id)
    return Actor(id=user.pk, name=user.name, roles=frozenset(scope.roles), region_ids=scope.region_ids, via="desk")


def person(*roles: Role, region_id: int | None = None, name: str = "") -> Actor:
    """Make somebody with these roles, everywhere unless a region is given."""
    n = next(_n)
    acting = {"by": BUILDER, "at": MONDAY}
    user = create_user(username=f"c{n}", name=name or f"同事{n}", password="Aftercare-2026", **acting)
    for role in roles:
        grant_role(user_id=user.pk, role=role, region_id=region_id, **acting)
    return actor_of(user.pk)


class Company:
    """A region with its people and a request of its own, promises of priority 3 running since Monday 09:00."""

    def __init__(self, at: datetime = MONDAY) -> None:
        limits()
        requests.promises(at)
        self.at = at
        self.place = requests.scene()
        region = self.place.region_id
        self.agent = person(Role.DESK_AGENT, region_id=region, name="李静")
        self.manager = person(Role.SERVICE_MANAGER, region_id=region, name="宋毅")
        self.quality = person(Role.QUALITY_MANAGER, name="刘芳")
        self.director = person(Role.SERVICE_MANAGER, name="赵敏")
        self.request = requests.request_of(self.place, at=at)

    def clock(self, promise: str = "arrive") -> Clock:
        """Return a promise of the request as it is now."""
        return Clock.objects.get(subject=self.request.key, promise=promise)

    def ask(
        self, *, promise: str = "arrive", by: Actor | None = None, after: timedelta = HOUR, **said: Any
    ) -> Concession:
        """Ask for two hours more, unless said otherwise."""
        usual: dict[str, Any] = {"kind": "extend", "amount": Decimal(0), "reason": "门机配件周四到货"}
        usual |= {"minutes": 120} if said.get("kind", "extend") == "extend" and "until" not in said else {}
        at = self.at + after
        return commands.ask(clock_id=self.clock(promise).pk, **{**usual, **said}, by=by or self.agent, at=at)

    def grant(
        self, row: Concession, *, by: Actor | None = None, after: timedelta = 2 * HOUR, **said: Any
    ) -> Concession:
        """Grant it."""
        return commands.grant(concession_id=row.pk, by=by or self.manager, at=self.at + after, **said)


def everything() -> tuple[Any, ...]:
    """Return every column of all concessions and promises, to tell that nothing changed."""
    tables = (Concession, Clock)
    return tuple(list(table.objects.order_by("pk").values()) for table in tables)
