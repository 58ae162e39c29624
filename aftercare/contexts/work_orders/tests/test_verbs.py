from __future__ import annotations

import pytest

from aftercare.contexts.people.tests import building
from aftercare.contexts.service_requests.tests import builders as requests
from aftercare.contexts.work_orders import commands
from aftercare.contexts.work_orders.models import WorkOrder
from aftercare.contexts.work_orders.tests import builders
from aftercare.platform.actor import Role
from aftercare.platform.files.intake import Photo
from aftercare.platform.files.models import Attachment


class TestHold:
    def test_stops_a_waiting_order_and_tells_the_others_once(self, place, dispatcher, at, published):
        order = builders.planned(place)
        held = commands.hold(
            work_order_id=order.pk, reason="waiting_parts", party="supplier", note="皮带缺货", by=dispatcher, at=at
        )
        assert held.status == "on_hold"
        assert [(h.reason, h.party, h.until) for h in held.holds.all()] == [("waiting_parts", "supplier", None)]
        assert published.only("WorkOrderHeld")["reason"] == "waiting_parts"

    def test_is_open_to_the_engineer_on_site(self, place, engineer, on_site, at):
        order = builders.begun(place, engineer)
        commands.hold(work_order_id=order.pk, reason="no_access", party="customer", by=on_site, at=at)
        assert WorkOrder.objects.get(pk=order.pk).status == "on_hold"

    @pytest.mark.parametrize("words", [{"reason": "lazy"}, {"party": "aliens"}])
    def test_refuses_unknown_words(self, place, dispatcher, at, refused, words):
        order = builders.planned(place)
        with refused(order, "unknown"):
            usual = {"reason": "weather", "party": "nobody"}
            commands.hold(work_order_id=order.pk, **{**usual, **words}, by=dispatcher, at=at)
        assert not order.holds.exists()

    def test_keeps_the_evidence_with_the_request(self, place, dispatcher, at, published):
        matter = requests.request_of(place)
        order = builders.planned(place, request_id=matter.pk)
        photos = [Photo("锁着的机房.jpg", requests.jpeg())]
        wait = {"reason": "no_access", "party": "customer", "photos": photos}
        commands.hold(work_order_id=order.pk, **wait, by=dispatcher, at=at)
        (kept,) = published.only("WorkOrderHeld")["evidence"]
        assert Attachment.objects.get(pk=kept).subject == matter.key

    def test_takes_no_evidence_where_nothing_was_promised_nor_what_is_no_picture(self, place, dispatcher, at, refused):
        alone, asked = builders.planned(place), builders.planned(place, request_id=requests.request_of(place).pk)
        for order, content, code in ((alone, requests.jpeg(), "no_request"), (asked, b"no picture", "not_a_picture")):
            with refused(order, code):
                wait = {"reason": "weather", "party": "nobody", "photos": [Photo("x.jpg", content)]}
                commands.hold(work_order_id=order.pk, **wait, by=dispatcher, at=at)
        assert not Attachment.objects.exists()

    def test_is_refused_for_an_accepted_order(self, place, engineer, dispatcher, at, refused):
        order = builders.accepted(place, engineer)
        with refused(order, "wrong_state"):
            commands.hold(work_order_id=order.pk, reason="weather", party="nobody", by=dispatcher, at=at)

    def test_is_refused_for_those_who_only_read(self, place, storekeeper, stranger, at, refused):
        order = builders.planned(place)
        with refused(order, "not_allowed"):
            commands.hold(work_order_id=order.pk, reason="weather", party="nobody", by=storekeeper, at=at)
        with refused(order, "not_found"):
            commands.hold(work_order_id=order.pk, reason="weather", party="nobody", by=stranger, at=at)


class TestResume:
    def held(self, order, by, at):
        return commands.hold(work_order_id=order.pk, reason="weather", party="nobody", by=by, at=at)

    def test_returns_to_waiting_and_ends_the_hold(self, place, dispatcher, at, published):
        order = self.held(builders.planned(place), dispatcher, at)
        later = at + builders.HOUR
        assert commands.resume(work_order_id=order.pk, by=dispatcher, at=later).status == "unscheduled"
        assert order.holds.get().until == later
        published.only("WorkOrderResumed")
        published.only("WorkOrderUnscheduled")

    def test_returns_to_its_appointment(self, place, engineer, dispatcher, at, published):
        order = builders.planned(place)
        builders.appointed(order, engineer)
        self.held(order, dispatcher, at)
        assert commands.resume(work_order_id=order.pk, by=dispatcher, at=at).status == "scheduled"
        assert "WorkOrderUnscheduled" not in published.names()

    def test_returns_to_work_underway(self, place, engineer, on_site, at):
        order = self.held(builders.begun(place, engineer), on_site, at)
        assert commands.resume(work_order_id=order.pk, by=on_site, at=at).status == "in_progress"

    def test_is_refused_for_an_order_that_runs(self, place, dispatcher, at, refused):
        order = builders.planned(place)
        with refused(order, "wrong_state"):
            commands.resume(work_order_id=order.pk, by=dispatcher, at=at)


