"""Whom a plan may send: the rules of dispatching by hand, none of which a plan goes over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from aftercare.contexts.dispatch.models import Lock
from aftercare.contexts.dispatch.planning.profiles import Weights
from aftercare.contexts.dispatch.planning.scene import Job, Scene
from aftercare.contexts.dispatch.planning.workdays import Workday
from aftercare.contexts.dispatch.solver.problem import UNFIT
from aftercare.contexts.dispatch.wishes.wishing import EXCLUDES, WANTS_OTHER, Wishes

if TYPE_CHECKING:
    from numpy.typing import NDArray


def fits(scene: Scene, job: Job, days: Sequence[Workday], weights: Weights) -> NDArray[np.int32]:
    """Return what it costs to send each engineer-day to the job, in seconds, or UNFIT."""
    return np.array([_cost(scene, job, day, weights) for day in days], np.int32)


def _cost(scene: Scene, job: Job, day: Workday, weights: Weights) -> int:
    is_mine = job.engineer_id == day.engineer.id
    if job.lock == Lock.ENGINEER and not is_mine:
        return UNFIT
    if not is_mine and obstacle(scene, job, day) is not None:
        return UNFIT
    cost = 0 if job.knows_it in (None, day.engineer.id) else weights.stranger
    if scene.wishes.for_order(job.order, day.on).prefers_another(day.engineer.id):
        cost += weights.not_preferred
    if job.booking_id is not None and not is_mine:
        cost += weights.told_moved if job.is_told else weights.moved
    return cost


def is_kept_away(scene: Scene, job: Job, days: Sequence[Workday]) -> bool:
    """Tell whether somebody of these days would suit, were it not for what the customer wishes."""
    without = replace(scene, wishes=Wishes())
    return any(obstacle(scene, job, day) in (EXCLUDES, WANTS_OTHER) and not obstacle(without, job, day) for day in days)


def obstacle(scene: Scene, job: Job, day: Workday) -> str | None:
    """Return the code of the first rule that keeps the engineer from the job; None when there is none."""
    order, engineer = job.order, day.engineer
    for kind in sorted(order.certificate_kind_ids):
        until = engineer.certificates.get(kind)
        if until is None:
            return "no_certificate"
        if until < day.on:
            return "certificate_expired"
    if unwanted := scene.wishes.for_order(order, day.on).against(engineer.id):
        return unwanted
    for skill, level in sorted(order.skills.items()):
        held = engineer.skills.get(skill)
        if held is None:
            return "skill_missing"
        if held < level:
            return "skill_level"
    if engineer.id in scene.guests:
        return None
    if order.region_id and engineer.region_id not in scene.near.get(order.region_id, frozenset()):
        return "other_region"
    return None
