"""What the engineer does on site: begin, diagnose, answer steps, report done, take the customer's acceptance."""

from __future__ import annotations

from decimal import Decimal

import pytest

from aftercare.contexts.people.tests import building
from aftercare.contexts.work_orders import commands
from aftercare.contexts.work_orders.models import WorkOrder
from aftercare.contexts.work_orders.tests import builders
from aftercare.platform.actor import Role


class TestBegin:
    def test_starts_a_scheduled_order_once_for_a_crew_of_two(self, place, engineer, on_site, at, published):
        order, mate = builders.planned(place), builders.engineer_of(place, name="周涛")
        builders.appointed(order, engineer)
        builders.appointed(order, mate)
        commands.begin(work_order_id=order.pk, by=on_site, at=at)
        done = commands.begin(work_order_id=order.pk, by=building.acting(mate), at=at)
        assert (done.status, done.visit_count) == ("in_progress", 1)
        published.only("WorkOrderBegun")

    def test_is_refused_for_a_held_order(self, place, engineer, on_site, dispatcher, at, refused):
        order = builders.planned(place)
        builders.appointed(order, engineer)
        commands.hold(work_order_id=order.pk, reason="weather", party="nobody", by=dispatcher, at=at)
        order.refresh_from_db()
        with refused(order, "wrong_state"):
            commands.begin(work_order_id=order.pk, by=on_site, at=at)

    def test_is_refused_for_the_office(self, place, dispatcher, at, refused):
        order = builders.planned(place)
        with refused(order, "not_allowed"):
            commands.begin(work_order_id=order.pk, by=dispatcher, at=at)


class TestRecordDiagnosis:
    def test_keeps_the_three_facets(self, place, engineer, on_site, at, published):
        order = builders.begun(place, engineer)
        mode, how, why = builders.code(), builders.code("mechanism", "磨损"), builders.code("cause", "保养不足")
        done = commands.record_diagnosis(
            work_order_id=order.pk, failure_mode_id=mode.pk, failure_mechanism_id=how.pk, failure_cause_id=why.pk,
            text="皮带断裂", by=on_site, at=at,
        )  # fmt: skip
        assert (done.failure_mode_id, done.failure_mechanism_id, done.failure_cause_id) == (mode.pk, how.pk, why.pk)
        assert (done.diagnosis, done.diagnosed_at) == ("皮带断裂", at)
        published.only("WorkOrderDiagnosed")

    def test_refuses_a_code_of_another_facet(self, place, engineer, on_site, at, refused):
        order = builders.begun(place, engineer)
        with refused(order, "unknown"):
            commands.record_diagnosis(
                work_order_id=order.pk, failure_mode_id=builders.code("cause").pk, by=on_site, at=at
            )

    def test_is_refused_once_the_work_is_over(self, place, engineer, on_site, at, refused):
        order = builders.completed(place, engineer)
        with refused(order, "wrong_state"):
            commands.record_diagnosis(work_order_id=order.pk, failure_mode_id=builders.code().pk, by=on_site, at=at)


class TestAnswerStep:
    @pytest.fixture
    def order(self, place, engineer):
        steps = ({"text": "断电"}, {"text": "电压", "kind": "number", "minimum": Decimal(1), "maximum": Decimal(36)})
        return builders.begun(place, engineer, procedure_id=builders.procedure(*steps).pk)

    @pytest.mark.parametrize(
        ("value", "kept", "is_ok"), [("24", "24", True), ("36.50", "36.5", False), ("1", "1", True)]
    )
    def test_judges_a_number_by_its_limits(self, order, on_site, at, value, kept, is_ok):
        item = commands.answer_step(work_order_id=order.pk, position=2, value=value, is_ok=True, by=on_site, at=at)
        assert (item.value, item.is_ok) == (kept, is_ok)

    @pytest.mark.parametrize("value", ["", "abc", "NaN", "1e99", "Infinity", "0.1234567"])
    def test_refuses_what_is_no_number(self, order, on_site, at, refused, value):
        with refused(order, "bad_number"):
            commands.answer_step(work_order_id=order.pk, position=2, value=value, by=on_site, at=at)
        assert not order.checklist.filter(answered_at__isnull=False).exists()

    def test_asks_a_check_for_yes_or_no(self, order, on_site, at, refused):
        with refused(order, "missing"):
            commands.answer_step(work_order_id=order.pk, position=1, by=on_site, at=at)

    def test_knows_no_step_beyond_the_last(self, order, on_site, at, refused):
        with refused(order, "not_found"):
            commands.answer_step(work_order_id=order.pk, position=9, is_ok=True, by=on_site, at=at)


