from __future__ import annotations

from datetime import timedelta

import pytest

from aftercare.contexts.people.tests import building
from aftercare.contexts.work_orders import commands
from aftercare.contexts.work_orders.tests import builders


@pytest.fixture
def order(place):
    return builders.draft(place)


def plan(order, by, at, **fields):
    usual = {"estimated_minutes": 60, "skills": {}, "certificate_kind_ids": []}
    return commands.plan(work_order_id=order.pk, **{**usual, **fields}, by=by, at=at)


class TestPlan:
    def test_makes_a_draft_wait_for_dispatch_and_tells_it_once(self, order, dispatcher, at, published):
        skill, paper = building.skill(), building.certificate_kind()
        procedure = builders.procedure({"text": "断电"}, {"text": "测电压", "kind": "number", "maximum": 36})
        needs = {"skills": {skill.pk: 2}, "certificate_kind_ids": [paper.pk], "procedure_id": procedure.pk}
        done = plan(order, dispatcher, at, description="带皮带", **needs)
        assert (done.status, done.description, done.estimated_minutes) == ("unscheduled", "带皮带", 60)
        assert [(s.skill_id, s.level) for s in done.skills.all()] == [(skill.pk, 2)]
        assert list(done.checklist.values_list("position", "text")) == [(1, "断电"), (2, "测电压")]
        published.only("WorkOrderPlanned")

    def test_exchanges_the_needs_when_planned_again(self, order, dispatcher, at):
        old, new = building.skill("旧"), building.skill("新")
        plan(order, dispatcher, at, skills={old.pk: 1})
        plan(order, dispatcher, at, skills={new.pk: 4})
        assert list(order.skills.values_list("skill_id", "level")) == [(new.pk, 4)]

    def test_keeps_the_appointment_of_a_scheduled_order(self, order, engineer, dispatcher, at, published):
        plan(order, dispatcher, at)
        builders.appointed(order, engineer)
        assert plan(order, dispatcher, at, estimated_minutes=30).status == "scheduled"
        published.only("WorkOrderReplanned")

    def test_gives_an_order_that_could_not_be_completed_another_try(self, place, engineer, dispatcher, at):
        order = builders.begun(place, engineer)
        commands.report_not_completable(work_order_id=order.pk, reason="缺件停产", by=dispatcher, at=at)
        assert plan(order, dispatcher, at).status == "unscheduled"

    @pytest.mark.parametrize(
        ("fields", "code"),
        [
            ({"estimated_minutes": 4}, "bad_estimate"),
            ({"estimated_minutes": 20_000}, "bad_estimate"),
            ({"skills": {1: 6}}, "bad_skills"),
            ({"skills": {10**9: 1}}, "unknown"),
            ({"certificate_kind_ids": [10**9]}, "unknown"),
            ({"procedure_id": 10**9}, "unknown"),
            ({"region_id": 10**9}, "unknown"),
            ({"seen_version": 99}, "stale"),
            ({"contact_phone": ""}, "incomplete"),
        ],
    )
    def test_refuses_bad_plans(self, order, dispatcher, at, refused, fields, code):
        with refused(order, code):
            plan(order, dispatcher, at, **fields)

    def test_refuses_a_moment_nobody_can_mean(self, order, dispatcher, at, refused):
        with refused(order, "bad_moment"):
            plan(order, dispatcher, at, earliest_at=at + timedelta(days=9000))

    def test_refuses_storekeepers_and_hides_other_regions(self, order, storekeeper, far_dispatcher, at, refused):
        with refused(order, "not_allowed"):
            plan(order, storekeeper, at)
        with refused(order, "not_found"):
            plan(order, far_dispatcher, at)

    def test_refuses_to_exchange_a_procedure_with_answers(self, place, engineer, on_site, dispatcher, at, refused):
        order = builders.begun(place, engineer, procedure_id=builders.procedure().pk)
        commands.answer_step(work_order_id=order.pk, position=1, is_ok=True, by=on_site, at=at)
        commands.report_not_completable(work_order_id=order.pk, reason="停电", by=on_site, at=at)
        order.refresh_from_db()
        with refused(order, "has_answers"):
            plan(order, dispatcher, at, procedure_id=builders.procedure().pk)