class TestCancel:
    def test_calls_a_held_order_off_and_ends_the_hold(self, place, dispatcher, at, published):
        order = builders.planned(place)
        commands.hold(work_order_id=order.pk, reason="weather", party="nobody", by=dispatcher, at=at)
        done = commands.cancel(work_order_id=order.pk, reason="客户撤单", by=dispatcher, at=at)
        assert (done.status, order.holds.get().until) == ("canceled", at)
        assert published.only("WorkOrderCanceled")["reason"] == "客户撤单"

    def test_is_refused_once_work_began(self, place, engineer, dispatcher, at, refused):
        order = builders.begun(place, engineer)
        with refused(order, "wrong_state"):
            commands.cancel(work_order_id=order.pk, reason="客户撤单", by=dispatcher, at=at)

    def test_asks_for_the_reason(self, place, dispatcher, at, refused):
        order = builders.planned(place)
        with refused(order, "missing"):
            commands.cancel(work_order_id=order.pk, reason=" ", by=dispatcher, at=at)

    def test_follows_a_request_that_was_cancelled_but_not_work_that_began(self, place, engineer, system, at):
        request = requests.request_of(place)
        waiting = commands.open(kind="repair", request_id=request.pk, by=system, at=at)
        begun = builders.begun(place, engineer)
        WorkOrder.objects.filter(pk=begun.pk).update(request=request)
        assert commands.cancel_not_begun(request_id=request.pk, reason="撤回", by=system, at=at) == 1
        assert WorkOrder.objects.get(pk=waiting.pk).status == "canceled"
        assert WorkOrder.objects.get(pk=begun.pk).status == "in_progress"


class TestRework:
    def test_sends_the_order_back_and_keeps_what_was_found(self, place, engineer, on_site, at, published):
        order = builders.completed(place, engineer)
        back = commands.rework(work_order_id=order.pk, reason="还有异响", by=on_site, at=at)
        assert (back.status, back.completed_at) == ("unscheduled", None)
        assert back.diagnosed_at is not None
        assert published.only("WorkOrderReworked")["reason"] == "还有异响"

    def test_is_refused_before_the_work_is_reported_done(self, place, engineer, service_manager, at, refused):
        order = builders.begun(place, engineer)
        with refused(order, "wrong_state"):
            commands.rework(work_order_id=order.pk, reason="还有异响", by=service_manager, at=at)

    def test_is_refused_for_dispatchers(self, place, engineer, dispatcher, at, refused):
        order = builders.completed(place, engineer)
        with refused(order, "not_allowed"):
            commands.rework(work_order_id=order.pk, reason="还有异响", by=dispatcher, at=at)


class TestReportNotCompletable:
    def test_gives_the_order_up_with_its_reason(self, place, engineer, on_site, at, published):
        order = builders.begun(place, engineer)
        done = commands.report_not_completable(work_order_id=order.pk, reason="型号停产", by=on_site, at=at)
        assert (done.status, done.cannot_complete_reason) == ("cannot_complete", "型号停产")
        published.only("WorkOrderNotCompletable")

    def test_is_refused_for_a_completed_order(self, place, engineer, on_site, at, refused):
        order = builders.completed(place, engineer)
        with refused(order, "wrong_state"):
            commands.report_not_completable(work_order_id=order.pk, reason="型号停产", by=on_site, at=at)


class TestClose:
    def test_archives_an_accepted_order(self, place, engineer, service_manager, at, published):
        order = builders.accepted(place, engineer)
        assert commands.close(work_order_id=order.pk, by=service_manager, at=at).closed_at == at
        published.only("WorkOrderClosed")

    def test_is_refused_before_acceptance_and_for_dispatchers(self, place, engineer, make_actor, at, refused):
        order = builders.completed(place, engineer)
        with refused(order, "wrong_state"):
            commands.close(work_order_id=order.pk, by=make_actor(Role.QUALITY_MANAGER), at=at)
        with refused(order, "not_allowed"):
            commands.close(work_order_id=order.pk, by=make_actor(Role.DISPATCHER), at=at)


class TestComment:
    def test_is_kept_and_told(self, place, desk_agent, at, published):
        order = builders.planned(place)
        commands.comment(work_order_id=order.pk, text="客户下午在", by=desk_agent, at=at)
        assert [(c.text, c.author_name) for c in order.comments.all()] == [("客户下午在", "李静")]
        published.only("WorkOrderCommented")

    def test_is_refused_for_the_customer_and_when_empty(self, place, make_actor, desk_agent, at, refused):
        order = builders.planned(place)
        customer = make_actor(Role.CUSTOMER, regions=set(), organisation_ids=frozenset({place.customer_id}))
        with refused(order, "not_allowed"):
            commands.comment(work_order_id=order.pk, text="快点", by=customer, at=at)
        with refused(order, "missing"):
            commands.comment(work_order_id=order.pk, text=" ", by=desk_agent, at=at)
        assert not order.comments.exists()


class TestOpenFollowUp:
    def test_inherits_place_and_needs_and_waits_for_dispatch(self, place, engineer, on_site, at, published):
        skill = building.skill()
        order = builders.begun(place, engineer, skills={skill.pk: 2})
        extra = commands.open_follow_up(work_order_id=order.pk, description="更换编码器", by=on_site, at=at)
        assert (extra.kind, extra.follow_up_of_id, extra.status) == ("follow_up", order.pk, "unscheduled")
        assert (extra.equipment_id, extra.contact_phone) == (order.equipment_id, order.contact_phone)
        assert [(s.skill_id, s.level) for s in extra.skills.all()] == [(skill.pk, 2)]
        assert "更换编码器" in extra.subject
        assert published.names().count("WorkOrderOpened") == 2

    def test_is_refused_before_anything_was_done(self, place, dispatcher, at, refused):
        order = builders.draft(place)
        with refused(order, "wrong_state"):
            commands.open_follow_up(work_order_id=order.pk, description="更换编码器", by=dispatcher, at=at)
