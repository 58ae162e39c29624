"""An order on its way: booked, visited, diagnosed, repaired, signed, and its leftovers finished."""

from __future__ import annotations

import math
from datetime import datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

from aftercare.contexts.dispatch import commands as dispatch
from aftercare.contexts.people.public import EngineerCard
from aftercare.contexts.visits import commands as visits
from aftercare.contexts.visits.models import Visit
from aftercare.contexts.visits.rules import SELF_CHECKS
from aftercare.contexts.work_orders import commands as orders
from aftercare.contexts.work_orders import public as work_orders
from aftercare.contexts.work_orders.models import FailureCode, WorkOrder
from aftercare.demo.simulation import deciding, mates
from aftercare.demo.simulation.mates import Mate
from aftercare.demo.simulation.story import DONE, NO_ACCESS, PARTS, REJECTED
from aftercare.platform.actor import Actor, Role

if TYPE_CHECKING:
    from aftercare.demo.simulation.life import Life

# Hours from booking to the earliest visit, by priority.
LEAD_HOURS = {1: (0.3, 0.6), 2: (1, 4), 3: (3, 22), 4: (18, 60)}
# So long two are waited for; then one goes ahead.
TOGETHER = timedelta(days=5)
# What a dispatcher may go over when nobody fits better.
SOFT = (
    "outside_shift", "skill_missing", "skill_level", "late_arrival", "late_finish", "too_early", "already_booked",
    "travel_gap", "other_region", "refused_before", "lent_out", "crew_apart",
    "customer_excludes", "customer_wants_other",
)  # fmt: skip
WHY = {
    PARTS: "缺备件，已申请调拨，到货后再次上门。",
    NO_ACCESS: "现场无人配合、机房门锁，未能进入。",
}
REJECTION = "试运行时仍有异常，客户要求重新处理。"


