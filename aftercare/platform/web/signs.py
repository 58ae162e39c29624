"""The signs of the product: one tone, icon and word per status, the same on every page and export."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _


class Tone(StrEnum):
    """What a status means for the person who reads it; the colour and icon follow."""

    NEW = "new"
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    BROKEN = "broken"
    CANCELLED = "cancelled"


COLOURS = {
    Tone.NEW: "blue",
    Tone.WAITING: "amber",
    Tone.RUNNING: "indigo",
    Tone.DONE: "green",
    Tone.BROKEN: "red",
    Tone.CANCELLED: "grey",
}
ICONS = {
    Tone.NEW: "circle-dot",
    Tone.WAITING: "clock-pause",
    Tone.RUNNING: "progress",
    Tone.DONE: "circle-check",
    Tone.BROKEN: "alert-triangle",
    Tone.CANCELLED: "circle-minus",
}


@dataclass(frozen=True, slots=True)
class Sign:
    """How one status looks: its tone, its word, and an icon where the tone's own is not enough."""

    tone: Tone
    label: Any
    icon: str = ""

    @property
    def colour(self) -> str:
        """Return the colour's name, as the style sheet knows it."""
        return COLOURS[self.tone]

    @property
    def picture(self) -> str:
        """Return the icon's name."""
        return self.icon or ICONS[self.tone]


_statuses: dict[str, dict[str, Sign]] = {}
UNKNOWN = Sign(Tone.CANCELLED, _("Unknown"), "help-circle")


def statuses(kind: str, table: Mapping[str, Sign]) -> dict[str, Sign]:
    """Register how the statuses of a kind (`work_order`) look; in the order of the lifecycle."""
    _statuses[kind] = {str(key): sign for key, sign in table.items()}
    return _statuses[kind]


def status(kind: str, value: str) -> Sign:
    """Return the sign of one status; an unregistered one shows its own code in grey."""
    return _statuses.get(kind, {}).get(str(value)) or Sign(Tone.CANCELLED, value or UNKNOWN.label, UNKNOWN.icon)


def choices(kind: str) -> list[tuple[str, Any]]:
    """Return the statuses of a kind as form choices, in lifecycle order."""
    return [(value, sign.label) for value, sign in _statuses.get(kind, {}).items()]


PRIORITIES: dict[int, Sign] = {
    1: Sign(Tone.BROKEN, _("Emergency"), "urgent"),
    2: Sign(Tone.WAITING, _("High"), "chevrons-up"),
    3: Sign(Tone.NEW, _("Normal"), "equal"),
    4: Sign(Tone.CANCELLED, _("Low"), "chevron-down"),
}


def priority(value: int) -> Sign:
    """Return the sign of a priority, 1 (emergency) to 4 (low); shape and word, not colour alone."""
    return PRIORITIES.get(value) or UNKNOWN


def priority_choices() -> list[tuple[int, Any]]:
    """Return the priorities as form or filter choices."""
    return [(value, sign.label) for value, sign in PRIORITIES.items()]
