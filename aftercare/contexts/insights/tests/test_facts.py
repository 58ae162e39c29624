"""Facts follow events: again, late or replayed, they come out the same."""

from __future__ import annotations

from datetime import timedelta

import pytest

from aftercare.contexts.insights import commands
from aftercare.contexts.insights.models import ClockFact, OrderFact, SurveyFact
from aftercare.published.clocks import ClockStopped, DeadlineBroken, DeadlineSet
from aftercare.published.feedback import SurveyAnswered, SurveySent
from aftercare.published.service_requests import RequestChanged
from aftercare.published.visits import EngineerArrived
from aftercare.published.work_orders import (
    WorkOrderCanceled,
    WorkOrderCompleted,
    WorkOrderDiagnosed,
    WorkOrderOpened,
)

pytestmark = pytest.mark.django_db


def opened(pk, at, *, follow_up_of=None, equipment=5):
    commands.note_order_opened(
        WorkOrderOpened(
            work_order_id=pk, number=f"WO-{pk}", kind="repair", request_id=None, follow_up_of_id=follow_up_of, at=at
        ),
        region_id=1, customer_id=2, equipment_id=equipment,
    )  # fmt: skip


def completed(pk, at, *, mode=9, visits=1, follow_up_of=None, equipment=5):
    commands.note_order_completed(
        WorkOrderCompleted(
            work_order_id=pk, number=f"WO-{pk}", kind="repair", request_id=None, follow_up_of_id=follow_up_of,
            region_id=1, customer_id=2, equipment_id=equipment, category_id=3, failure_mode_id=mode, visits=visits,
            at=at,
        )
    )  # fmt: skip


def repeated_by(pk):
    return OrderFact.objects.get(work_order_id=pk).repeated_by_id


class TestRepeat:
    def test_on_the_same_equipment_and_mode_restates_the_earlier_fix(self, at):
        opened(1, at)
        completed(1, at + timedelta(hours=3))
        opened(2, at + timedelta(days=10))
        assert repeated_by(1) is None
        commands.note_order_diagnosed(
            WorkOrderDiagnosed(work_order_id=2, request_id=None, failure_mode_id=9, at=at + timedelta(days=10))
        )
        assert repeated_by(1) == 2

    def test_is_found_also_when_the_earlier_completion_is_heard_of_last(self, at):
        opened(2, at + timedelta(days=10))
        completed(2, at + timedelta(days=11))
        completed(1, at)
        assert repeated_by(1) == 2

    @pytest.mark.parametrize(
        ("days", "change"),
        [(31, {}), (10, {"mode": 8}), (10, {"mode": None}), (10, {"equipment": 6}), (10, {"follow_up_of": 1})],
    )
    def test_is_none_when_late_or_different_or_planned(self, at, days, change):
        opened(1, at)
        completed(1, at)
        later = at + timedelta(days=days)
        opened(2, later, **{k: v for k, v in change.items() if k != "mode"})
        completed(2, later + timedelta(hours=2), **change)
        assert repeated_by(1) is None

    def test_is_taken_back_when_the_later_order_is_withdrawn(self, at):
        opened(1, at)
        completed(1, at)
        opened(2, at + timedelta(days=2))
        commands.note_order_diagnosed(
            WorkOrderDiagnosed(work_order_id=2, request_id=None, failure_mode_id=9, at=at + timedelta(days=2))
        )
        commands.note_order_canceled(WorkOrderCanceled(work_order_id=2, request_id=None, reason="x", at=at))
        assert repeated_by(1) is None
        assert not OrderFact.objects.filter(work_order_id=2).exists()


class TestArrival:
    def test_is_the_first_one_whatever_is_heard_first(self, at):
        opened(1, at)
        for moment in (at + timedelta(hours=9), at + timedelta(hours=2), at + timedelta(hours=5)):
            commands.note_order_arrival(
                EngineerArrived(
                    visit_id=1, work_order_id=1, request_id=None, engineer_name="张伟", distance_m=3,
                    promised_by=moment + timedelta(hours=1), at=moment,
                )
            )  # fmt: skip
        fact = OrderFact.objects.get(work_order_id=1)
        assert (fact.arrived_at, fact.promised_by) == (at + timedelta(hours=2), at + timedelta(hours=3))


class TestClock:
    def broken(self, at):
        return DeadlineBroken(clock_id=1, subject="service_request:7", promise="arrive", due_at=at, region_id=1, at=at)

    def stopped(self, at, outcome):
        return ClockStopped(
            clock_id=1, subject="service_request:7", promise="arrive", outcome=outcome, region_id=1, customer_id=2,
            priority=2, due_at=at, paused_minutes=30, pauses=(("no_access", "customer", 30),), at=at,
        )  # fmt: skip

    def test_counts_as_broken_at_once_and_is_settled_by_its_end(self, at):
        commands.note_clock_broken(self.broken(at))
        assert ClockFact.objects.get().is_met is False
        commands.note_clock_stopped(self.stopped(at, "missed"))
        commands.note_clock_broken(self.broken(at))
        fact = ClockFact.objects.get()
        assert (fact.is_met, fact.request_id, fact.pauses) == (False, 7, [["no_access", "customer", 30]])

    def test_that_fell_away_counts_neither_way(self, at):
        commands.note_clock_broken(self.broken(at))
        commands.note_clock_stopped(self.stopped(at, "canceled"))
        assert not ClockFact.objects.exists()

    def test_counts_for_the_right_customer_once_the_request_is_corrected(self, at):
        commands.note_clock_stopped(self.stopped(at, "met"))
        commands.note_request_changed(
            RequestChanged(
                request_id=7, fields=("customer_id",), number="SR-7", priority=2, region_id=4, customer_id=9,
                project_id=None, equipment_id=None, received_at=at, at=at,
            )
        )  # fmt: skip
        assert ClockFact.objects.values_list("customer_id", "region_id").get() == (9, 4)

    def test_is_no_longer_broken_when_it_gets_a_later_deadline(self, at):
        commands.note_clock_broken(self.broken(at))
        commands.note_deadline_set(
            DeadlineSet(
                clock_id=1, subject="service_request:7", promise="arrive", due_at=at + timedelta(days=1),
                reason="calendar_changed", at=at,
            )
        )  # fmt: skip
        assert not ClockFact.objects.exists()


class TestSurvey:
    def test_keeps_the_answer_whichever_event_comes_first(self, at):
        sent = SurveySent(survey_id=1, work_order_id=1, region_id=1, customer_id=2, at=at)
        answered = SurveyAnswered(
            survey_id=1, work_order_id=1, region_id=1, customer_id=2, csat=4, nps=9, comment="",
            at=at + timedelta(hours=2),
        )  # fmt: skip
        commands.note_survey_answered(answered)
        commands.note_survey_sent(sent)
        commands.note_survey_answered(answered)
        fact = SurveyFact.objects.get()
        assert (fact.csat, fact.nps, fact.sent_at, fact.answered_at) == (4, 9, at, at + timedelta(hours=2))