class Fieldwork:
    """One order, from the waiting list to the signature."""

    def __init__(self, life: Life, work_order_id: int) -> None:
        self.life, self.work_order_id, self.rng = life, work_order_id, life.rng

    def bring_to_acceptance(self, ways: list[str]) -> None:
        """Send somebody as often as it takes; each way says what a visit comes to."""
        self.turn = 0
        for turn, way in enumerate(ways):
            self.turn = turn
            card, visit = self._book()
            self._visit(card, visit, way)
        self._review()

    def finish_leftovers(self) -> None:
        """Bring the order for what was left over to its acceptance, some days later."""
        if not self.life.story.leftovers:
            return
        rest = WorkOrder.objects.filter(follow_up_of_id=self.work_order_id).first()
        if rest is None:
            return
        self.life.story.leftovers = ""
        self.life.reach(self.life.desk_hours(self.life.now + timedelta(days=self.rng.uniform(1, 4))))
        Fieldwork(self.life, rest.pk).bring_to_acceptance([DONE])

    def _book(self) -> tuple[EngineerCard, Visit]:
        life, story = self.life, self.life.story
        life.reach(life.desk_hours(life.later(4, 45)), "dispatch")
        order = work_orders.order_card(self.work_order_id)
        card, (start, end) = self._choose(order)
        by = life.cast.of(Role.DISPATCHER, order.region_id, self.rng, also=card.region_id)
        booking = dispatch.assign(
            work_order_id=self.work_order_id, engineer_id=card.id, start_at=start, end_at=end,
            accept_warnings=SOFT, by=by, at=life.now,
        )  # fmt: skip
        life.roster.take(card.id, start, end)
        self.mate = self._book_mate(order, card, start, end, by)
        life.settler.settle()
        self.start, self.end = start, end
        story.visit_at = None
        return card, Visit.objects.get(booking_id=booking.pk)

    def _book_mate(
        self, order: work_orders.OrderCard, lead: EngineerCard, start: datetime, end: datetime, by: Actor
    ) -> Mate:
        """Book who goes along, where the order needs two and anybody is free."""
        life = self.life
        card = mates.free(life.roster, order, lead, start, end)
        if card is None:
            return Mate(None)
        booking = dispatch.assign(
            work_order_id=self.work_order_id, engineer_id=card.id, start_at=start, end_at=end,
            accept_warnings=SOFT, by=by, at=life.now,
        )  # fmt: skip
        life.roster.take(card.id, start, end)
        return Mate(life.cast.engineer(card), booking.pk)

    def _choose(self, order: work_orders.OrderCard) -> tuple[EngineerCard, tuple[datetime, datetime]]:
        """Return who goes when: what the story wants, else whoever suits and is free soonest."""
        story, life = self.life.story, self.life
        length = timedelta(minutes=-(-order.estimated_minutes // 30) * 30)
        if story.visit_at is not None:
            wanted = [
                c for c in life.roster.suitable(order, life.now) if not story.engineer or c.name == story.engineer
            ]
            span = (story.visit_at, story.visit_at + length)
            free = [c for c in wanted if life.roster.is_free(c.id, *span)]
            if free:
                return free[0], span
        least, most = LEAD_HOURS[order.priority]
        earliest = life.now + timedelta(hours=self.rng.uniform(least, most))
        if order.crew_size > 1 and (two := life.roster.find_two(order, earliest, until=earliest + TOGETHER)):
            return two
        return life.roster.find(order, earliest, at_once=order.priority == 1, rng=self.rng)

    def _visit(self, card: EngineerCard, visit: Visit, way: str) -> None:
        life, by = self.life, self.life.cast.engineer(card)
        at = life.reach(life.later(3, 25), "accept")
        visits.accept(visit_id=visit.pk, by=by, at=at)
        life.settler.settle()
        self.mate.do("accept", life)
        on_road = timedelta(minutes=self.rng.uniform(15, 40))
        late = timedelta(minutes=life.story.late_minutes if self.turn == 0 else 0)
        at = life.reach(max(life.now, self.start + late - on_road), "set_out")
        visits.set_out(visit_id=visit.pk, by=by, at=at)
        life.settler.settle()
        self.mate.do("set_out", life)
        self._arrive(visit, by, self.start + late + timedelta(minutes=self.rng.uniform(-6, 6)))
        if way in WHY:
            return self._put_off(visit, by, way)
        self._work(visit, by)
        return self._hand_over(visit, by, way)

    def _arrive(self, visit: Visit, by: Actor, moment: datetime) -> None:
        at = self.life.reach(max(moment, self.life.now + timedelta(minutes=8)), "arrive")
        order = work_orders.order_card(self.work_order_id)
        place: dict[str, float] = {}
        if order.lat is not None and order.lon is not None:
            place = {
                "lat": order.lat + self.rng.uniform(-0.001, 0.001),
                "lon": order.lon + self.rng.uniform(-0.001, 0.001),
            }
        said: dict[str, Any] = {"note": "" if place else "按地址到场", **place}
        visits.arrive(visit_id=visit.pk, by=by, at=at, **said)
        self.life.settler.settle()
        self.mate.do("arrive", self.life, **said)

    def _put_off(self, visit: Visit, by: Actor, way: str) -> None:
        """Leave without a result; the dispatcher goes on when the obstacle is gone."""
        life = self.life
        at = life.reach(life.later(20, 60), "put_off")
        visits.cannot_complete(visit_id=visit.pk, obstacle=way, reason=WHY[way], by=by, at=at)
        life.settler.settle()
        wait = timedelta(hours=self.rng.uniform(20, 70) if way == PARTS else self.rng.uniform(4, 26))
        at = life.reach(life.desk_hours(life.now + wait), "resume")
        order = work_orders.order_card(self.work_order_id)
        dispatcher = life.cast.of(Role.DISPATCHER, order.region_id, self.rng)
        orders.resume(work_order_id=self.work_order_id, by=dispatcher, at=at)
        life.settler.settle()

    def _work(self, visit: Visit, by: Actor) -> None:
        life, trouble = self.life, self.life.story.trouble
        order = work_orders.order_card(self.work_order_id)
        if order.needs_diagnosis and order.diagnosed_at is None:
            at = life.reach(life.later(8, 25), "diagnose")
            visits.diagnose(
                visit_id=visit.pk, failure_mode_id=_code("mode", trouble.mode),
                failure_mechanism_id=_code("mechanism", trouble.mechanism),
                failure_cause_id=_code("cause", trouble.cause), text=trouble.found or "现场确认故障现象。",
                by=by, at=at,
            )  # fmt: skip
        share = self.rng.uniform(0.35, 0.8)
        at = life.reach(life.now + timedelta(minutes=order.estimated_minutes * share), "work")
        self._answer_steps(visit, by, at)
        life.settler.settle()

    def _answer_steps(self, visit: Visit, by: Actor, at: datetime) -> None:
        visits.answer_rest_ok(visit_id=visit.pk, by=by, at=at)
        for step in work_orders.checklist(self.work_order_id):
            if step.answered_at is not None:
                continue
            value = ""
            if step.kind == "number":
                least, most = float(step.minimum or 0), float(step.maximum or 100)
                value = f"{self.rng.uniform(least + (most - least) * 0.2, most - (most - least) * 0.2):.2f}"
            elif step.kind == "text":
                value = "已记录，详见诊断说明"
            visits.answer(
                visit_id=visit.pk, position=step.position, value=value, is_ok=None, note="",
                by=by, at=at,
            )  # fmt: skip

    def _hand_over(self, visit: Visit, by: Actor, way: str) -> None:
        life = self.life
        deciding.decide_part(visit, life.story.trouble.parts, by=by, at=life.now)
        at = life.reach(life.later(4, 15), "finish")
        visits.finish(
            visit_id=visit.pk, work_done=_did(life), parts_used=life.story.trouble.parts,
            self_check=dict.fromkeys(SELF_CHECKS, True), leftovers=life.story.leftovers, by=by, at=at,
        )  # fmt: skip
        life.settler.settle()
        at = life.reach(life.later(3, 12), "sign")
        if way == REJECTED:
            visits.refuse_signature(visit_id=visit.pk, reason=REJECTION, by=by, at=at)
        else:
            line = signature(self.rng)
            visits.sign(visit_id=visit.pk, signer_name=life.story.signer, signature=line, by=by, at=at)
        life.settler.settle()

    def _review(self) -> None:
        """Let a manager review and archive the accepted order the next days, mostly."""
        from aftercare.demo.simulation.life import NotYet

        life, signed_at = self.life, self.life.now
        if self.rng.random() > 0.9:
            return
        try:
            at = life.reach(life.desk_hours(life.later(300, 2600)))
        except NotYet:
            return
        order = work_orders.order_card(self.work_order_id)
        by = life.cast.of(Role.SERVICE_MANAGER, order.region_id, self.rng)
        deciding.state_parts(self.work_order_id, life.story.trouble.parts, by=by, at=at)
        orders.close(work_order_id=self.work_order_id, by=by, at=at)
        life.settler.settle()
        life.now = signed_at


def _did(life: Life) -> str:
    return life.story.trouble.did or "现场处理完毕，运行正常。"


def _code(facet: str, code: str) -> int:
    found = FailureCode.objects.filter(facet=facet, code=code).values_list("pk", flat=True).first()
    return found or FailureCode.objects.filter(facet=facet).order_by("pk").values_list("pk", flat=True)[0]


def signature(rng: Random) -> str:
    """Return a line somebody might draw as a name: a few strokes of loops."""
    strokes, x = [], 60.0
    for _stroke in range(rng.randint(2, 4)):
        width, height, bend = rng.uniform(60, 105), rng.uniform(30, 80), rng.uniform(1.5, 3.5)
        points = []
        for step in range(22):
            part = step / 21
            y = 150 + height * math.sin(bend * math.pi * part + rng.uniform(-0.15, 0.15))
            points.append(f"{x + width * part:.1f} {y:.1f}")
        strokes.append("M" + points[0] + "".join(f"L{point}" for point in points[1:]))
        x += width + rng.uniform(8, 22)
    return "".join(strokes)
