"""The home page: cards that say what needs this person now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from aftercare.platform.actor import Actor, Role
from aftercare.platform.web.fragments import DeskRequest

Render = Callable[[DeskRequest], str]


@dataclass(frozen=True, slots=True)
class Card:
    """One card of the home page; `width` is `full`, `half` or `third` of the page on a wide screen."""

    key: str
    title: Any
    render: Render
    roles: frozenset[Role]
    order: int
    width: str
    icon: str
    url_name: str


_cards: dict[str, Card] = {}


def card(
    key: str,
    title: Any,
    render: Render,
    *,
    roles: tuple[Role, ...],
    order: int = 50,
    width: str = "half",
    icon: str = "",
    url_name: str = "",
) -> None:
    """
    Register one card of the home page.

    `render(request)` returns the markup of its body (see `fragments.html`), or "" to leave the card out.
    `url_name` leads from the card's title to the list behind it.
    """
    _cards[key] = Card(key, title, render, frozenset(roles), order, width, icon, url_name)


def cards(actor: Actor) -> list[Card]:
    """Return the cards of this person, in order."""
    return sorted((c for c in _cards.values() if c.roles & actor.roles), key=lambda c: (c.order, c.key))
