"""What the work downstream says about a request's progress."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction

from aftercare.contexts.service_requests import commands, policies
from aftercare.contexts.service_requests.models import RequestOrder, ServiceRequest
from aftercare.contexts.service_requests.tests import builders
from aftercare.platform import outbox
from aftercare.platform.actor import Actor, Role
from aftercare.platform.notify.models import Notice
from aftercare.platform.testing.fixtures import MakeActor
from aftercare.published import clocks, dispatch, feedback, visits, work_orders

HOUR = timedelta(hours=1)
Tell = Callable[..., None]


@pytest.fixture
def tell(db: None) -> Tell:
    """Let this context react to news of work downstream that exists here only as news."""

    def said(event: Any) -> None:
        for name, reaction in outbox.reactions_to(type(event).__name__).items():
            if name.startswith("service_requests."):
                with transaction.atomic():
                    reaction(event, Actor.system("test"))

    return said


def opened(row: ServiceRequest, at: datetime, pk: int = 7) -> work_orders.WorkOrderOpened:
    """Return the news of an order for the request."""
    return work_orders.WorkOrderOpened(
        work_order_id=pk, number=f"WO-{pk}", kind="repair", request_id=row.pk, follow_up_of_id=None, at=at
    )


def scheduled(row: ServiceRequest, at: datetime, pk: int = 7) -> work_orders.WorkOrderScheduled:
    """Return the news of an appointment."""
    return work_orders.WorkOrderScheduled(
        work_order_id=pk, request_id=row.pk, engineer_name="刘强", start_at=at + HOUR, end_at=at + 3 * HOUR, at=at
    )


def accepted(row: ServiceRequest, at: datetime, pk: int = 7) -> work_orders.WorkOrderAccepted:
    """Return the news of the customer's signature."""
    return work_orders.WorkOrderAccepted(
        work_order_id=pk, number=f"WO-{pk}", request_id=row.pk, region_id=row.region_id, customer_id=row.customer_id,
        contact_name="王芳", contact_phone="", at=at,
    )  # fmt: skip


class TestProgress:
    def test_shows_the_order_its_engineer_and_ends_resolved_when_the_customer_signs(
        self, new_request: ServiceRequest, desk_agent: Actor, tell: Tell, at: datetime
    ) -> None:
        commands.acknowledge(request_id=new_request.pk, by=desk_agent, at=at)
        tell(opened(new_request, at))
        new_request.refresh_from_db()
        assert (new_request.status, new_request.work_order_number) == ("in_progress", "WO-7")
        tell(scheduled(new_request, at + HOUR))
        new_request.refresh_from_db()
        assert (new_request.work_order_status, new_request.engineer_name) == ("scheduled", "刘强")
        tell(accepted(new_request, at + 5 * HOUR))
        new_request.refresh_from_db()
        assert (new_request.status, new_request.resolved_at) == ("resolved", at + 5 * HOUR)
        assert "WO-7" in new_request.resolution

    def test_waits_for_the_last_open_order(self, new_request: ServiceRequest, tell: Tell, at: datetime) -> None:
        tell(opened(new_request, at, 7))
        tell(opened(new_request, at, 8))
        tell(accepted(new_request, at + HOUR, 7))
        new_request.refresh_from_db()
        assert (new_request.status, new_request.work_order_number) == ("in_progress", "WO-8")
        tell(accepted(new_request, at + 2 * HOUR, 8))
        new_request.refresh_from_db()
        assert new_request.status == "resolved"

    def test_is_not_set_back_by_old_news_told_late(self, new_request: ServiceRequest, tell: Tell, at: datetime) -> None:
        tell(scheduled(new_request, at + HOUR))
        tell(opened(new_request, at))
        tell(work_orders.WorkOrderPlanned(work_order_id=7, request_id=new_request.pk, at=at + HOUR))
        order = RequestOrder.objects.get(work_order_id=7)
        assert (order.status, order.number, order.engineer_name) == ("scheduled", "WO-7", "刘强")

    def test_goes_back_to_whoever_handles_it_when_the_order_falls_away(
        self, new_request: ServiceRequest, desk_agent: Actor, tell: Tell, at: datetime
    ) -> None:
        commands.acknowledge(request_id=new_request.pk, by=desk_agent, at=at)
        tell(opened(new_request, at))
        tell(work_orders.WorkOrderCanceled(work_order_id=7, request_id=new_request.pk, reason="重复", at=at + HOUR))
        new_request.refresh_from_db()
        assert (new_request.status, new_request.work_order_status) == ("in_progress", "canceled")
        assert Notice.objects.get(recipient_id=desk_agent.id, kind="request.order_lost").body == "重复"
        assert commands.resolve(request_id=new_request.pk, how="好了", by=desk_agent, at=at + 2 * HOUR)

    def test_notes_when_the_engineer_sets_out_and_arrives(
        self, new_request: ServiceRequest, tell: Tell, at: datetime
    ) -> None:
        tell(opened(new_request, at))
        trip = {"visit_id": 1, "work_order_id": 7, "request_id": new_request.pk, "engineer_name": "刘强"}
        tell(visits.EngineerSetOut(**trip, at=at + HOUR))
        tell(visits.EngineerArrived(**trip, distance_m=10, promised_by=None, at=at + 2 * HOUR))
        order = RequestOrder.objects.get(work_order_id=7)
        assert (order.set_out_at, order.arrived_at) == (at + HOUR, at + 2 * HOUR)
        new_request.refresh_from_db()
        assert new_request.arrived_at == at + 2 * HOUR

    def test_is_closed_when_the_customer_rated_it(self, new_request: ServiceRequest, tell: Tell, at: datetime) -> None:
        tell(opened(new_request, at))
        tell(accepted(new_request, at + HOUR))
        tell(feedback.SurveyAnswered(
            survey_id=1, work_order_id=7, region_id=None, customer_id=None, csat=5, nps=9, comment="", at=at + 2 * HOUR
        ))  # fmt: skip
        new_request.refresh_from_db()
        assert (new_request.status, new_request.rated_at) == ("closed", at + 2 * HOUR)


