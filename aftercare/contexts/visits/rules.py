"""Arithmetic and decisions of a visit: distances, the signature's line, the self-check."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

NEAR_M = 500

# The pad's own coordinates: whatever the screen, the line is stored in this box.
PAD_WIDTH, PAD_HEIGHT = 600, 300
PATH_LIMIT = 60_000
LEAST_POINTS, LEAST_INK = 12, 120.0
_STEP = re.compile(r"([ML])(\d{1,3}(?:\.\d{1,2})?) (\d{1,3}(?:\.\d{1,2})?)")

SELF_CHECKS = ("effect_verified", "site_clean", "customer_told")


def needs_arrival_note(distance: int | None) -> bool:
    """Tell whether the engineer has to say why: far from the site, or nobody knows where."""
    return distance is None or distance > NEAR_M


@dataclass(frozen=True, slots=True)
class Line:
    """A drawn line: its path data and what it tells about the drawing."""

    path: str
    points: int
    length: float


def signature(path: str) -> Line | None:
    """
    Return the drawn line, or None when the text is not one.

    Only `M x y` and `L x y` inside the pad are a line: nothing else of SVG ever reaches a page or a report.
    """
    text = path.strip()
    if not text or len(text) > PATH_LIMIT:
        return None
    end, points, length, last = 0, 0, 0.0, None
    for step in _STEP.finditer(text):
        if step.start() != end:
            return None
        x, y = float(step[2]), float(step[3])
        if x > PAD_WIDTH or y > PAD_HEIGHT or (last is None and step[1] == "L"):
            return None
        if step[1] == "L" and last is not None:
            length += math.hypot(x - last[0], y - last[1])
        end, points, last = step.end(), points + 1, (x, y)
    return Line(text, points, length) if end == len(text) else None


def is_a_signature(line: Line) -> bool:
    """Tell whether somebody wrote something, rather than touched the pad by mistake."""
    return line.points >= LEAST_POINTS and line.length >= LEAST_INK


def missing_checks(answers: dict[str, bool]) -> list[str]:
    """Return the points of the self-check that are not confirmed, in order."""
    return [name for name in SELF_CHECKS if answers.get(name) is not True]
