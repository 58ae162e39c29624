"""Ctrl+K: find any record, page or first step by number, name, phone, serial or words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from aftercare.platform.actor import Actor, Role
from aftercare.platform.web import creating, navigation

PER_KIND = 5


@dataclass(frozen=True, slots=True)
class Hit:
    """One line of the answer: what it is called, what tells it apart, where it opens."""

    title: Any
    subtitle: Any
    url: str


@dataclass(frozen=True, slots=True)
class Group:
    """The hits of one kind under their heading."""

    kind: str
    label: Any
    icon: str
    hits: tuple[Hit, ...]


Find = Callable[[Actor, str, int], Iterable[Hit]]


@dataclass(frozen=True, slots=True)
class _Source:
    kind: str
    label: Any
    find: Find
    icon: str
    roles: frozenset[Role]
    order: int


_sources: dict[str, _Source] = {}


def searchable(
    kind: str, label: Any, find: Find, *, roles: tuple[Role, ...], icon: str = "search", order: int = 50
) -> None:
    """Register one kind to be found; `find(actor, text, limit)` answers only what the actor may see."""
    _sources[kind] = _Source(kind, label, find, icon, frozenset(roles), order)


def find(actor: Actor, text: str, *, per_kind: int = PER_KIND) -> list[Group]:
    """Return what matches the text by kind, what bears it as its name first; pages and first steps come last."""
    text = " ".join(text.split())[:100]
    if not text:
        return []
    sources = sorted((s for s in _sources.values() if s.roles & actor.roles), key=lambda s: (s.order, s.kind))
    groups = [Group(s.kind, s.label, s.icon, tuple(s.find(actor, text, per_kind))[:per_kind]) for s in sources]
    groups.sort(key=lambda group: not _names(group, text))
    return [group for group in [*groups, *_own(actor, text, per_kind)] if group.hits]


def _names(group: Group, text: str) -> bool:
    """Tell whether the text stands in the first hit itself; others, such as what happened there, only mention it."""
    first = group.hits[:1]
    return any(_squeezed(text) in _squeezed(f"{hit.title} {hit.subtitle}") for hit in first)


def _squeezed(words: str) -> str:
    return "".join(words.casefold().split())


def _own(actor: Actor, text: str, limit: int) -> list[Group]:
    """Return the pages and first steps whose name holds the text."""
    wanted = text.casefold()
    steps = [Hit(i.label, "", i.url) for i in creating.items(actor.roles) if wanted in str(i.label).casefold()]
    pages = [Hit(e.label, "", e.url) for e in navigation.entries(actor) if wanted in str(e.label).casefold()]
    return [
        Group("create", _("Create"), "plus", tuple(steps[:limit])),
        Group("pages", _("Pages"), "arrow-right", tuple(pages[:limit])),
    ]
