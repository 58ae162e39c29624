"""Works a plan out: reads the region, lets the engine plan in a process of its own, keeps what it proposes."""

from __future__ import annotations

import time
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from aftercare.contexts.dispatch import commands, crewing
from aftercare.contexts.dispatch.models import Cause, Plan
from aftercare.contexts.dispatch.planning import borders, drawing, explaining, mending, process, scene
from aftercare.contexts.dispatch.planning.drawing import Asked, Drawn
from aftercare.contexts.dispatch.planning.outcome import outcome
from aftercare.contexts.dispatch.planning.process import CalledOff, NoPlan, Order, PlannerDied
from aftercare.contexts.dispatch.planning.profiles import PROFILES
from aftercare.contexts.dispatch.planning.scene import PLANNER
from aftercare.contexts.dispatch.solver.problem import BadProblem
from aftercare.contexts.dispatch.ways import roads_of
from aftercare.contexts.work_orders import public as work_orders
from aftercare.platform import clock


def work_out(plan_id: int, *, at: datetime) -> Plan | None:
    """
    Work the plan out as of a moment and keep it; None when nobody wants it any more or another worker has it.

    :raises PlannerDied: when the planning process was killed, so that the job is tried again; after the third time the
        plan has failed.
    """
    row = commands.begin_plan(plan_id=plan_id, seen_at=at, at=clock.now())
    if row is None:
        return None
    if row.cause == Cause.MENDING:
        return mending.mend(row, at=at)
    began = time.monotonic()
    try:
        drawn = draw(row, at=at)
        order = Order(drawn.problem, drawn.begin_with, float(row.seconds), row.seed)
        answer = process.run(order, lambda news: commands.note_progress(row, news, at=clock.now()))
    except CalledOff:
        return None
    except (BadProblem, NoPlan) as refused:
        return commands.fail_plan(row, trouble=explaining.trouble(refused), at=clock.now())
    except PlannerDied:
        if row.attempts < mending.MOST_ATTEMPTS:
            raise
        trouble = _("The planning process was ended three times; is there enough memory?")
        return commands.fail_plan(row, trouble=trouble, at=clock.now())
    inputs = {
        "engine": answer.planned.engine, "speeds_version": drawn.version, "visits": len(drawn.visits),
        "engineers": len({day.engineer.id for day in drawn.days}), "seconds": round(time.monotonic() - began, 1),
        "aside": sorted({day.engineer.id for day in drawn.aside}),
    }  # fmt: skip
    return commands.finish_plan(
        row, borders.with_neighbours(outcome(drawn, answer), drawn.scene), inputs=inputs, by=PLANNER, at=clock.now()
    )


def _until(row: Plan) -> dict[int, datetime]:
    """Return which work under way takes how long: of two at one piece of work both stay."""
    if "until" not in row.about:
        return {}
    late = datetime.fromisoformat(row.about["until"])
    ids = {row.about["booking"]}
    if work_orders.order_card(row.about["work_order"]).crew_size > 1:
        ids |= {mate.booking_id for mate in crewing.going([row.about["work_order"]]) if mate.is_begun}
    return dict.fromkeys(ids, late)


def draw(row: Plan, *, at: datetime) -> Drawn:
    """
    Return what the engine is asked for a plan.

    :raises BadProblem: when nobody works on these days.
    """
    asked = Asked(
        weights=PROFILES[row.profile].weights,
        overtime=timedelta(minutes=row.assumed["overtime_minutes"]),
        move_told=row.assumed["move_told"],
    )
    until = _until(row)
    waiting = None if row.cause == Cause.OPTIMISE else [row.about["order"]] if "order" in row.about else []
    seen = scene.read(
        row.region_id, row.first_on, row.days, now=at, without=row.assumed["without"], waiting=waiting, until=until
    )
    return drawing.draw(seen, asked, roads=roads_of(row.region_id, asking=True))
