"""
What is to be planned, as immutable whole numbers.

Times are seconds from midnight of the first day; costs are seconds too: a cost of 60 weighs as much as a minute behind
the wheel. A *resource* is one engineer on one day, so that a route is a day's tour and a horizon of days is simply more
resources. What a dispatcher fixes needs no rule of its own: a visit locked to an engineer fits that engineer alone, one
locked to its time has a window of a single second, a day under way starts later and elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Whole = NDArray[np.int32]
    Large = NDArray[np.int64]

NEVER = 1 << 30
"""A time that does not come; also the travel time between places no road joins."""
UNFIT = -1
"""In `Visits.fit`: this resource may not do this visit."""

BY_PACE = "service"
"""The one table of `Visits` with a column a visit instead of a row."""


class BadProblem(ValueError):
    """The problem makes no sense; the code and the words say what is wrong with it."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def _of_each(table: Whole, count: int) -> Whole:
    """Return a row for each; one row alone is the same for all."""
    rows = np.broadcast_to(table, (count, table.shape[1])) if len(table) == 1 else table
    return np.array(rows, np.int32, order="C")


@dataclass(frozen=True, slots=True, kw_only=True)
class Visits:
    """The work, one entry a visit."""

    place: Whole
    service: Whole  # [pace, visit] seconds, for engineers of each pace
    windows: Whole  # [visit, window, (opens, closes)]: when service may start, in order; unused ones are (NEVER, -1)
    due: Whole  # start of service promised; NEVER without a promise
    late_rate: Whole  # cost per second after that
    drop_cost: Large  # cost of leaving it out
    fit: Whole  # [visit, resource] cost of sending this one (not the preferred one, moved), or UNFIT
    parts: Whole = field(default_factory=lambda: np.zeros((1, 0), np.int32))  # [visit, kind] used up

    def __len__(self) -> int:
        return len(self.place)

    def __post_init__(self) -> None:
        object.__setattr__(self, "parts", _of_each(self.parts, len(self)))

    def some(self, numbers: list[int] | Whole) -> Visits:
        """Return these visits alone, for the same resources."""
        rows = {column.name: getattr(self, column.name)[numbers] for column in fields(self) if column.name != BY_PACE}
        return Visits(**rows, service=self.service[:, numbers])


