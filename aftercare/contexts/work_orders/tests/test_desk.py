"""The desk's pages of work orders."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from aftercare.contexts.service_requests.tests import builders as requests
from aftercare.contexts.work_orders.models import FailureCode, Procedure, WorkOrder
from aftercare.contexts.work_orders.tests import builders
from aftercare.contexts.work_orders.tests.browsing import browser
from aftercare.platform.accounts.models import User
from aftercare.platform.files.models import Attachment


@pytest.fixture
def desk(place):
    return browser("dispatcher")


class TestList:
    def test_shows_the_visible_ones_in_few_queries(self, place, desk, django_assert_max_num_queries):
        for _ in range(8):
            builders.planned(place)
        desk.get("/orders/")
        with django_assert_max_num_queries(9):
            response = desk.get("/orders/")
        assert len(response.context["rows"]) == 8

    @pytest.mark.parametrize("tab", ["open", "waiting", "today", "overdue", "held", "drafts", "review"])
    def test_has_its_tabs(self, place, desk, tab):
        order = builders.planned(place)
        response = desk.get("/orders/", {"tab": tab})
        assert response.status_code == 200
        assert (order.number in response.content.decode()) is (tab in {"open", "waiting"})

    def test_hides_other_regions(self, place):
        builders.planned(place)
        far = browser("dispatcher", region_id=requests.region())
        assert len(far.get("/orders/").context["rows"]) == 0

    def test_exports_what_is_filtered(self, place, desk):
        order = builders.planned(place)
        exported = b"".join(desk.get("/orders/", {"export": "csv", "status": "unscheduled"}).streaming_content)
        assert order.number in exported.decode()

    def test_tells_about_junk_in_the_address(self, place, desk):
        assert desk.get("/orders/", {"priority": "9"}).status_code == 422

    def test_cancels_several_and_names_those_refused(self, place, engineer, desk):
        waiting, begun = builders.planned(place), builders.begun(place, engineer)
        sent = {"action": "cancel", "ids": [waiting.pk, begun.pk], "sent": "1", "reason": "撤单"}
        response = desk.post("/orders/", sent)
        assert begun.number in response.content.decode()
        assert WorkOrder.objects.get(pk=waiting.pk).status == "canceled"
        assert WorkOrder.objects.get(pk=begun.pk).status == "in_progress"


class TestRecord:
    def test_shows_task_diagnosis_and_checklist(self, place, engineer, desk):
        order = builders.begun(place, engineer, procedure_id=builders.procedure({"text": "断电挂牌"}).pk)
        text = desk.get(order.get_absolute_url()).content.decode()
        assert "断电挂牌" in text
        assert order.subject in text
        assert reverse("work_orders:diagnose", args=[order.pk]) in text

    def test_stays_cheap_with_a_long_history(self, place, engineer, desk, django_assert_max_num_queries):
        order = builders.begun(place, engineer)
        desk.get(order.get_absolute_url())
        with django_assert_max_num_queries(32):
            desk.get(order.get_absolute_url())

    def test_is_not_there_for_another_region_or_an_administrator(self, place):
        page = builders.planned(place).get_absolute_url()
        assert browser("dispatcher", region_id=requests.region()).get(page).status_code == 404
        assert browser("system_admin").get(page).status_code == 403

    def test_takes_a_comment_and_refuses_an_invisible_one(self, place, desk):
        order = builders.planned(place)
        url = reverse("work_orders:comment", args=[order.pk])
        assert desk.post(url, {"text": "下午到"}).status_code == 302
        assert desk.post(url, {"text": "下\0午"}).status_code == 422
        assert order.comments.count() == 1


class TestVerbs:
    @pytest.mark.parametrize(
        ("name", "fields"),
        [
            ("hold", {"reason": "weather", "party": "nobody"}),
            ("cancel", {"reason": "撤单"}),
            ("give_up", {"reason": "停产"}),
        ],
    )
    def test_ask_and_then_carry_out(self, place, desk, name, fields):
        order = builders.planned(place)
        url = reverse(f"work_orders:{name}", args=[order.pk])
        assert desk.get(url).status_code == 200
        assert desk.post(url, {}).status_code == 422
        assert desk.post(url, fields).status_code == 302
        assert WorkOrder.objects.get(pk=order.pk).status != "unscheduled"

    def test_tell_the_second_of_two_that_it_is_done(self, place, desk):
        order = builders.planned(place)
        url = reverse("work_orders:cancel", args=[order.pk])
        desk.post(url, {"reason": "撤单"})
        assert desk.post(url, {"reason": "撤单"}).status_code == 409

    def test_record_the_three_facets(self, place, desk):
        order, code = builders.planned(place), builders.code()
        url = reverse("work_orders:diagnose", args=[order.pk])
        assert desk.post(url, {"failure_mode_id": code.pk, "text": "断裂"}).status_code == 302
        assert WorkOrder.objects.get(pk=order.pk).failure_mode_id == code.pk


class TestPlanning:
    def test_opens_and_plans_by_hand(self, place, desk):
        sent = {"kind": "repair", "subject": "换皮带", "equipment_id": place.equipment_id, "priority": "2",
                "contact_phone": "13800000000"}  # fmt: skip
        response = desk.post("/orders/new/", sent)
        order = WorkOrder.objects.get()
        assert response["Location"] == reverse("work_orders:plan", args=[order.pk])
        plan = {"subject": "换皮带", "estimated_minutes": "60", "priority": "2", "seen_version": order.version,
                "contact_phone": "13800000000", "place": "1 号楼", "region_id": place.region_id}  # fmt: skip
        assert desk.get(response["Location"]).status_code == 200
        assert desk.post(response["Location"], plan).status_code == 302
        assert WorkOrder.objects.get().status == "unscheduled"

    def test_tells_somebody_with_an_old_page(self, place, desk):
        order = builders.planned(place)
        plan = {"subject": "x", "estimated_minutes": "60", "priority": "2", "seen_version": "1"}
        assert desk.post(reverse("work_orders:plan", args=[order.pk]), plan).status_code == 409

    def test_fills_in_what_a_procedure_asks_for(self, place, desk):
        row = builders.procedure(estimated_minutes=45)
        answer = desk.get("/orders/needs/", {"procedure": row.pk})
        assert answer.json() == {"estimated_minutes": 45, "crew_size": 1, "skills": [], "certificate_kind_ids": []}
        assert desk.get("/orders/needs/", {"procedure": "x"}).status_code == 404

    def test_offers_an_order_on_a_request_without_one(self, place, desk, drain):
        request = requests.request_of(place)
        requests.triaged(request, needs_visit=False)
        drain()
        assert (
            reverse("work_orders:for_request", args=[request.pk])
            in desk.get(f"/requests/{request.pk}/").content.decode()
        )
        desk.post(reverse("work_orders:for_request", args=[request.pk]), {"kind": "repair"})
        assert WorkOrder.objects.get().request_id == request.pk


class TestProcedures:
    FRAME = {"steps-TOTAL_FORMS": "2", "steps-INITIAL_FORMS": "0", "code": "lift-door", "name": "门机",
             "kind": "repair", "estimated_minutes": "60", "is_active": "on", "steps-0-text": "断电",
             "steps-0-kind": "check", "steps-0-is_required": "on"}  # fmt: skip

    def test_are_written_with_their_steps(self, place):
        manager = browser("service_manager")
        number = {"steps-1-text": "电流", "steps-1-kind": "number", "steps-1-minimum": "1", "steps-1-maximum": "2"}
        assert manager.post("/settings/procedures/new/", {**self.FRAME, **number}).status_code == 302
        assert list(Procedure.objects.get().steps.values_list("text", "kind")) == [
            ("断电", "check"),
            ("电流", "number"),
        ]

    def test_refuse_limits_the_wrong_way_round(self, place):
        wrong = {"steps-1-text": "电流", "steps-1-kind": "number", "steps-1-minimum": "3", "steps-1-maximum": "2"}
        answer = browser("service_manager").post("/settings/procedures/new/", {**self.FRAME, **wrong})
        assert answer.status_code == 422
        assert not Procedure.objects.exists()

    def test_are_read_but_not_written_by_dispatchers(self, place, desk):
        row = builders.procedure()
        assert desk.get(reverse("work_orders:procedure", args=[row.pk])).status_code == 200
        assert desk.post(reverse("work_orders:procedure", args=[row.pk]), self.FRAME).status_code == 403

    def test_failure_codes_have_a_register(self, place):
        sent = {"facet": "mode", "code": "noise", "name": "异响"}
        browser("quality_manager").post("/settings/failure-codes/new/", sent)
        assert FailureCode.objects.filter(code="noise").exists()


class TestDocuments:
    def test_are_brought_by_the_booked_engineer_and_read_by_no_other(self, place, engineer, stranger):
        order = builders.begun(place, engineer)
        url = reverse("work_orders:work_order_document_add", args=[order.pk])
        mine, theirs = Client(), Client()
        mine.force_login(engineer.user)
        theirs.force_login(User.objects.get(pk=stranger.id))
        sheet = SimpleUploadedFile("测试记录.pdf", b"%PDF-1.4\n%%EOF")
        assert mine.post(url, {"file": sheet}).status_code == 302
        kept = Attachment.objects.get(subject=order.key)
        address = reverse("work_orders:work_order_document_read", args=[order.pk, kept.pk])
        assert mine.get(address).content == b"%PDF-1.4\n%%EOF"
        assert (theirs.get(address).status_code, theirs.get(url).status_code) == (404, 404)
