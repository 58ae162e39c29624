"""Work that needs two: the order knows, and is scheduled once both are booked."""

from __future__ import annotations

from copy import deepcopy

import pytest
from django.db import IntegrityError, transaction

from aftercare.contexts.work_orders import commands, queries
from aftercare.contexts.work_orders.commands import automatic
from aftercare.contexts.work_orders.models import Procedure, WorkOrder
from aftercare.contexts.work_orders.tests import builders
from aftercare.contexts.work_orders.tests.browsing import Program, browser, person
from aftercare.platform.notify.models import Notice
from aftercare.platform.refusal import Refused


@pytest.fixture(scope="module")
def shared_order(place):
    return builders.planned(place, crew_size=2)


@pytest.fixture
def order(shared_order):
    return deepcopy(shared_order)


@pytest.fixture
def mate(place):
    return builders.engineer_of(place, name="周涛")


def replan(order, by, at, **fields):
    usual = {"estimated_minutes": 90, "skills": {}, "certificate_kind_ids": []}
    return commands.plan(work_order_id=order.pk, **usual, **fields, by=by, at=at)


class TestCrewSize:
    def test_comes_from_the_procedure_and_may_be_changed(self, place, system, at):
        by_two = builders.procedure(crew_size=2)
        order = builders.planned(place, procedure_id=by_two.pk)
        assert (order.crew_size, builders.planned(place).crew_size) == (2, 1)
        assert replan(order, system, at, procedure_id=by_two.pk, crew_size=1).crew_size == 1
        assert replan(order, system, at, procedure_id=by_two.pk).crew_size == 1

    def test_of_three_is_refused_and_changes_nothing(self, order, system, at):
        before = builders.columns(order)
        with pytest.raises(Refused) as no:
            replan(order, system, at, crew_size=3)
        assert (no.value.code, builders.columns(order)) == ("bad_crew", before)

    @pytest.mark.parametrize("model", [WorkOrder, Procedure])
    def test_of_three_is_no_row_of_the_database(self, order, model):
        builders.procedure()
        with pytest.raises(IntegrityError), transaction.atomic():
            model.objects.update(crew_size=3)

    def test_is_in_the_audit_trail(self, order, system, at):
        replan(order, system, at, crew_size=1)
        kept = WorkOrder.pgh_event_model.objects.filter(pgh_obj_id=order.pk).order_by("pgh_id")
        assert list(kept.values_list("crew_size", flat=True))[-1] == 1

    def test_of_an_order_planned_by_itself_is_the_procedures(self, place, system, at):
        builders.procedure(kind="repair", crew_size=2, equipment_kind=builders.lift_kind())
        order = automatic.plan_if_ready(builders.draft(place), at=at)
        assert order.crew_size == 2


class TestHalfACrew:
    def test_waits_for_dispatch_with_its_time_fixed(self, order, engineer, at, published):
        builders.appointed(order, engineer)
        assert (order.status, order.missing, order.engineer_name) == ("unscheduled", 1, "陈刚")
        assert order.scheduled_start_at == at + builders.HOUR
        assert "WorkOrderScheduled" not in published.names()

    def test_is_scheduled_when_the_other_is_booked(self, order, engineer, mate, published):
        builders.appointed(order, engineer)
        builders.appointed(order, mate)
        assert (order.status, order.missing, order.engineer_name) == ("scheduled", 0, "陈刚、周涛")
        published.only("WorkOrderScheduled")

    def test_is_not_made_whole_by_the_same_engineer_twice(self, order, engineer, at):
        builders.appointed(order, engineer)
        builders.appointed(order, engineer, start=at + 3 * builders.HOUR)
        assert (order.status, order.missing) == ("unscheduled", 1)

    def test_waits_again_when_one_falls_away(self, order, engineer, mate, system, at, published):
        first = builders.appointed(order, engineer)
        builders.appointed(order, mate)
        left = commands.mark_unscheduled(work_order_id=order.pk, booking_id=first, by=system, at=at)
        assert (left.status, left.missing, left.engineer_name) == ("unscheduled", 1, "周涛")
        published.only("WorkOrderUnscheduled")

    def test_tells_the_dispatchers_that_one_is_missing(self, order, engineer, mate, system, at, drain):
        person("dispatcher")
        first = builders.appointed(order, engineer)
        builders.appointed(order, mate)
        commands.mark_unscheduled(work_order_id=order.pk, booking_id=first, by=system, at=at)
        drain()
        assert f"{order.number} 还差" in Notice.objects.filter(kind="order_waits").first().title

    def test_is_in_the_list_of_what_waits(self, order, engineer, system):
        builders.appointed(order, engineer)
        card = next(card for card in queries.unscheduled(system) if card.id == order.pk)
        assert (card.crew_size, card.missing) == (2, 1)

    def test_goes_on_when_the_other_is_on_the_way(self, order, engineer, mate, on_site, system, at):
        builders.appointed(order, engineer)
        gone = builders.appointed(order, mate)
        commands.begin(work_order_id=order.pk, by=on_site, at=at)
        left = commands.mark_unscheduled(work_order_id=order.pk, booking_id=gone, by=system, at=at)
        assert (left.status, left.missing) == ("in_progress", 1)

    def test_is_no_half_when_the_helper_has_left(self, order, engineer, mate, on_site, at):
        builders.appointed(order, engineer)
        helper = builders.appointed(order, mate)
        commands.begin(work_order_id=order.pk, by=on_site, at=at)
        commands.note_progress(booking_id=helper, state="over", at=at)
        order.refresh_from_db()
        assert (order.status, order.missing) == ("in_progress", 0)

    def test_waits_again_after_a_hold(self, order, engineer, system, at):
        builders.appointed(order, engineer)
        commands.hold(work_order_id=order.pk, reason="weather", party="nobody", by=system, at=at)
        assert commands.resume(work_order_id=order.pk, by=system, at=at).status == "unscheduled"


class TestAnotherCrewSize:
    def test_lets_a_scheduled_order_wait_for_the_second(self, place, engineer, system, at, published):
        order = builders.planned(place)
        builders.appointed(order, engineer)
        assert replan(order, system, at, crew_size=2).status == "unscheduled"
        published.only("WorkOrderUnscheduled")

    def test_lets_one_be_enough(self, order, engineer, system, at, published):
        builders.appointed(order, engineer)
        assert replan(order, system, at, crew_size=1).status == "scheduled"
        published.only("WorkOrderScheduled")


class TestShown:
    def test_on_the_page_and_to_programs(self, order, engineer):
        builders.appointed(order, engineer)
        page = browser("dispatcher").get(f"/orders/{order.pk}/").content.decode()
        assert "#users" in page and "#user-plus" in page
        found = Program("dispatcher", "orders:read").get(f"/work-orders/{order.pk}").json()
        assert (found["crew_size"], found["missing"]) == (2, 1)

    def test_the_plans_form_is_filled_by_the_procedure(self):
        row = builders.procedure(crew_size=2)
        assert browser("dispatcher").get(f"/orders/needs/?procedure={row.pk}").json()["crew_size"] == 2
