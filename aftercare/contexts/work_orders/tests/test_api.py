"""The API's door to work orders."""

from __future__ import annotations

import pytest

from aftercare.contexts.service_requests.tests import builders as requests
from aftercare.contexts.work_orders.models import WorkOrder
from aftercare.contexts.work_orders.tests import builders
from aftercare.contexts.work_orders.tests.browsing import Program

BOTH = ("orders:read", "orders:write")


@pytest.fixture
def program(place):
    return Program("dispatcher", *BOTH)


class TestOrders:
    def test_are_opened_and_planned(self, place, program):
        opened = program.post(
            "/work-orders", {"subject": "换皮带", "equipment_id": place.equipment_id, "contact_phone": "138"}
        )
        assert opened.status_code == 201, opened.content
        planned = program.post(f"/work-orders/{opened.json()['id']}/plan", {"estimated_minutes": 60})
        assert (planned.status_code, planned.json()["status"]) == (200, "unscheduled")

    def test_are_paged_by_cursor(self, place, program):
        made = [builders.planned(place).pk for _ in range(3)]
        first = program.get("/work-orders", limit=2).json()
        rest = program.get("/work-orders", limit=2, cursor=first["next_cursor"]).json()
        assert [row["id"] for row in first["items"] + rest["items"]] == made[::-1]
        assert rest["next_cursor"] is None

    def test_are_not_there_for_another_region(self, place):
        order = builders.planned(place)
        far = Program("dispatcher", *BOTH, region_id=requests.region())
        assert far.get(f"/work-orders/{order.pk}").status_code == 404
        assert far.post(f"/work-orders/{order.pk}/cancel", {"reason": "x"}).status_code == 404
        assert WorkOrder.objects.get().status == "unscheduled"

    def test_need_the_scope(self, place):
        reader = Program("dispatcher", "orders:read")
        order = builders.planned(place)
        assert reader.get(f"/work-orders/{order.pk}").status_code == 200
        assert reader.post(f"/work-orders/{order.pk}/cancel", {"reason": "x"}).status_code == 403

    @pytest.mark.parametrize(
        ("verb", "payload"),
        [
            ("hold", {"reason": "lazy", "party": "nobody"}),
            ("hold", {}),
            ("cancel", {"reason": ""}),
            ("cancel", {"reason": "撤\0单"}),
            ("plan", {"estimated_minutes": 1}),
            ("plan", {"estimated_minutes": 60, "skills": [{"skill_id": 1, "level": 9}]}),
            ("plan", {"estimated_minutes": 60, "earliest_at": "2026-05-31T10:00:00"}),
            ("diagnosis", {"failure_mode_id": -1}),
        ],
    )
    def test_refuse_bad_input_by_name(self, place, program, verb, payload):
        order = builders.planned(place)
        answer = program.post(f"/work-orders/{order.pk}/{verb}", payload)
        assert answer.status_code == 422, answer.content
        assert WorkOrder.objects.get().status == "unscheduled"

    def test_tell_the_second_of_two(self, place, program):
        order = builders.planned(place)
        program.post(f"/work-orders/{order.pk}/cancel", {"reason": "撤单"})
        answer = program.post(f"/work-orders/{order.pk}/cancel", {"reason": "撤单"})
        assert (answer.status_code, answer.json()["code"]) == (409, "wrong_state")

    def test_show_the_checklist_and_follow_ups(self, place, engineer, program):
        order = builders.begun(place, engineer, procedure_id=builders.procedure({"text": "断电"}).pk)
        assert [row["text"] for row in program.get(f"/work-orders/{order.pk}/checklist").json()] == ["断电"]
        extra = program.post(f"/work-orders/{order.pk}/follow-ups", {"description": "换编码器"})
        assert extra.json()["follow_up_of_id"] == order.pk
