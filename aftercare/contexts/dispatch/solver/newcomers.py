"""Visits that come in after a day was laid out: written into room kept for them, so that nothing is laid out anew."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np

from aftercare.contexts.dispatch.solver.kernel.layout import Facts
from aftercare.contexts.dispatch.solver.problem import BY_PACE, NEVER, UNFIT, BadProblem, Problem, Visits, joined

BLANK = {"windows": (NEVER, -1), "due": NEVER, "fit": UNFIT}
"""What a visit yet to come looks like; the rest is zero."""


class Newcomers:
    """The visits a day has learned since it was laid out, and the room for more."""

    def __init__(self, problem: Problem, room: int) -> None:
        self._problem, self._room = problem, room
        self._known = len(problem.visits)
        self._place = np.concatenate([problem.visits.place, np.full(room, -1, np.int32)])
        self._visits: list[Visits] = []
        self._ways: list[tuple[np.ndarray, np.ndarray]] = []

    @property
    def with_room(self) -> Problem:
        """Return the problem with blank visits at its end."""
        visits = self._problem.visits
        blank = replace(visits, **{column.name: _blank(visits, column.name, self._room) for column in fields(visits)})
        return replace(self._problem, visits=joined([visits, blank]))

    @property
    def problem(self) -> Problem:
        """Return the problem with the visits learned."""
        if self._visits:
            visits = joined([self._problem.visits, *self._visits])
            self._problem = replace(self._problem, visits=visits, travel=_grown(self._problem.travel, self._ways))
            self._visits, self._ways = [], []
        return self._problem

    def learn(self, facts: Facts, one: Visits, there: np.ndarray | None, back: np.ndarray | None) -> int:
        """Write the visit into the first blank one and return its number."""
        visit = len(self._problem.visits) + len(self._visits)
        places = len(self._problem.travel) + len(self._ways)
        self._refuse_nonsense(one, visit, places, there, back)
        if there is not None and back is not None:
            self._ways.append((np.asarray(there, np.int32), np.asarray(back, np.int32)))
        self._visits.append(one)
        self._place[visit] = one.place[0]
        _write(facts, visit, one)
        self._drive(facts, visit)
        return visit

    def _refuse_nonsense(
        self, one: Visits, visit: int, places: int, there: np.ndarray | None, back: np.ndarray | None
    ) -> None:
        if visit == self._known + self._room:
            raise BadProblem("no_room", "The day has learned as many visits as it has room for; lay it out anew.")
        ways = [way for way in (there, back) if way is not None]
        is_new = bool(len(ways) == 2 and int(one.place[0]) == places)
        if len(ways) == 1 or not (is_new or 0 <= int(one.place[0]) < places):
            raise BadProblem("unknown_place", "A visit or an engineer is at a place without travel times.")
        if any(way.shape != (places,) or int(way.min()) < 0 for way in ways):
            raise BadProblem("travel_shape", "A new place needs the travel from and to every place known so far.")
        known = self._problem.visits
        if len(one) != 1 or any(_shape(one, column.name) != _shape(known, column.name) for column in fields(Visits)):
            raise BadProblem("fit_shape", "A new visit must be told of as the known ones are.")

    def _drive(self, facts: Facts, visit: int) -> None:
        """Fill in the travel between the visit and every stop."""
        travel, place, first = self._problem.travel, int(self._place[visit]), len(self._problem.travel)
        people = self._problem.resources
        at = np.concatenate([self._place, people.ends_at, people.starts_at])
        there, back = (
            np.full(first + len(self._ways), NEVER, np.int32),
            np.full(first + len(self._ways), NEVER, np.int32),
        )
        if place < first:
            there[:first], back[:first] = travel[:, place], travel[place]
        else:
            there[:place], back[:place] = self._ways[place - first]
            there[place] = back[place] = 0
        for later, (to, fro) in enumerate(self._ways, first):
            if later > place:
                there[later], back[later] = fro[place], to[place]
        known = at >= 0
        facts.go[known, visit], facts.go[visit, known] = there[at[known]], back[at[known]]
        facts.come[visit], facts.come[:, visit] = facts.go[:, visit], facts.go[visit]


def _shape(visits: Visits, name: str) -> tuple[int, ...]:
    """Return the shape of one visit's part of a table."""
    table = getattr(visits, name)
    return table.shape[:1] if name == BY_PACE else table.shape[1:]


def _blank(visits: Visits, name: str, count: int) -> np.ndarray:
    table = getattr(visits, name)
    shape = (table.shape[0], count) if name == BY_PACE else (count, *table.shape[1:])
    blank = np.zeros(shape, table.dtype)
    blank[...] = BLANK.get(name, 0)
    return blank


def _grown(travel: np.ndarray, ways: list[tuple[np.ndarray, np.ndarray]]) -> np.ndarray:
    """Return the table with a row and a column for each new place."""
    known = len(travel)
    grown = np.zeros((known + len(ways), known + len(ways)), np.int32)
    grown[:known, :known] = travel
    for place, (there, back) in enumerate(ways, known):
        grown[:place, place], grown[place, :place] = there, back
    return grown


def _write(facts: Facts, visit: int, one: Visits) -> None:
    facts.windows[visit], facts.due[visit], facts.late_rate[visit] = one.windows[0], one.due[0], one.late_rate[0]
    facts.parts[visit] = one.parts[0]
    facts.service[:, visit], facts.drop_cost[visit], facts.fit[visit] = one.service[:, 0], one.drop_cost[0], one.fit[0]
