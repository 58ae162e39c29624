from __future__ import annotations

import pytest

from aftercare.contexts.service_requests.commands import change
from aftercare.contexts.service_requests.tests import builders as requests
from aftercare.contexts.work_orders import commands, queries
from aftercare.contexts.work_orders.models import WorkOrder
from aftercare.contexts.work_orders.tests import builders
from aftercare.platform.actor import Role
from aftercare.platform.refusal import Refused


class TestOpen:
    def test_takes_who_and_where_from_the_request(self, place, desk_agent, at, published):
        request = requests.request_of(place)
        order = commands.open(kind="repair", request_id=request.pk, by=desk_agent, at=at)
        assert (order.status, order.subject, order.needs_diagnosis) == ("draft", request.subject, True)
        assert (order.customer_id, order.equipment_id) == (place.customer_id, place.equipment_id)
        assert (order.region_id, order.contact_phone) == (place.region_id, request.caller_phone)
        assert published.only("WorkOrderOpened")["request_id"] == request.pk

    def test_keeps_the_running_promises_of_the_request(self, place, desk_agent, at):
        request = requests.request_of(place)
        order = commands.open(kind="repair", request_id=request.pk, by=desk_agent, at=at)
        assert order.resolve_by is not None
        assert order.arrive_by is not None

    def test_takes_who_and_where_from_the_equipment(self, place, desk_agent, at):
        order = commands.open(kind="inspection", subject="年检", equipment_id=place.equipment_id, by=desk_agent, at=at)
        assert (order.customer_id, order.project_id) == (place.customer_id, place.project_id)
        assert order.place == "江南大道 1 号"
        assert (order.lat, order.lon, order.needs_diagnosis) == (30.2, 120.2, False)

    def test_is_found_by_its_words(self, place, desk_agent):
        order = builders.draft(place)
        assert [row.pk for row in queries.find("门机", by=desk_agent, limit=5)] == [order.pk]
        assert [row.pk for row in queries.find(order.number, by=desk_agent, limit=5)] == [order.pk]

    @pytest.mark.parametrize(
        ("fields", "code", "field"),
        [
            ({"kind": "magic"}, "unknown", "kind"),
            ({"subject": " "}, "missing", "subject"),
            ({"subject": "门\0机"}, "unseen_characters", "subject"),
            ({"subject": "x" * 201}, "too_long", "subject"),
            ({"description": "x" * 10_001}, "too_long", "description"),
            ({"priority": 9}, "bad_priority", "priority"),
            ({"region_id": 10**9}, "unknown", "region_id"),
            ({"category_id": 10**9}, "unknown", "category_id"),
            ({"equipment_id": 10**9}, "not_found", None),
            ({"customer_id": 10**9}, "not_found", None),
            ({"request_id": 10**9}, "not_found", None),
        ],
    )
    def test_refuses_bad_facts_and_writes_nothing(self, place, desk_agent, fields, code, field):
        with pytest.raises(Refused) as no:
            builders.draft(place, by=desk_agent, **fields)
        assert (no.value.code, no.value.field) == (code, field)
        assert not WorkOrder.objects.exists()

    def test_refuses_storekeepers(self, place, storekeeper):
        with pytest.raises(Refused, match="not_allowed"):
            builders.draft(place, by=storekeeper)
        assert not WorkOrder.objects.exists()

    def test_hides_another_regions_equipment(self, place, make_actor):
        far = make_actor(Role.DESK_AGENT, regions={requests.region()})
        with pytest.raises(Refused, match="not_found"):
            builders.draft(place, by=far)


class TestOpenForRequest:
    def triaged(self, place, drain, **fields):
        request = requests.request_of(place)
        drain()
        requests.triaged(request, **fields)
        drain()
        return request

    def test_opens_and_plans_one_order_when_a_visit_is_needed(self, place, drain):
        request = self.triaged(place, drain)
        request.refresh_from_db()
        order = WorkOrder.objects.get(request=request)
        assert (order.status, order.kind, order.priority) == ("unscheduled", "repair", request.priority)
        assert request.work_order_number == order.number

    def test_takes_procedure_and_needs_from_the_kind_of_equipment(self, place, drain):
        from aftercare.contexts.people.tests import building

        general, skill, paper = builders.procedure(), building.skill(), building.certificate_kind()
        own = builders.procedure({"text": "断电"}, equipment_kind=builders.lift_kind(), estimated_minutes=120)
        own.skills.create(skill=skill, level=3)
        own.certificates.create(kind=paper)
        order = WorkOrder.objects.get(request=self.triaged(place, drain))
        assert (order.procedure_id, order.estimated_minutes) == (own.pk, 120)
        assert order.procedure_id != general.pk
        assert list(order.skills.values_list("skill_id", "level")) == [(skill.pk, 3)]
        assert list(order.certificates.values_list("kind_id", flat=True)) == [paper.pk]
        assert list(order.checklist.values_list("text", flat=True)) == ["断电"]

    def test_stays_a_draft_while_nobody_could_be_called_on_site(self, place, drain):
        requests.triaged(requests.request_of(place, caller_phone=""))
        drain()
        order = WorkOrder.objects.get()
        assert (order.status, order.contact_phone) == ("draft", "")

    def test_opens_no_second_order_when_triaged_again(self, place, drain):
        request = self.triaged(place, drain)
        requests.triaged(request, urgency=1, impact=1)
        drain()
        order = WorkOrder.objects.get(request=request)
        assert order.priority == 1

    def test_opens_none_when_solved_remotely(self, place, drain):
        self.triaged(place, drain, needs_visit=False, remote_outcome="solved")
        assert not WorkOrder.objects.exists()


@pytest.mark.django_db
class TestFollowCorrection:
    """The request turns out to be about another customer's lift."""

    @pytest.fixture
    def other(self, place):
        return requests.scene(place.region_id)

    @pytest.fixture
    def request_row(self, place, drain):
        row = requests.triaged(requests.request_of(place))
        drain()
        return row

    def correct(self, row, drain, **fields):
        said = {"subject": row.subject, "caller_name": row.caller_name, "caller_phone": row.caller_phone}
        change(request_id=row.pk, **{**said, **fields}, by=requests.BUILDER, at=requests.MONDAY)
        drain()
        return WorkOrder.objects.get(request=row)

    def test_leads_to_the_right_lift_and_is_told_once(self, request_row, other, drain, published):
        order = self.correct(
            request_row,
            drain,
            customer_id=other.customer_id,
            equipment_id=other.equipment_id,
            caller_phone="13900000009",
        )
        assert (order.customer_id, order.equipment_id) == (other.customer_id, other.equipment_id)
        assert (order.project_id, order.contact_phone) == (other.project_id, "13900000009")
        assert published.only("WorkOrderCorrected")["customer_id"] == other.customer_id
        found = queries.find(order.customer.name, by=requests.BUILDER, limit=5)
        assert [row.pk for row in found] == [order.pk]

    def test_leaves_the_way_alone_once_somebody_is_at_work(self, request_row, other, drain):
        WorkOrder.objects.filter(request=request_row).update(status="in_progress", place="老地方")
        order = self.correct(request_row, drain, customer_id=other.customer_id, equipment_id=other.equipment_id)
        assert (order.equipment_id, order.place) == (other.equipment_id, "老地方")

    def test_says_nothing_when_only_the_words_changed(self, request_row, place, drain, published):
        same = {"customer_id": place.customer_id, "equipment_id": place.equipment_id, "description": "三楼"}
        self.correct(request_row, drain, **same)
        assert "WorkOrderCorrected" not in published.names()
