"""The left navigation: by work, in one order, showing only what this person may use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from aftercare.platform.actor import Actor, Role

Badge = Callable[[Actor], int | None]

SECTIONS: dict[str, tuple[Any, str]] = {
    "home": (_("Home"), "layout-dashboard"),
    "intake": (_("Intake"), "phone-call"),
    "orders": (_("Work orders"), "clipboard-list"),
    "dispatch": (_("Dispatch"), "calendar-event"),
    "customers": (_("Customers and equipment"), "building"),
    "contracts": (_("Contracts and warranty"), "shield-check"),
    "parts": (_("Spare parts"), "package"),
    "monitoring": (_("Monitoring and maintenance"), "activity-heartbeat"),
    "knowledge": (_("Knowledge"), "book"),
    "quality": (_("Quality"), "rosette-discount-check"),
    "analysis": (_("Analysis"), "chart-bar"),
    "settings": (_("Settings"), "settings"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the navigation: where it leads, who sees it, and what may wait there."""

    section: str
    label: Any
    url_name: str
    icon: str
    roles: frozenset[Role]
    badge: Badge | None
    order: int

    @property
    def key(self) -> str:
        """Return the name the badge of this entry is asked by."""
        return self.url_name

    @property
    def url(self) -> str:
        """Return the address the entry leads to."""
        return reverse(self.url_name)


@dataclass(frozen=True, slots=True)
class Section:
    """One heading of the navigation with the entries this person may use."""

    key: str
    label: Any
    icon: str
    entries: tuple[Entry, ...]


_entries: dict[str, Entry] = {}


def nav(
    section: str,
    label: Any,
    url_name: str,
    icon: str,
    roles: tuple[Role, ...],
    badge: Badge | None = None,
    order: int = 50,
) -> Entry:
    """
    Register one entry of the navigation.

    `badge(actor)` returns how much waits there, or None for no count; it is asked apart from the page.
    :raises KeyError: at start-up, when the section is not one of `SECTIONS`.
    """
    if section not in SECTIONS:
        raise KeyError(f"unknown section {section!r}; choose one of {', '.join(SECTIONS)}")
    entry = Entry(section, label, url_name, icon, frozenset(roles), badge, order)
    _entries[url_name] = entry
    return entry


def sections(actor: Actor) -> list[Section]:
    """Return the navigation of this person, section by section, without empty ones."""
    seen = [entry for entry in _entries.values() if entry.roles & actor.roles]
    found = []
    for key, (label, icon) in SECTIONS.items():
        mine = sorted((entry for entry in seen if entry.section == key), key=lambda e: (e.order, e.url_name))
        if mine:
            found.append(Section(key, label, icon, tuple(mine)))
    return found


def entries(actor: Actor) -> list[Entry]:
    """Return every entry this person may use, in the order of the navigation."""
    return [entry for section in sections(actor) for entry in section.entries]


def badges(actor: Actor) -> dict[str, int]:
    """Return how much waits behind each entry of this person that counts something."""
    counted = {entry.key: entry.badge(actor) for entry in entries(actor) if entry.badge}
    return {key: count for key, count in counted.items() if count}
