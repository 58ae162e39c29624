"""Towns to plan: engineers and visits drawn at random, in the form `aftercare plan` reads."""

from __future__ import annotations

from typing import Any

import numpy as np

HOUR, DAY = 3600, 24 * 3600
SKILLS = 8
KM_FOR_TWENTY = 18.0
# Of each priority: its share, what leaving a visit out costs, what a minute late costs; costs in minutes.
PRIORITIES = [(0.30, 120, 1), (0.30, 240, 1), (0.22, 480, 2), (0.13, 990, 4), (0.05, 3000, 8)]


def town(people: int, visits: int, seed: int, days: int = 1) -> dict[str, Any]:
    """Return an instance: the same one for the same numbers."""
    draw = np.random.default_rng([seed, people, visits, days])
    at = _places(draw, people, people + visits)
    demand = draw.dirichlet(np.full(SKILLS, 3.0))
    return {
        "name": f"town-{people}x{visits}-{days}d-{seed}",
        "seed": seed,
        "days": days,
        "coords": at.tolist(),
        "engineers": [_engineer(draw, n, demand) for n in range(people)],
        "visits": [_visit(draw, n, people + n, demand, days) for n in range(visits)],
    }


def _places(draw: np.random.Generator, people: int, count: int) -> np.ndarray:
    """Return places in kilometres: most of them in quarters of different size, some anywhere."""
    side = KM_FOR_TWENTY * (people / 20) ** 0.5
    quarters = draw.uniform(0.1 * side, 0.9 * side, (max(3, people // 8), 2))
    chosen = draw.choice(len(quarters), count, p=draw.dirichlet(np.full(len(quarters), 2.0)))
    at = quarters[chosen] + draw.normal(0, 2.5, (count, 2))
    scattered = draw.random(count) < 0.2
    at[scattered] = draw.uniform(0, side, (int(scattered.sum()), 2))
    return np.clip(at, 0, side).round(3)


def _levels(draw: np.random.Generator, count: int, demand: np.ndarray, shares: list[float]) -> dict[str, int]:
    skills = draw.choice(SKILLS, count, replace=False, p=demand)
    return {str(skill): int(draw.choice([1, 2, 3], p=shares)) for skill in skills}


def _engineer(draw: np.random.Generator, number: int, demand: np.ndarray) -> dict[str, Any]:
    begins = int(draw.choice([16, 17, 18], p=[0.5, 0.3, 0.2])) * HOUR // 2
    return {
        "id": number,
        "home": number,
        "skills": _levels(draw, int(draw.choice([1, 2, 3, 4], p=[0.2, 0.4, 0.3, 0.1])), demand, [0.25, 0.4, 0.35]),
        "shift": [begins, begins + 9 * HOUR],
        "lunch": [23 * HOUR // 2, 13 * HOUR, 3 * HOUR // 4],
    }


def _visit(draw: np.random.Generator, number: int, place: int, demand: np.ndarray, days: int) -> dict[str, Any]:
    _, penalty, late = PRIORITIES[int(draw.choice(len(PRIORITIES), p=[share for share, _, _ in PRIORITIES]))]
    midnight = int(draw.integers(days)) * DAY
    kind = draw.choice(["appointment", "half_day", "any_time"], p=[0.35, 0.3, 0.35])
    opens, closes = 8 * HOUR, (days - 1) * DAY + 18 * HOUR
    if kind == "appointment":
        opens = midnight + int(draw.integers(16, 31)) * HOUR // 2
        closes = opens + 2 * HOUR
    elif kind == "half_day":
        opens = midnight + int(draw.choice([8, 13])) * HOUR
        closes = opens + 4 * HOUR
    promised = kind != "appointment" and draw.random() < 0.4
    return {
        "id": number,
        "loc": place,
        "dur": int(np.clip(draw.lognormal(np.log(30), 0.5), 10, 150)) * 60,
        "skills": _levels(draw, 1 if draw.random() < 0.85 else 2, demand, [0.5, 0.35, 0.15]),
        "window": [opens, closes],
        "due": opens + int(draw.integers(2, 7)) * HOUR if promised else None,
        "penalty": penalty,
        "late_w": late,
    }
