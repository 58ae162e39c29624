"""Work for two in a plan: who is planned with whom, and who has to be where somebody already is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from aftercare.contexts.dispatch.crewing import Mate
from aftercare.contexts.dispatch.planning.scene import Job


@dataclass(frozen=True, slots=True)
class Crews:
    """
    How jobs to be placed belong together, by their numbers.

    `pairs` have the seconds from the first one's start to the second one's; `met` are the partners the plan does not
    move; `held` are booked halves without a partner, for whom one is looked for.
    """

    pairs: tuple[tuple[int, int, int], ...] = ()
    met: Mapping[int, Mate] = field(default_factory=dict)
    held: frozenset[int] = frozenset()

    def keeps_start(self, n: int) -> bool:
        """Tell whether the job begins when somebody is there, or comes, whom the plan does not move."""
        return n in self.met or n in self.held


def crews_of(jobs: Sequence[Job]) -> Crews:
    """
    Return how the jobs to be placed belong together.

    Two booked ones keep the time between them, as a person may have wanted it; two that wait start together. Where one
    is booked and the other one missing, the time is settled: a plan that finds nobody must not take the first one off.
    """
    booked = {job.booking_id: n for n, job in enumerate(jobs) if job.booking_id is not None}
    pairs: list[tuple[int, int, int]] = []
    met: dict[int, Mate] = {}
    alone: set[int] = set()
    first_of: dict[int, int] = {}
    for n, job in enumerate(jobs):
        if job.order.crew_size == 1 or any(n in pair[:2] for pair in pairs):
            continue
        mate = nearest_mate(job)
        if mate is None:
            if job.booking_id is not None:
                alone.add(n)
            elif (first := first_of.setdefault(job.order.id, n)) != n:
                pairs.append((first, n, 0))
            continue
        other = booked.get(mate.booking_id)
        is_free = other is not None and not any(other in pair[:2] for pair in pairs)
        if job.start is not None and other is not None and is_free:
            pairs.append((n, other, int((mate.start - job.start).total_seconds())))
        else:
            met[n] = mate
    return Crews(tuple(pairs), met, frozenset(alone))


def nearest_mate(job: Job) -> Mate | None:
    """Return whom the job is done with: of several the one who starts nearest to it."""
    start = job.start
    if start is None:
        return job.mates[0] if job.mates else None
    return min(job.mates, key=lambda mate: (abs(mate.start - start), mate.booking_id), default=None)
