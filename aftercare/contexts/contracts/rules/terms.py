"""Terms: how their days are counted, and where a contract stands in its own; pure."""

from __future__ import annotations

from datetime import date

PRIORITIES = (1, 2, 3, 4)


def days_left(ends_on: date, today: date) -> int:
    """Return how many days a term still has, the last one included; below one means it is over."""
    return (ends_on - today).days + 1


def standing(status: str, starts_on: date, ends_on: date, today: date, bound_until: date | None = None) -> str:
    """
    Return where a contract stands today: its status, or `upcoming` or `expired` outside its term.

    `replaced` after the last day it was bound to, when an amendment took its place.
    """
    if status != "draft" and bound_until is not None and today > bound_until:
        return "replaced"
    if status != "active":
        return status
    if today < starts_on:
        return "upcoming"
    return "expired" if today > ends_on else status
