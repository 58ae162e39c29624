"""Arithmetic and decisions about requests."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from aftercare.platform.refusal import Refused
from aftercare.platform.search import bigrams, words

REOPEN_WITHIN = timedelta(days=15)
CLOSE_AFTER = timedelta(hours=72)
DUPLICATE_WITHIN = timedelta(days=14)
PROGRESS_SHOWN = timedelta(days=180)
EMERGENCY = 1
OLDEST_YEAR = 1990
# A clock in another room may run ahead of ours a little.
CLOCK_SKEW = timedelta(minutes=5)
ALIKE, LIKELY = 0.25, 0.45

# Rows: urgency, columns: impact; 1 is the most urgent or widest, 4 the least.
PRIORITY = (
    (1, 1, 2, 2),
    (1, 2, 2, 3),
    (2, 2, 3, 3),
    (2, 3, 3, 4),
)


def priority_of(urgency: int, impact: int, *, is_emergency: bool = False) -> int:
    """Return the priority, 1 to 4, of an urgency and an impact; danger to people is always the first."""
    for field, level in (("urgency", urgency), ("impact", impact)):
        if not 1 <= level <= 4:
            raise Refused("bad_level", _("Choose a level from 1 to 4."), field=field)
    return EMERGENCY if is_emergency else PRIORITY[urgency - 1][impact - 1]


def headline(text: str, limit: int = 80) -> str:
    """Return the first line or sentence of a text as its subject."""
    first = re.split(r"[\n。！？!?;；]", text.strip(), maxsplit=1)[0].strip() or text.strip()
    return first if len(first) <= limit else first[: limit - 1] + "…"


def received(moment: datetime | None, *, at: datetime) -> datetime:
    """
    Return when the matter was received.

    :raises Refused: `bad_moment` for the future, for a moment without zone, or for one before 1990.
    """
    if moment is None:
        return at
    if moment.tzinfo is None:
        raise Refused("bad_moment", _("Give the time with its zone."), field="received_at")
    if moment > at + CLOCK_SKEW:
        raise Refused("bad_moment", _("The request cannot have come in later than now."), field="received_at")
    if moment.year < OLDEST_YEAR:
        raise Refused("bad_moment", _("The request cannot be that old."), field="received_at")
    return min(moment, at)


def place_on_earth(lat: float | None, lon: float | None) -> tuple[float | None, float | None]:
    """
    Return the position, or none when either half is missing.

    :raises Refused: `bad_position`.
    """
    if lat is None or lon is None:
        return None, None
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise Refused("bad_position", _("This is not a position on earth."), field="lat")
    return lat, lon


@dataclass(frozen=True, slots=True)
class Gap:
    """Something the desk still has to find out; a required one keeps a visit from being planned well."""

    field: str
    text: Any
    is_required: bool = True


WANTS_EQUIPMENT = {"fault", "maintenance"}
WANTS_PLACE = {"fault", "maintenance", "complaint"}


def missing(facts: Mapping[str, Any], *, kind: str, needs_equipment: bool = False) -> list[Gap]:
    """
    Return what is still missing for this kind of matter, most important first.

    `facts` has the form's names; empty values are missing.
    """
    gaps = []
    if not facts.get("subject"):
        gaps.append(Gap("subject", _("What happened, in one line")))
    if not facts.get("customer_id"):
        gaps.append(Gap("customer_id", _("Who the customer is")))
    if not facts.get("caller_phone"):
        gaps.append(Gap("caller_phone", _("A phone number to call back")))
    if not facts.get("caller_name"):
        gaps.append(Gap("caller_name", _("Whom to ask for"), is_required=False))
    if kind in WANTS_EQUIPMENT and not facts.get("equipment_id"):
        gaps.append(Gap("equipment_id", _("Which equipment"), is_required=needs_equipment))
    if kind in WANTS_PLACE and not (facts.get("place") or facts.get("equipment_id") or facts.get("project_id")):
        gaps.append(Gap("place", _("Where it is")))
    if not facts.get("category_id"):
        gaps.append(Gap("category_id", _("The category"), is_required=False))
    if kind in {"fault", "complaint"} and len(str(facts.get("description") or "")) < 6:
        gaps.append(Gap("description", _("How it shows, since when, and what was tried"), is_required=False))
    return gaps


def questions(text: str) -> list[str]:
    """Return the questions of a category, one a line."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def likeness(text: str, other: str) -> float:
    """Return how alike two short texts are, 0 to 1: the shared share of the shorter one's words and pairs."""
    ours, theirs = _grams(text), _grams(other)
    if not ours or not theirs:
        return 0.0
    return len(ours & theirs) / min(len(ours), len(theirs))


def _grams(text: str) -> set[str]:
    return {g for g in (*words(text), *bigrams(text)) if len(g) > 1 or not g.isascii()}


def duplicate_score(
    *, likeness: float, same_equipment: bool, same_customer: bool, same_phone: bool, apart: timedelta
) -> float:
    """
    Return how likely two requests are the same matter, 0 to 1.

    Words must be alike at all; then the same equipment weighs most, and time wears off.
    """
    if likeness < ALIKE:
        return 0.0
    score = 0.5 * likeness + (0.4 if same_equipment else 0) + (0.15 if same_phone else 0)
    score += 0.1 if same_customer else 0
    if not (same_equipment or same_phone or same_customer):
        return 0.0
    days = max(apart.total_seconds(), 0) / 86400
    return round(min(score, 1.0) * (1 - min(days, 14) / 28), 3)


def may_still_reopen(resolved_at: datetime | None, *, at: datetime) -> bool:
    """Tell whether a customer may still say that it is not right."""
    return resolved_at is not None and at <= resolved_at + REOPEN_WITHIN


# The later an order's status, the higher; what ends it ranks highest.
ORDER_RANK = {
    "draft": 0, "unscheduled": 1, "scheduled": 2, "in_progress": 3, "on_hold": 3, "completed": 4, "accepted": 5,
    "closed": 6, "cannot_complete": 6, "canceled": 6,
}  # fmt: skip
ORDER_OVER = {"accepted", "closed", "canceled", "cannot_complete"}


def supersedes(status: str, at: datetime, *, known: str, known_at: datetime) -> bool:
    """Tell whether an order's status told now is news, events being told in any order."""
    if at == known_at:
        return ORDER_RANK.get(status, 0) >= ORDER_RANK.get(known, 0)
    return at > known_at