class TestEngineers:
    def test_read_a_request_only_while_they_are_booked_for_it(
        self, new_request: ServiceRequest, make_actor: MakeActor, tell: Tell, at: datetime
    ) -> None:
        login = make_actor(Role.ENGINEER)
        engineer = apps.get_model("people", "Engineer").objects.create(
            user_id=login.id, employee_no="E1", name="刘强", region_id=new_request.region_id
        )
        actor = make_actor(Role.ENGINEER, regions=set(), engineer_id=engineer.pk)
        tell(opened(new_request, at))
        assert not policies.visible_to(actor).exists()
        booking = {"booking_id": 3, "work_order_id": 7, "engineer_id": engineer.pk}
        tell(dispatch.BookingDispatched(**booking, start_at=at, end_at=at + HOUR, at=at))
        assert policies.visible_to(actor).get() == new_request
        assert policies.sees(new_request, by=actor)
        tell(dispatch.BookingCanceled(**booking, reason="改派", at=at + HOUR))
        assert not policies.visible_to(actor).exists()
        assert not policies.sees(new_request, by=actor)


class TestPromises:
    def test_broken_ones_are_told_to_the_carer_and_the_managers_once(
        self, new_request: ServiceRequest, desk_agent: Actor, tell: Tell, at: datetime
    ) -> None:
        commands.acknowledge(request_id=new_request.pk, by=desk_agent, at=at)
        broken = clocks.DeadlineBroken(
            clock_id=1, subject=new_request.key, promise="arrive", due_at=at + HOUR, region_id=None, at=at + HOUR
        )
        tell(broken)
        tell(broken)
        assert Notice.objects.filter(recipient_id=desk_agent.id, kind="request.promise_broken").count() == 1

    def test_escalated_ones_are_told_to_those_the_ladder_names_once_a_step(
        self, new_request: ServiceRequest, desk_agent: Actor, make_actor: MakeActor, tell: Tell, at: datetime
    ) -> None:
        commands.acknowledge(request_id=new_request.pk, by=desk_agent, at=at)
        manager, grant = make_actor(Role.SERVICE_MANAGER), apps.get_model("people", "Grant")
        grant.objects.create(user_id=manager.id, role="service_manager", region_id=new_request.region_id)
        for percent in (150, 150, 200):
            of = {"clock_id": 1, "subject": new_request.key, "promise": "arrive", "due_at": at, "region_id": None}
            tell(clocks.DeadlineEscalated(**of, percent=percent, tells=("manager",), at=at + percent * HOUR))
        told = Notice.objects.filter(kind="request.promise_escalated").values_list("recipient_id", flat=True)
        assert list(told) == [manager.id] * 2

    def test_near_ones_are_told_to_the_engineer_booked(
        self, new_request: ServiceRequest, make_actor: MakeActor, tell: Tell, at: datetime
    ) -> None:
        login = make_actor(Role.ENGINEER)
        apps.get_model("people", "Grant").objects.create(user_id=login.id, role="engineer")
        engineer = apps.get_model("people", "Engineer").objects.create(
            user_id=login.id, employee_no="E1", name="刘强", region_id=new_request.region_id
        )
        tell(opened(new_request, at))
        booking = {"booking_id": 3, "work_order_id": 7, "engineer_id": engineer.pk}
        tell(dispatch.BookingDispatched(**booking, start_at=at, end_at=at + HOUR, at=at))
        of = {"clock_id": 1, "subject": new_request.key, "promise": "arrive", "due_at": at, "region_id": None}
        tell(clocks.DeadlineNear(**of, percent=50, tells=("engineer",), at=at))
        assert Notice.objects.get(kind="request.promise_near").recipient_id == login.id

    def test_of_other_records_are_left_alone(self, promised: None, tell: Tell, at: datetime) -> None:
        tell(clocks.DeadlineBroken(clock_id=1, subject="visit:1", promise="x", due_at=at, region_id=None, at=at))
        assert not Notice.objects.exists()


class TestNotices:
    def test_tell_the_desk_of_the_region_about_what_came_in_by_itself(
        self, place: builders.Scene, drain: Callable[[], int], make_actor: MakeActor
    ) -> None:
        agent = make_actor(Role.DESK_AGENT)
        apps.get_model("people", "Grant").objects.create(user_id=agent.id, role="desk_agent", region_id=place.region_id)
        builders.request_of(place, source="hotline")
        row = builders.request_of(place, source="qr", is_verified=False)
        drain()
        assert [n.about for n in Notice.objects.filter(recipient_id=agent.id)] == [row.key]
