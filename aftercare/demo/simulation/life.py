"""A matter lived through the commands, step by step, until it ends or the present is reached."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from aftercare.contexts.service_requests import commands as requests
from aftercare.contexts.service_requests.models import ServiceRequest
from aftercare.contexts.work_orders.models import WorkOrder
from aftercare.demo.simulation.cast import Cast
from aftercare.demo.simulation.fieldwork import Fieldwork
from aftercare.demo.simulation.roster import Roster
from aftercare.demo.simulation.settling import Settler
from aftercare.demo.simulation.story import Story
from aftercare.platform.actor import Actor, Role

DESK_OPENS, DESK_SHUTS = 7, 22
UNANSWERED_FOR = timedelta(hours=72)


class NotYet(Exception):
    """The step lies in the future."""


class Life:
    """One matter on its way."""

    def __init__(self, story: Story, *, cast: Cast, roster: Roster, settler: Settler, until: datetime) -> None:
        self.story, self.cast, self.roster, self.settler, self.until = story, cast, roster, settler, until
        self.rng = Random(f"life {story.key}")  # noqa: S311 - a story, not a secret
        self.now = story.received_at

    def live(self) -> ServiceRequest | None:
        """Do every step that lies in the past; return the request, or None when even its report is to come."""
        self.row: ServiceRequest | None = None
        try:
            self._report()
            self._acknowledge()
            self._go_on()
        except NotYet:
            pass
        return self.row

    def reach(self, moment: datetime, step: str = "") -> datetime:
        """
        Let time pass to the moment.

        :raises NotYet: when it lies in the future, or when the story stops before this step.
        """
        if moment > self.until or (step and step == self.story.stops_at):
            raise NotYet
        self.now = max(self.now, moment)
        return self.now

    def later(self, least: float, most: float) -> datetime:
        """Return a moment so many minutes on, at the story's pace."""
        return self.now + timedelta(minutes=self.rng.uniform(least, most) * self.story.pace)

    def desk_hours(self, moment: datetime) -> datetime:
        """Return the moment, or the next morning when nobody sits at the desk; emergencies find somebody."""
        local = moment.astimezone(ZoneInfo(self.row.zone if self.row else "Asia/Shanghai"))
        if self.story.trouble.emergency or DESK_OPENS <= local.hour < DESK_SHUTS:
            return moment
        morning = local.replace(hour=DESK_OPENS, minute=self.rng.randint(20, 59))
        return morning if local.hour < DESK_OPENS else morning + timedelta(days=1)

    def _report(self) -> None:
        story, trouble = self.story, self.story.trouble
        self.reach(story.received_at)
        by = self._reporter()
        self.row = requests.register(
            source=story.source, kind=trouble.kind, urgency=trouble.urgency, impact=trouble.impact,
            is_emergency=trouble.emergency, is_verified=story.source != "qr", by=by, at=self.now, **story.report,
        )  # fmt: skip
        self.settler.settle()
        self.desk = self.cast.of(Role.DESK_AGENT, self.row.region_id, self.rng)

    def _reporter(self) -> Actor:
        if self.story.source == "qr":
            return Actor.system(self.story.report["caller_name"] or "扫码报修", via="portal")
        if self.story.source == "portal" and (login := self.cast.customer(self.story.report["customer_id"])):
            return login.through("portal")
        return self.cast.of(Role.DESK_AGENT, None, self.rng)

    def _acknowledge(self) -> None:
        assert self.row is not None
        by_phone = self.story.source == "hotline"
        self.reach(self.desk_hours(self.later(1, 3) if by_phone else self.later(4, 28)), "acknowledge")
        requests.acknowledge(request_id=self.row.pk, by=self.desk, at=self.now)
        if by_phone:
            requests.read_back(request_id=self.row.pk, by=self.desk, at=self.now)
        self.settler.settle()

    def _go_on(self) -> None:
        assert self.row is not None
        self.reach(self.desk_hours(self.later(4, 40)), "triage")
        if self.story.ending == "canceled":
            requests.cancel(
                request_id=self.row.pk, reason="客户来电，设备已自行恢复，撤回报修。", by=self.desk, at=self.now
            )
            return self.settler.settle()
        solved = self.story.ending == "remote"
        trouble = self.story.trouble
        requests.triage(
            request_id=self.row.pk, kind=trouble.kind, category_id=self.row.category_id, urgency=trouble.urgency,
            impact=trouble.impact, remote_outcome="solved" if solved else "visit_needed",
            remote_note=trouble.remote if solved else "", needs_visit=not solved, by=self.desk, at=self.now,
        )  # fmt: skip
        self.settler.settle()
        return self._resolve_remotely() if solved else self._send_somebody()

    def _resolve_remotely(self) -> None:
        assert self.row is not None
        self.reach(self.later(10, 50), "resolve")
        requests.resolve(request_id=self.row.pk, how=self.story.trouble.remote, by=self.desk, at=self.now)
        self.settler.settle()
        self._close_unanswered()

    def _send_somebody(self) -> None:
        assert self.row is not None
        if self.story.hold_hours:
            self._wait_for_customer()
        order = WorkOrder.objects.filter(request_id=self.row.pk).order_by("pk").first()
        if order is None:
            raise LookupError(f"no order was opened for {self.row.number}")
        work = Fieldwork(self, order.pk)
        work.bring_to_acceptance(self.story.visits)
        self._hear_customer(order.pk)
        work.finish_leftovers()

    def _wait_for_customer(self) -> None:
        assert self.row is not None
        self.reach(self.later(5, 30), "hold")
        requests.hold(
            request_id=self.row.pk, reason="waiting_customer", party="customer",
            note="客户现场需协调停机时间，确认后再上门。", by=self.desk, at=self.now,
        )  # fmt: skip
        self.settler.settle()
        self.reach(self.desk_hours(self.now + timedelta(hours=self.story.hold_hours)))
        requests.resume(request_id=self.row.pk, by=self.desk, at=self.now)
        self.settler.settle()

    def _hear_customer(self, work_order_id: int) -> None:
        from aftercare.demo.simulation import voices

        voices.ask(work_order_id, at=self.now)
        self.settler.settle()
        if self.story.answer is None:
            return self._close_unanswered()
        self.reach(self.now + timedelta(hours=self.story.answer.after_hours), "answer")
        voices.answer(work_order_id, self.story, by=Actor(name=self.story.signer, via="portal"), at=self.now)
        self.settler.settle()
        return voices.trace(work_order_id, self)

    def _close_unanswered(self) -> None:
        assert self.row is not None
        before = self.now
        try:
            self.reach(self.now + UNANSWERED_FOR)
            requests.close(request_id=self.row.pk, by=Actor.system("close_settled"), at=self.now)
            self.settler.settle()
        except NotYet:
            self.now = before
