"""Records to choose from in filters and forms, only as far as the person who asks may see them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from aftercare.contexts.installed_base import public as installed_base
from aftercare.contexts.organisations import public as organisations
from aftercare.contexts.service_requests import queries
from aftercare.platform.actor import Actor


def customer_options(actor: Actor, text: str, limit: int) -> Iterable[tuple[int, str]]:
    """Return the customers the actor may see that match, as choices."""
    return [(row.pk, row.name) for row in organisations.search_organisations(actor, text, limit=limit)]


def customer_labels(actor: Actor, ids: list[int]) -> dict[int, Any]:
    """Return the names of customers the actor may see."""
    return dict(organisations.visible_to(actor).filter(pk__in=ids).values_list("pk", "name"))


def equipment_options(actor: Actor, text: str, limit: int) -> Iterable[tuple[int, str]]:
    """Return the equipment the actor may see that matches, as choices."""
    if not text.strip():
        return []
    return [(c.id, f"{c.number} {c.name}") for c in installed_base.search_equipment(actor, text, limit=limit)]


def equipment_labels(actor: Actor, ids: list[int]) -> dict[int, Any]:
    """Return the names of equipment the actor may see."""
    return dict(installed_base.visible_equipment(actor).filter(pk__in=ids).values_list("pk", "name"))


def category_options(actor: Actor, text: str, limit: int) -> Iterable[tuple[int, str]]:
    """Return the categories that match, as choices."""
    found = [(pk, f"{group} · {name}" if group else name) for pk, group, name in queries.category_choices()]
    return [(pk, name) for pk, name in found if text.casefold() in name.casefold()][:limit]


def category_labels(actor: Actor, ids: list[int]) -> dict[int, Any]:
    """Return the names of categories."""
    return {pk: name for pk, _group, name in queries.category_choices() if pk in ids}
