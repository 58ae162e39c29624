"""Who acts: the person, system or partner on whose behalf a command runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _


class Role(StrEnum):
    """What a person may be trusted with; one person may hold several, but only one administrator's role."""

    DESK_AGENT = "desk_agent"
    DISPATCHER = "dispatcher"
    ENGINEER = "engineer"
    STOREKEEPER = "storekeeper"
    SERVICE_MANAGER = "service_manager"
    QUALITY_MANAGER = "quality_manager"
    CUSTOMER = "customer"
    PARTNER = "partner"
    SYSTEM_ADMIN = "system_admin"
    SECURITY_ADMIN = "security_admin"
    AUDITOR = "auditor"


ROLE_LABELS = {
    Role.DESK_AGENT: _("Service desk agent"),
    Role.DISPATCHER: _("Dispatcher"),
    Role.ENGINEER: _("Field engineer"),
    Role.STOREKEEPER: _("Storekeeper"),
    Role.SERVICE_MANAGER: _("Service manager"),
    Role.QUALITY_MANAGER: _("Quality manager"),
    Role.CUSTOMER: _("Customer"),
    Role.PARTNER: _("Partner"),
    Role.SYSTEM_ADMIN: _("System administrator"),
    Role.SECURITY_ADMIN: _("Security administrator"),
    Role.AUDITOR: _("Auditor"),
}

OFFICE = frozenset({Role.DESK_AGENT, Role.DISPATCHER, Role.STOREKEEPER, Role.SERVICE_MANAGER, Role.QUALITY_MANAGER})
ADMINISTRATORS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR})
STAFF = OFFICE | ADMINISTRATORS | {Role.ENGINEER}


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """
    One acting party with its rights at this moment.

    `region_ids` is None for someone who works everywhere; an empty set means nowhere.
    `via` names the door: desk, portal, phone, api, job, import, demo.
    """

    id: int | None = None
    name: str = ""
    roles: frozenset[Role] = frozenset()
    region_ids: frozenset[int] | None = frozenset()
    organisation_ids: frozenset[int] = frozenset()
    engineer_id: int | None = None
    via: str = ""
    request_id: str = ""
    scopes: frozenset[str] | None = field(default=None)
    is_system: bool = False

    @classmethod
    def system(cls, name: str, *, via: str = "job") -> Actor:
        """Return the product itself acting, for reactions, sweeps and imports."""
        return cls(name=name, region_ids=None, via=via, is_system=True)

    @property
    def is_staff(self) -> bool:
        """Tell whether the party belongs to the service company."""
        return self.is_system or bool(self.roles & STAFF)

    @property
    def is_known(self) -> bool:
        """Tell whether somebody is behind this actor: a login or the product itself."""
        return self.is_system or self.id is not None

    def has(self, *roles: Role) -> bool:
        """Tell whether the actor holds one of the roles; the product itself holds every one."""
        return self.is_system or not self.roles.isdisjoint(roles)

    def works_in(self, region_id: int | None) -> bool:
        """Tell whether the region is in the actor's scope; what belongs to no region is everybody's."""
        return self.region_ids is None or region_id is None or region_id in self.region_ids

    def through(self, via: str) -> Actor:
        """Return the same party coming through another door."""
        return replace(self, via=via)

    def to_json(self) -> dict[str, Any]:
        """Return what a job needs to act for the same party later."""
        return {
            "id": self.id,
            "name": self.name,
            "roles": sorted(self.roles),
            "region_ids": None if self.region_ids is None else sorted(self.region_ids),
            "organisation_ids": sorted(self.organisation_ids),
            "engineer_id": self.engineer_id,
            "via": self.via,
            "request_id": self.request_id,
            "is_system": self.is_system,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Actor:
        """Return the actor `to_json` described."""
        return cls(
            id=data["id"],
            name=data["name"],
            roles=frozenset(Role(role) for role in data["roles"]),
            region_ids=None if data["region_ids"] is None else frozenset(data["region_ids"]),
            organisation_ids=frozenset(data["organisation_ids"]),
            engineer_id=data["engineer_id"],
            via=data["via"],
            request_id=data["request_id"],
            is_system=data["is_system"],
        )


NOBODY = Actor(name="", via="portal")
