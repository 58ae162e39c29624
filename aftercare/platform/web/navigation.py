"""The left navigation: by work, in one order, showing only what this person may use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aftercare.platform.actor import Actor, Role
from aftercare.platform.web import creating, icons

Badge = Callable[[Actor], int | None]

SECTIONS: dict[str, tuple[Any, str]] = {
    "home": (_("Home"), "layout-dashboard"),
    "intake": (_("Intake"), "phone-call"),
    "orders": (_("Work orders"), "clipboard-list"),
    "dispatch": (_("Dispatch"), "calendar-event"),
    "customers": (_("Customers"), "building"),
    "contracts": (_("Contracts"), "shield-check"),
    "parts": (_("Spare parts"), "package"),
    "monitoring": (_("Monitoring"), "activity-heartbeat"),
    "knowledge": (_("Knowledge"), "book"),
    "quality": (_("Quality"), "rosette-discount-check"),
    "analysis": (_("Analysis"), "chart-bar"),
    "settings": (_("Settings"), "settings"),
}
# How a section is called by those who are customers themselves.
OWN_WORDS = {"customers": pgettext_lazy("navigation", "Our projects")}
OUTSIDE = frozenset({Role.CUSTOMER, Role.PARTNER})


@cache
def _address(url_name: str, urlconf: str | None, prefix: str) -> str:
    """Return the address of a view; every page asks for that of every entry."""
    return reverse(url_name)


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
    is_current: bool = False

    @property
    def key(self) -> str:
        """Return the name the badge of this entry is asked by."""
        return self.url_name

    @property
    def url(self) -> str:
        """Return the address the entry leads to."""
        return _address(self.url_name, get_urlconf(), get_script_prefix())


@dataclass(frozen=True, slots=True)
class Section:
    """One heading of the navigation with the entries this person may use."""

    key: str
    label: Any
    icon: str
    entries: tuple[Entry, ...]

    @property
    def shown(self) -> Entry | Section:
        """Return whose name and picture stand in the navigation: the entry's own where it is the only one."""
        return self.entries[0] if len(self.entries) == 1 else self

    @property
    def is_open(self) -> bool:
        """Tell whether this page belongs to the section."""
        return any(entry.is_current for entry in self.entries)

    @property
    def badge_key(self) -> str:
        """Return the name of the count that stands for the whole section."""
        return next((entry.key for entry in self.entries if entry.badge), "")


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
    _addresses.cache_clear()
    _drawn.cache_clear()
    return entry


def sections(actor: Actor, path: str = "") -> list[Section]:
    """Return the navigation of this person, section by section, the entry of this path marked."""
    return _sections(actor.roles, _here(actor.roles, path))


def _here(roles: frozenset[Role], path: str) -> str:
    """Return the key of the entry whose address is the longest beginning of the path; empty for none."""
    for address, key in _addresses(roles, get_urlconf(), get_script_prefix()) if path else ():
        if path == address or (address != "/" and path.startswith(address)):
            return key
    return ""


@lru_cache(maxsize=1024)
def _addresses(roles: frozenset[Role], urlconf: str | None, prefix: str) -> list[tuple[str, str]]:
    """Return the addresses of these roles' entries with their keys, the longest first."""
    seen = [(entry.url, entry.key) for entry in _entries.values() if entry.roles & roles]
    return sorted(seen, key=lambda pair: -len(pair[0]))


def _sections(roles: frozenset[Role], here: str) -> list[Section]:
    """Return the navigation of these roles with the entry of this key marked."""
    seen = [replace(entry, is_current=entry.key == here) for entry in _entries.values() if entry.roles & roles]
    found = []
    for key, (label, icon) in SECTIONS.items():
        mine = sorted((entry for entry in seen if entry.section == key), key=lambda e: (e.order, e.url_name))
        if mine:
            heading = OWN_WORDS.get(key, label) if roles <= OUTSIDE else label
            found.append(Section(key, heading, icon, tuple(mine)))
    return found


def entries(actor: Actor, path: str = "") -> list[Entry]:
    """Return every entry this person may use, in the order of the navigation."""
    return [entry for section in sections(actor, path) for entry in section.entries]


# What somebody does most, by role: sections in the order of the phone's bottom bar.
MOST_DONE: dict[Role, tuple[str, ...]] = {
    Role.DISPATCHER: ("home", "dispatch", "orders", "intake"),
    Role.DESK_AGENT: ("home", "intake", "orders", "customers"),
    Role.ENGINEER: ("home", "orders", "customers", "knowledge"),
    Role.SERVICE_MANAGER: ("home", "analysis", "orders", "intake"),
    Role.QUALITY_MANAGER: ("home", "quality", "analysis", "orders"),
    Role.STOREKEEPER: ("home", "parts", "orders", "customers"),
}
MOST_FAVOURITES = 4


def favourites(actor: Actor, path: str = "") -> list[Entry]:
    """Return the four entries for the phone's bottom bar: what the roles do most, then whatever comes first."""
    return _favourites(actor.roles, sections(actor, path))


def _favourites(roles: frozenset[Role], every: list[Section]) -> list[Entry]:
    firsts = {section.key: section.entries[0] for section in every}
    wanted = [key for role, keys in MOST_DONE.items() if role in roles for key in keys]
    keys = [key for key in dict.fromkeys([*wanted, *firsts]) if key in firsts]
    return [firsts[key] for key in keys[:MOST_FAVOURITES]]


def drawn(template: str, actor: Actor, path: str, *, language: str, company: str) -> SafeString:
    """
    Return a part of the frame by a template that knows `sections`, `favourites`, `creatables` and `company`.

    On all pages of an entry it is the same for everybody of the same roles: it is drawn once for them.
    """
    return _drawn(template, actor.roles, _here(actor.roles, path), language, company, get_script_prefix(), icons.made())


@lru_cache(maxsize=1024)
def _drawn(
    template: str, roles: frozenset[Role], here: str, language: str, company: str, prefix: str, bundle: int
) -> SafeString:
    """Draw it; where the product is mounted and which bundle is in use change its addresses."""
    every = _sections(roles, here)
    known = {"sections": every, "favourites": _favourites(roles, every), "creatables": creating.items(roles)}
    return mark_safe(render_to_string(template, {**known, "company": company}))  # noqa: S308 - our own template


_counts: dict[str, Badge] = {}


def count(key: str, badge: Badge) -> None:
    """Register a count that stands elsewhere in the frame than beside an entry, such as the inbox's."""
    _counts[key] = badge


def badges(actor: Actor) -> dict[str, int]:
    """Return how much waits behind each entry of this person that counts something."""
    asked = {entry.key: entry.badge for entry in entries(actor) if entry.badge} | _counts
    counted = {key: badge(actor) for key, badge in asked.items()}
    return {key: n for key, n in counted.items() if n}
