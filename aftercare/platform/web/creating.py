"""The "+ New" menu: the first steps this person may take, from any page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from aftercare.platform.actor import Role


@dataclass(frozen=True, slots=True)
class Item:
    """One first step: its words, where it starts and who may take it."""

    label: Any
    url_name: str
    icon: str
    roles: frozenset[Role]
    order: int

    @property
    def url(self) -> str:
        """Return the address where the step starts."""
        return reverse(self.url_name)


_items: dict[str, Item] = {}


def creatable(label: Any, url_name: str, icon: str, roles: tuple[Role, ...], order: int = 50) -> None:
    """Register one entry of the "+ New" menu."""
    _items[url_name] = Item(label, url_name, icon, frozenset(roles), order)


def items(roles: frozenset[Role]) -> list[Item]:
    """Return the first steps somebody of these roles may take, in order."""
    return sorted((i for i in _items.values() if i.roles & roles), key=lambda i: (i.order, i.url_name))
