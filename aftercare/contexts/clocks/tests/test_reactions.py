"""What requests, orders and visits do to the clocks."""

from __future__ import annotations

from copy import deepcopy
from datetime import timedelta

import pytest
from django.db import transaction

from aftercare.contexts.clocks import public
from aftercare.contexts.clocks.models import Clock, Pause
from aftercare.contexts.clocks.tests.conftest import SUBJECT
from aftercare.platform import outbox
from aftercare.published import service_requests as requests
from aftercare.published import visits, work_orders

HOUR = timedelta(hours=1)


@pytest.fixture
def running(shared_running):
    """Give the four running promises of the module's record."""
    return deepcopy(shared_running)


@pytest.fixture
def happen(running, system):
    """Give a way to let events happen, all of them before the first is heard of; only the clocks listen."""

    def tell(*events):
        for event in events:
            about = f"work_order:{event.work_order_id}" if hasattr(event, "work_order_id") else SUBJECT
            outbox.record(event, about=about, by=system)
        for event in events:
            for name, reaction in outbox.reactions_to(type(event).__name__).items():
                if name.startswith("clocks."):
                    reaction(event, system)

    return tell


def states() -> dict[str, str]:
    """Return the state of each promise."""
    return dict(Clock.objects.filter(subject=SUBJECT).values_list("promise", "state"))


def triaged(at, **fields):
    """Return the event of a triage at priority 3 that needs a visit."""
    usual = {"kind": "fault", "category_id": None, "priority": 3, "coverage": "", "remote_outcome": "visit_needed"}
    return requests.RequestTriaged(request_id=1, at=at, **{**usual, "needs_visit": True, **fields})


class TestReactions:
    def test_an_acknowledgement_stops_the_first_promise(self, happen, at):
        happen(requests.RequestAcknowledged(request_id=1, at=at + HOUR))
        assert states() == {"acknowledge": "met", "respond": "running", "arrive": "running", "resolve": "running"}

    def test_a_triage_answers_and_counts_by_its_priority(self, happen, at):
        happen(triaged(at + HOUR, priority=2))
        assert states()["respond"] == "met"
        assert set(Clock.objects.filter(state="running").values_list("priority", flat=True)) == {2}

    def test_a_triage_without_a_visit_drops_the_arrival_and_one_with_a_visit_brings_it_back(self, happen, at):
        happen(triaged(at + HOUR, needs_visit=False))
        assert states()["arrive"] == "canceled"
        happen(triaged(at + 2 * HOUR))
        assert states()["arrive"] == "running"

    def test_an_arrival_stops_what_must_have_come_before_it(self, happen, at):
        happen(
            visits.EngineerArrived(
                visit_id=1,
                work_order_id=7,
                request_id=1,
                engineer_name="刘洋",
                distance_m=5,
                promised_by=None,
                at=at + HOUR,
            )
        )
        assert states() == {"acknowledge": "met", "respond": "met", "arrive": "met", "resolve": "running"}

    def test_a_resolution_ends_everything_and_nobody_needs_to_come(self, happen, at):
        happen(requests.RequestResolved(request_id=1, how="远程解决", at=at + HOUR))
        assert states() == {"acknowledge": "met", "respond": "met", "arrive": "canceled", "resolve": "met"}

    def test_holds_of_request_and_order_are_kept_apart(self, happen, at):
        happen(
            requests.RequestHeld(request_id=1, reason="waiting_customer", party="customer", note="", at=at + HOUR),
            work_orders.WorkOrderHeld(
                work_order_id=7, request_id=1, reason="weather", party="nobody", note="台风", at=at + 2 * HOUR
            ),
            requests.RequestResumed(request_id=1, at=at + 3 * HOUR),
        )
        assert states()["resolve"] == "paused"
        happen(work_orders.WorkOrderResumed(work_order_id=7, request_id=1, at=at + 5 * HOUR))
        assert states()["resolve"] == "running"

    def test_an_order_that_is_over_holds_nothing_up(self, happen, at):
        happen(
            work_orders.WorkOrderHeld(
                work_order_id=7, request_id=1, reason="weather", party="nobody", note="", at=at + HOUR
            ),
            work_orders.WorkOrderCanceled(work_order_id=7, request_id=1, reason="重复", at=at + 2 * HOUR),
        )
        assert states()["resolve"] == "running"

    def test_pictures_of_a_held_order_speak_for_the_pause(self, happen, at):
        held = {"reason": "weather", "party": "nobody", "note": "台风", "evidence": (41,)}
        happen(work_orders.WorkOrderHeld(work_order_id=7, request_id=1, **held, at=at + HOUR))
        clock = Clock.objects.get(promise="resolve")
        urls = [line.evidence_urls for line in public.explain(clock.pk, now=at + 3 * HOUR).lines if line.evidence]
        assert urls == [["/requests/1/photos/41/"]]

    def test_a_hold_heard_of_after_its_end_is_closed_at_its_end(self, running, system, at):
        from aftercare.contexts.clocks import reactions

        held = requests.RequestHeld(request_id=1, reason="weather", party="nobody", note="", at=at + HOUR)
        gone = requests.RequestResumed(request_id=1, at=at + 2 * HOUR)
        with transaction.atomic():
            outbox.record(held, about=SUBJECT, by=system)
            outbox.record(gone, about=SUBJECT, by=system)
        reactions.resume_with_request(gone, system)
        reactions.pause_while_request_held(held, system)
        assert states()["resolve"] == "running"
        assert set(Pause.objects.values_list("until", flat=True)) == {at + 2 * HOUR}

    def test_a_reopening_lets_the_promise_to_resolve_go_on(self, happen, at):
        happen(requests.RequestResolved(request_id=1, how="", at=at + HOUR))
        happen(requests.RequestReopened(request_id=1, reason="又坏了", at=at + 3 * HOUR))
        assert states() == {"acknowledge": "met", "respond": "met", "arrive": "canceled", "resolve": "running"}

    @pytest.mark.parametrize("name", ["RequestCanceled", "RequestMerged"])
    def test_what_is_withdrawn_or_merged_promises_nothing(self, happen, at, name):
        fields = {"RequestCanceled": {"reason": "误报"}, "RequestMerged": {"into_id": 2}}[name]
        happen(getattr(requests, name)(request_id=1, at=at + HOUR, **fields))
        assert set(states().values()) == {"canceled"}
