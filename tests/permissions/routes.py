"""Every route of the product with the policy its view declares."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

from aftercare.platform.actor import Role
from aftercare.platform.web import door

ANYBODY, SIGNED_IN = "anybody", "signed-in"
# A value for each converter that no record has.
FILLERS = {"int": "987654321", "slug": "no-such", "str": "no-such", "uuid": "00000000-0000-0000-0000-000000000000"}


@dataclass(frozen=True, slots=True)
class Route:
    """One address pattern and who may call it."""

    pattern: str
    name: str
    policy: door.Policy | None

    @property
    def who(self) -> str:
        """Return the rights as the matrix writes them."""
        if self.policy is None:
            return "NOBODY DECLARED"
        if self.policy.is_public:
            return ANYBODY
        return " ".join(sorted(self.policy.roles)) or SIGNED_IN

    @property
    def methods(self) -> str:
        """Return the HTTP methods the view takes."""
        return " ".join(m for m in (self.policy.methods if self.policy else ()) if m not in {"HEAD", "OPTIONS"})

    @property
    def path(self) -> str:
        """Return an address of this route that leads to no record."""
        return "/" + re.sub(r"<(?:(\w+):)?\w+>", lambda m: FILLERS.get(m[1] or "str", "no-such"), self.pattern)

    def allows(self, role: Role | None) -> bool:
        """Tell whether the policy lets somebody with this role in; None is a visitor without login."""
        if self.policy is None:
            return False
        return self.policy.is_public or (role is not None and self.policy.allows([role]))


def routes() -> list[Route]:
    """Return all routes, in the order of their patterns."""
    return sorted(_walk(get_resolver().url_patterns, "", ""), key=lambda route: (route.pattern, route.name))


def _walk(patterns: list[URLPattern | URLResolver], prefix: str, namespace: str) -> Iterator[Route]:
    for entry in patterns:
        pattern = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry.url_patterns, pattern, inner)
        else:
            name = f"{namespace}{entry.name}" if entry.name else ""
            yield Route(pattern.replace("^", "").replace("\\Z", ""), name, door.policy_of(entry.callback, name))
