"""Customers for tests, made by the commands."""

from __future__ import annotations

from itertools import count
from typing import Any

from aftercare.contexts.organisations import commands
from aftercare.contexts.organisations.models import Contact, Organisation
from aftercare.platform.actor import Actor, Role
from aftercare.platform.testing.fixtures import MONDAY

SYSTEM = Actor.system("test")
_numbers = count(1)


def organisation(name: str = "", **facts: Any) -> Organisation:
    """Register a customer."""
    return commands.register_organisation(name=name or f"滨江开发 {next(_numbers)} 公司", by=SYSTEM, at=MONDAY, **facts)


def contact(of: Organisation, name: str = "顾经理", **facts: Any) -> Contact:
    """Add a contact."""
    return commands.add_contact(organisation_id=of.pk, name=name, by=SYSTEM, at=MONDAY, **facts)


def customer_of(of: Organisation) -> Actor:
    """Return somebody who signs in for the organisation."""
    person = contact(of, name="客户甲")
    username = f"customer{next(_numbers)}"
    opened = commands.open_portal_login(contact_id=person.pk, username=username, by=SYSTEM, at=MONDAY)
    return Actor(
        id=opened.user_id,
        name="客户甲",
        roles=frozenset({Role.CUSTOMER}),
        organisation_ids=frozenset({of.pk}),
        via="portal",
    )
