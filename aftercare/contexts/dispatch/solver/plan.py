"""A plan: who does which visit when, and what is left out."""

from __future__ import annotations

from dataclasses import dataclass

from aftercare.contexts.dispatch.solver.problem import UNFIT, Problem


@dataclass(frozen=True, slots=True)
class Route:
    """
    The tour of one resource: its visits in order, each with the start of service, and when lunch begins.

    With `fetches_after` the engineer passes by the stores once so many visits are done.
    """

    resource: int
    visits: tuple[tuple[int, int], ...]
    lunch: int | None
    fetches_after: int | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """Tours of those who go anywhere; every visit on none of them is left out."""

    routes: tuple[Route, ...]

    def left_out(self, visits: int) -> list[int]:
        """Return the visits of `range(visits)` nobody does, in order."""
        planned = {visit for route in self.routes for visit, _ in route.visits}
        return [visit for visit in range(visits) if visit not in planned]


@dataclass(frozen=True, slots=True)
class Cost:
    """What a plan costs, in seconds of travel, by kind."""

    travel: int
    lateness: int
    overtime: int
    misfit: int  # not the preferred engineer, moved visits
    left_out: int
    unfair: int = 0  # days with more than a fair load
    waiting: int = 0  # standing idle between leaving and coming home

    @property
    def total(self) -> int:
        """Return the sum of all kinds."""
        return self.travel + self.lateness + self.overtime + self.misfit + self.left_out + self.unfair + self.waiting


def penalty_of_hopeless(problem: Problem) -> int:
    """Return the part of every plan's cost that is there whatever one does: visits nobody is fit for."""
    nobody = (problem.visits.fit == UNFIT).all(axis=1)
    return int(problem.visits.drop_cost[nobody].sum())