def joined(parts: Sequence[Visits]) -> Visits:
    """Return visits of the same resources as one table, those of each part after those before."""
    return Visits(
        **{
            column.name: np.concatenate(
                [getattr(part, column.name) for part in parts], axis=1 if column.name == BY_PACE else 0
            )
            for column in fields(Visits)
        }
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Resources:
    """
    Engineer-days, one entry a route.

    Whoever may fetch parts passes by the stores once a day at most, and has enough of every kind from then on. Where
    standing idle has its price, an engineer leaves home as late as no visit suffers from it.
    """

    starts_at: Whole  # place
    ends_at: Whole  # place
    start: Whole
    end: Whole
    latest_end: Whole  # end of the overtime allowed
    overtime_rate: Whole  # cost per second after `end`
    lunch: Whole  # [resource, (earliest start, latest start, length)]; length -1: none is due
    pace: Whole  # row of `Visits.service`
    fair_load: Whole = field(default_factory=lambda: np.array(NEVER, np.int32))  # seconds of service, a fair day's
    unfair_rate: Whole = field(default_factory=lambda: np.array(0, np.int32))  # cost per second of service above it
    stock: Whole = field(default_factory=lambda: np.zeros((1, 0), np.int32))  # [resource, kind] parts on the van
    stores: Whole = field(default_factory=lambda: np.array(-1, np.int32))  # place of the stores; -1: nothing is fetched
    wait_rate: Whole = field(default_factory=lambda: np.array(0, np.int32))  # cost per second of standing idle

    def __len__(self) -> int:
        return len(self.starts_at)

    def some(self, numbers: list[int] | Whole) -> Resources:
        """Return these resources alone."""
        return Resources(**{column.name: getattr(self, column.name)[numbers] for column in fields(self)})

    def __post_init__(self) -> None:
        # What is one for all may be given as one number.
        for name in ("fair_load", "unfair_rate", "stores", "wait_rate"):
            object.__setattr__(self, name, np.broadcast_to(getattr(self, name), len(self)).astype(np.int32))
        object.__setattr__(self, "stock", _of_each(self.stock, len(self)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """
    Work, people and the ways between them.

    A link joins two visits to one piece of work that needs two engineers: both are done or neither, by different
    resources, the second starting so many seconds after the first. A crew that starts together is a link of (0, 0).
    """

    visits: Visits
    resources: Resources
    travel: Whole  # [from, to] seconds between places
    links: Whole = field(default_factory=lambda: np.zeros((0, 4), np.int32))  # (first, second, least, most) seconds

    def __post_init__(self) -> None:
        _seal(self.visits)
        _seal(self.resources)
        self.travel.setflags(write=False)
        self.links.setflags(write=False)
        _refuse_nonsense(self)
        _refuse_bad_links(self)


def _seal(part: Visits | Resources) -> None:
    for column in fields(part):
        getattr(part, column.name).setflags(write=False)


def _refuse_nonsense(problem: Problem) -> None:
    visits, resources, travel = problem.visits, problem.resources, problem.travel
    if not len(resources):
        raise BadProblem("no_engineers", "There is no engineer to plan for.")
    if travel.ndim != 2 or travel.shape[0] != travel.shape[1]:
        raise BadProblem("travel_shape", "Travel times must be a square table.")
    if travel.size and int(travel.min()) < 0:
        raise BadProblem("negative_travel", "A travel time is negative.")
    places = np.concatenate([visits.place, resources.starts_at, resources.ends_at])
    if int(places.min()) < 0 or int(places.max()) >= len(travel):
        raise BadProblem("unknown_place", "A visit or an engineer is at a place without travel times.")
    if visits.fit.shape != (len(visits), len(resources)):
        raise BadProblem("fit_shape", "Who fits what must be a table of visits and engineers.")
    if (resources.end < resources.start).any() or (resources.latest_end < resources.end).any():
        raise BadProblem("shift_backwards", "An engineer's shift ends before it starts.")
    if (resources.stores >= len(travel)).any():
        raise BadProblem("unknown_place", "The stores are at a place without travel times.")
    if ((resources.wait_rate > 0) & (resources.lunch[:, 2] >= 0)).any():
        raise BadProblem("waiting_with_lunch", "Standing idle can have a price only on days without lunch.")
    if visits.parts.shape != (len(visits), resources.stock.shape[1]) or len(resources.stock) != len(resources):
        raise BadProblem("parts_shape", "Parts asked for and parts on the van must be of the same kinds.")
    amounts = (
        visits.parts,
        resources.stock,
        visits.service,
        visits.late_rate,
        visits.drop_cost,
        resources.overtime_rate,
        resources.unfair_rate,
        resources.wait_rate,
    )
    for amount in amounts:
        if amount.size and int(amount.min()) < 0:
            raise BadProblem("negative_amount", "A length of work or a cost is negative.")


def refuse_stores(problem: Problem) -> None:
    """
    Refuse a problem in which parts are fetched: a day under way does not know who has been there.

    :raises BadProblem: `stores`.
    """
    if (problem.resources.stores >= 0).any():
        raise BadProblem("stores", "Fetching parts from the stores can be planned ahead, not on a day under way.")


def _refuse_bad_links(problem: Problem) -> None:
    links = problem.links
    if not len(links):
        return
    joined = links[:, :2].ravel()
    if int(joined.min()) < 0 or int(joined.max()) >= len(problem.visits) or len(np.unique(joined)) < len(joined):
        raise BadProblem("bad_link", "A link joins two different visits, and a visit has one link at most.")
    if (links[:, 2] > links[:, 3]).any():
        raise BadProblem("bad_link", "The least time between two linked visits is longer than the most.")
