"""The verbs of a record: one primary button, the rest in a menu, a refused one greyed with its reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class Verb:
    """
    One thing that can be done to a record.

    `may` is the policy's answer. `how`: `dialog` opens `url` (GET) in a dialog, `post` sends at once,
    `link` goes there. `confirm` asks before a post. `primary` marks the step that usually comes next.
    """

    name: str
    label: Any
    url: str
    may: Decision
    icon: str = ""
    how: str = "dialog"
    primary: bool = False
    danger: bool = False
    confirm: Any = ""
    target: str = ""


@dataclass(frozen=True, slots=True)
class VerbMenu:
    """The verbs as the page shows them."""

    primary: Verb | None
    others: tuple[Verb, ...]


def menu(verbs: Iterable[Verb]) -> VerbMenu:
    """Return the verbs sorted for the page: the first allowed primary one, then allowed, greyed, dangerous."""
    every = list(verbs)
    primary = next((verb for verb in every if verb.primary and verb.may.ok), None)
    others = [verb for verb in every if verb is not primary]
    others.sort(key=lambda verb: (verb.danger, not verb.may.ok))
    return VerbMenu(primary, tuple(others))


Offer = Callable[[Any, Actor], Iterable[Verb]]
_offers: dict[str, list[Offer]] = {}


def offer(kind: str, verbs: Offer) -> None:
    """Let a context downstream add verbs to the records of `kind`: `verbs(record, actor)` returns its own."""
    _offers.setdefault(kind, []).append(verbs)


def offered(kind: str, record: Any, actor: Actor) -> list[Verb]:
    """Return the verbs contexts downstream offer for a record; its page adds them to its own."""
    return [verb for verbs in _offers.get(kind, []) for verb in verbs(record, actor)]