class TestReportDone:
    def test_completes_and_tells_the_facts_once(self, place, engineer, on_site, at, published):
        order = builders.diagnosed(builders.begun(place, engineer))
        done = commands.report_done(work_order_id=order.pk, result="已更换", by=on_site, at=at)
        assert (done.status, done.completed_at, done.restored_at) == ("completed", at, at)
        told = published.only("WorkOrderCompleted")
        assert (told["visits"], told["equipment_id"]) == (1, place.equipment_id)
        assert told["failure_mode_id"] == order.failure_mode_id

    def test_is_refused_for_a_repair_nobody_diagnosed(self, place, engineer, on_site, at, refused):
        order = builders.begun(place, engineer)
        with refused(order, "not_diagnosed"):
            commands.report_done(work_order_id=order.pk, result="已更换", by=on_site, at=at)

    def test_is_refused_while_required_steps_are_open(self, place, engineer, on_site, at, refused):
        steps = ({"text": "断电"}, {"text": "拍照", "is_required": False})
        order = builders.begun(place, engineer, procedure_id=builders.procedure(*steps).pk)
        builders.diagnosed(order)
        order.refresh_from_db()
        with refused(order, "checklist_open"):
            commands.report_done(work_order_id=order.pk, result="已更换", by=on_site, at=at)
        commands.answer_step(work_order_id=order.pk, position=1, is_ok=True, by=on_site, at=at)
        commands.report_done(work_order_id=order.pk, result="已更换", by=on_site, at=at)

    def test_asks_what_was_done_and_for_the_version_seen(self, place, engineer, on_site, at, refused):
        order = builders.diagnosed(builders.begun(place, engineer))
        with refused(order, "missing"):
            commands.report_done(work_order_id=order.pk, result=" ", by=on_site, at=at)
        with refused(order, "stale"):
            commands.report_done(work_order_id=order.pk, result="好", seen_version=1, by=on_site, at=at)

    def test_lets_a_crew_mate_add_a_word_but_not_the_same_engineer_twice(self, place, engineer, on_site, at, refused):
        order, mate = builders.planned(place), builders.engineer_of(place, name="周涛")
        for each in (engineer, mate):
            builders.appointed(order, each)
            commands.begin(work_order_id=order.pk, by=building.acting(each), at=at)
        builders.diagnosed(order)
        done = commands.report_done(work_order_id=order.pk, result="机械部分", by=on_site, at=at)
        with refused(done, "wrong_state"):
            commands.report_done(work_order_id=order.pk, result="再报一次", by=on_site, at=at)
        commands.report_done(work_order_id=order.pk, result="电气部分", by=building.acting(mate), at=at)
        assert WorkOrder.objects.get(pk=order.pk).result == "机械部分\n电气部分"


class TestAccept:
    def test_is_open_to_engineer_office_and_customer(self, place, engineer, make_actor, at):
        customer = make_actor(Role.CUSTOMER, regions=set(), organisation_ids=frozenset({place.customer_id}))
        for by in (building.acting(engineer), make_actor(Role.DESK_AGENT), customer):
            order = builders.completed(place, engineer)
            assert commands.accept(work_order_id=order.pk, by=by, at=at).accepted_at == at

    def test_tells_whom_to_ask_about_it_once(self, place, engineer, on_site, at, published):
        order = builders.completed(place, engineer)
        commands.accept(work_order_id=order.pk, by=on_site, at=at)
        assert published.only("WorkOrderAccepted")["contact_phone"] == order.contact_phone

    def test_is_refused_twice(self, place, engineer, on_site, at, refused):
        order = builders.accepted(place, engineer)
        with refused(order, "wrong_state"):
            commands.accept(work_order_id=order.pk, by=on_site, at=at)

    def test_hides_the_order_from_another_customer(self, place, engineer, make_actor, at, refused):
        order = builders.completed(place, engineer)
        other = make_actor(Role.CUSTOMER, regions=set(), organisation_ids=frozenset({10**9}))
        with refused(order, "not_found"):
            commands.accept(work_order_id=order.pk, by=other, at=at)
