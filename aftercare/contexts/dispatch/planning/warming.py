"""Loads the engine before anybody asks it: from its cache in a second or two, compiled anew in half a minute."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aftercare.contexts.dispatch.solver.problem import Problem


def warm_up() -> None:
    """Load what plans and what answers whom to send, compiling what has changed since it was kept."""
    from aftercare.contexts.dispatch.solver import search
    from aftercare.contexts.dispatch.solver.kernel.compiled import one_at_a_time
    from aftercare.contexts.dispatch.solver.live import Live
    from aftercare.contexts.dispatch.solver.plan import Plan

    search.warm_up()
    with one_at_a_time():
        live = Live(_smallest(), Plan(()), room=0)
        live.windows(0, [(0, 3600)])
        live.take(0, live.offers(0)[0])
        live.with_room(1)
        live.bump(1)


def _smallest() -> Problem:
    """Return a day of one engineer and two visits of whom there is room for one."""
    import numpy as np

    from aftercare.contexts.dispatch.solver.problem import NEVER, Problem, Resources, Visits

    def column(*values: int) -> np.ndarray:
        return np.array(values, np.int32)

    visits = Visits(
        place=column(0, 0), service=column(3600, 3600).reshape(1, 2), windows=column(0, 0, 0, 0).reshape(2, 1, 2),
        due=column(NEVER, NEVER), late_rate=column(0, 0), drop_cost=np.array([1, 2], np.int64),
        fit=column(0, 0).reshape(2, 1),
    )  # fmt: skip
    person = Resources(
        starts_at=column(0), ends_at=column(0), start=column(0), end=column(3600), latest_end=column(3600),
        overtime_rate=column(0), lunch=column(0, 0, -1).reshape(1, 3), pace=column(0), fair_load=column(0),
        unfair_rate=column(0),
    )  # fmt: skip
    return Problem(visits=visits, resources=person, travel=np.zeros((1, 1), np.int32))


if __name__ == "__main__":
    warm_up()
