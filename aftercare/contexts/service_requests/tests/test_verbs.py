"""Every verb: what it does, and what it publishes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.apps import apps

from aftercare.contexts.service_requests import commands
from aftercare.contexts.service_requests.models import Comment, ServiceRequest
from aftercare.contexts.service_requests.tests import builders
from aftercare.platform.actor import Actor
from aftercare.platform.files.intake import Photo
from aftercare.platform.files.models import Attachment
from aftercare.platform.refusal import Refused
from aftercare.platform.testing.fixtures import Published

LATER = timedelta(minutes=10)


def read(row: ServiceRequest) -> ServiceRequest:
    """Return the row as it is now."""
    return ServiceRequest.objects.get(pk=row.pk)


class TestAcknowledge:
    def test_takes_the_matter_on_and_tells_once(
        self, new_request: ServiceRequest, desk_agent: Actor, published: Published, at: datetime
    ) -> None:
        commands.acknowledge(request_id=new_request.pk, by=desk_agent, at=at + LATER)
        row = read(new_request)
        assert (row.status, row.owner_id, row.acknowledged_at) == ("acknowledged", desk_agent.id, at + LATER)
        assert published.only("RequestAcknowledged")["request_id"] == row.pk

    def test_leaves_a_named_owner_in_place(
        self, new_request: ServiceRequest, desk_agent: Actor, service_manager: Actor, at: datetime
    ) -> None:
        commands.assign(request_id=new_request.pk, owner_id=service_manager.id or 0, by=service_manager, at=at)
        commands.acknowledge(request_id=new_request.pk, by=desk_agent, at=at)
        assert read(new_request).owner_id == service_manager.id


class TestReadBack:
    def test_notes_that_the_caller_agreed_and_only_once(
        self, new_request: ServiceRequest, desk_agent: Actor, published: Published, at: datetime
    ) -> None:
        commands.read_back(request_id=new_request.pk, by=desk_agent, at=at)
        with pytest.raises(Refused, match="wrong_state"):
            commands.read_back(request_id=new_request.pk, by=desk_agent, at=at + LATER)
        assert read(new_request).read_back_at == at
        assert published.names().count("RequestReadBack") == 1


class TestHoldAndResume:
    def test_waits_with_reason_and_party_and_goes_on(
        self, new_request: ServiceRequest, desk_agent: Actor, published: Published, at: datetime
    ) -> None:
        commands.acknowledge(request_id=new_request.pk, by=desk_agent, at=at)
        wait = {"reason": "waiting_customer", "party": "customer", "note": "周一再来电"}
        commands.hold(request_id=new_request.pk, by=desk_agent, at=at + LATER, **wait)
        row = read(new_request)
        assert (row.status, row.wait_reason, row.wait_party, row.held_at) == (
            "pending", "waiting_customer", "customer", at + LATER,
        )  # fmt: skip
        commands.resume(request_id=new_request.pk, by=desk_agent, at=at + 2 * LATER)
        row = read(new_request)
        assert (row.status, row.wait_reason, row.held_at) == ("in_progress", "", None)
        assert published.only("RequestHeld")["reason"] == "waiting_customer"
        assert published.only("RequestResumed")["request_id"] == row.pk

    def test_keeps_the_photos_as_evidence(
        self, new_request: ServiceRequest, desk_agent: Actor, published: Published, at: datetime
    ) -> None:
        commands.acknowledge(request_id=new_request.pk, by=desk_agent, at=at)
        photos = [Photo("锁着的门.jpg", builders.jpeg())]
        wait = {"reason": "no_access", "party": "customer", "photos": photos}
        commands.hold(request_id=new_request.pk, by=desk_agent, at=at + LATER, **wait)
        (kept,) = published.only("RequestHeld")["evidence"]
        assert Attachment.objects.get(pk=kept).subject == new_request.key

    @pytest.mark.parametrize(("field", "wrong"), [("reason", "holiday"), ("party", "god"), ("note", "x\0")])
    def test_refuses_what_is_not_on_the_list(
        self, new_request: ServiceRequest, desk_agent: Actor, at: datetime, field: str, wrong: str
    ) -> None:
        commands.acknowledge(request_id=new_request.pk, by=desk_agent, at=at)
        before = builders.changed(new_request)
        wait = {"reason": "weather", "party": "nobody", "note": "", field: wrong}
        with pytest.raises(Refused) as refused:
            commands.hold(request_id=new_request.pk, by=desk_agent, at=at, **wait)
        assert refused.value.field == field
        assert builders.changed(new_request) == before


class TestResolveCloseReopen:
    @pytest.fixture
    def resolved(self, new_request: ServiceRequest, desk_agent: Actor, at: datetime) -> ServiceRequest:
        commands.acknowledge(request_id=new_request.pk, by=desk_agent, at=at)
        return commands.resolve(request_id=new_request.pk, how="电话指导复位", by=desk_agent, at=at + LATER)

    def test_keeps_how_it_was_put_right(
        self, new_request: ServiceRequest, resolved: ServiceRequest, published: Published, at: datetime
    ) -> None:
        assert (read(resolved).status, read(resolved).resolution) == ("resolved", "电话指导复位")
        assert read(resolved).resolved_at == at + LATER

    def test_refuses_to_resolve_without_saying_how(
        self, new_request: ServiceRequest, desk_agent: Actor, published: Published, at: datetime
    ) -> None:
        commands.acknowledge(request_id=new_request.pk, by=desk_agent, at=at)
        with pytest.raises(Refused, match="missing") as refused:
            commands.resolve(request_id=new_request.pk, how="  ", by=desk_agent, at=at)
        assert refused.value.field == "how"
        assert "RequestResolved" not in published.names()

    def test_refuses_to_resolve_by_hand_while_an_order_is_open(
        self, new_request: ServiceRequest, desk_agent: Actor, at: datetime
    ) -> None:
        commands.follow_order(request_id=new_request.pk, work_order_id=7, status="scheduled", number="WO-1", at=at)
        with pytest.raises(Refused, match="open_order"):
            commands.resolve(request_id=new_request.pk, how="好了", by=desk_agent, at=at)
        assert read(new_request).resolved_at is None

    def test_closes_the_file(
        self, resolved: ServiceRequest, desk_agent: Actor, published: Published, at: datetime
    ) -> None:
        commands.close(request_id=resolved.pk, by=desk_agent, at=at + LATER)
        assert (read(resolved).status, read(resolved).closed_at) == ("closed", at + LATER)
        assert published.only("RequestClosed")["request_id"] == resolved.pk

    def test_is_taken_up_again_by_the_customer_within_fifteen_days(
        self, resolved: ServiceRequest, customer: Actor, published: Published, at: datetime
    ) -> None:
        commands.reopen(request_id=resolved.pk, reason="又卡住了", by=customer, at=at + timedelta(days=14))
        row = read(resolved)
        assert (row.status, row.resolved_at, row.reopened_count) == ("in_progress", None, 1)
        assert published.only("RequestReopened")["reason"] == "又卡住了"

    def test_is_not_taken_up_again_by_the_customer_after_that(
        self, resolved: ServiceRequest, customer: Actor, published: Published, at: datetime
    ) -> None:
        before = builders.changed(resolved)
        with pytest.raises(Refused, match="too_late"):
            commands.reopen(request_id=resolved.pk, reason="又卡住了", by=customer, at=at + timedelta(days=16))
        assert builders.changed(resolved) == before
        assert "RequestReopened" not in published.names()


class TestMerge:
    def test_goes_on_inside_the_other_and_both_say_so(
        self, place: builders.Scene, new_request: ServiceRequest, desk_agent: Actor, published: Published, at: datetime
    ) -> None:
        again = builders.request_of(place, subject="还是门打不开")
        commands.merge(request_id=again.pk, into_id=new_request.pk, by=desk_agent, at=at)
        assert (read(again).status, read(again).merged_into_id) == ("merged", new_request.pk)
        assert published.names().count("RequestMerged") == 2  # one on each timeline, one of them with reactions

    def test_refuses_itself_a_closed_one_and_another_customers(
        self, new_request: ServiceRequest, elsewhere: builders.Scene, desk_agent: Actor, at: datetime
    ) -> None:
        other = builders.request_of(elsewhere)
        over = builders.request_of(elsewhere)
        commands.cancel(request_id=over.pk, reason="误报", by=desk_agent, at=at)
        before = builders.changed(new_request)
        for into_id, code in ((new_request.pk, "into_itself"), (over.pk, "into_closed"), (other.pk, "other_customer")):
            with pytest.raises(Refused, match=code) as refused:
                commands.merge(request_id=new_request.pk, into_id=into_id, by=desk_agent, at=at)
            assert refused.value.field == "into_id"
        assert builders.changed(new_request) == before

    def test_refuses_while_an_order_is_open(
        self, place: builders.Scene, new_request: ServiceRequest, desk_agent: Actor, at: datetime
    ) -> None:
        again = builders.request_of(place)
        commands.follow_order(request_id=again.pk, work_order_id=9, status="scheduled", at=at)
        with pytest.raises(Refused, match="open_order"):
            commands.merge(request_id=again.pk, into_id=new_request.pk, by=desk_agent, at=at)


class TestCancel:
    def test_withdraws_the_matter(
        self, new_request: ServiceRequest, desk_agent: Actor, published: Published, at: datetime
    ) -> None:
        commands.cancel(request_id=new_request.pk, reason="误报", by=desk_agent, at=at)
        assert (read(new_request).status, read(new_request).resolution) == ("canceled", "误报")
        assert published.only("RequestCanceled")["reason"] == "误报"

    def test_refuses_while_an_order_is_open(
        self, new_request: ServiceRequest, desk_agent: Actor, published: Published, at: datetime
    ) -> None:
        commands.follow_order(request_id=new_request.pk, work_order_id=7, status="scheduled", at=at)
        with pytest.raises(Refused, match="open_order"):
            commands.cancel(request_id=new_request.pk, reason="误报", by=desk_agent, at=at)
        assert "RequestCanceled" not in published.names()


class TestComment:
    def test_stays_inside_or_goes_to_the_customer(
        self, new_request: ServiceRequest, desk_agent: Actor, published: Published, at: datetime
    ) -> None:
        commands.comment(request_id=new_request.pk, text="备件已订", by=desk_agent, at=at)
        commands.comment(request_id=new_request.pk, text="师傅明天到", is_internal=False, by=desk_agent, at=at)
        assert list(Comment.objects.values_list("text", "is_internal")) == [("备件已订", True), ("师傅明天到", False)]
        assert published.names() == ["RequestCommented", "RequestCommented"]

    def test_of_a_customer_is_never_internal(self, new_request: ServiceRequest, customer: Actor, at: datetime) -> None:
        said = commands.comment(request_id=new_request.pk, text="几点到？", is_internal=True, by=customer, at=at)
        assert not said.is_internal


class TestAssign:
    def test_refuses_somebody_who_cannot_handle_it_there(
        self, new_request: ServiceRequest, far_agent: Actor, desk_agent: Actor, published: Published, at: datetime
    ) -> None:
        with pytest.raises(Refused, match="unknown") as refused:
            commands.assign(request_id=new_request.pk, owner_id=far_agent.id or 0, by=desk_agent, at=at)
        assert refused.value.field == "owner_id"
        assert published.names() == []


class TestChange:
    def test_corrects_the_facts_names_them_and_verifies_the_report(
        self, place: builders.Scene, desk_agent: Actor, published: Published, at: datetime
    ) -> None:
        row = builders.request_of(place, source="qr", is_verified=False)
        facts = {"customer_id": place.customer_id, "equipment_id": place.equipment_id, "caller_phone": "13800000000"}
        commands.change(request_id=row.pk, subject="电梯门关不上", caller_name="王芳", by=desk_agent, at=at, **facts)
        assert (read(row).subject, read(row).is_verified) == ("电梯门关不上", True)
        assert published.only("RequestChanged")["fields"] == ["subject"]

    def test_of_the_customer_takes_the_promises_along(
        self,
        place: builders.Scene,
        elsewhere: builders.Scene,
        desk_agent: Actor,
        published: Published,
        at: datetime,
        drain: Callable[[], int],
    ) -> None:
        row = builders.request_of(place)
        facts = {"customer_id": elsewhere.customer_id, "equipment_id": elsewhere.equipment_id}
        commands.change(request_id=row.pk, subject=row.subject, by=desk_agent, at=at + LATER, **facts)
        told = published.only("RequestChanged")
        assert (told["customer_id"], told["region_id"]) == (elsewhere.customer_id, elsewhere.region_id)
        drain()
        clocks = apps.get_model("clocks", "Clock").objects.filter(subject=row.key)
        assert set(clocks.values_list("customer_id", "region_id")) == {(elsewhere.customer_id, elsewhere.region_id)}

    def test_judges_anew_who_pays_when_it_is_another_project(
        self, place: builders.Scene, desk_agent: Actor, published: Published, at: datetime
    ) -> None:
        row = builders.triaged(builders.request_of(place), coverage="goodwill", coverage_reason="老客户")
        old = builders.scene(place.region_id, accepted_on=date(2019, 3, 1))
        facts = {"customer_id": old.customer_id, "equipment_id": old.equipment_id, "caller_name": "王芳"}
        commands.change(request_id=row.pk, subject=row.subject, by=desk_agent, at=at, **facts)
        assert (read(row).coverage, read(row).coverage_reason) != ("goodwill", "老客户")
        assert read(row).coverage == "chargeable"
        assert "coverage" in published.only("RequestChanged")["fields"]

    def test_tells_whoever_looked_at_an_old_page(
        self, new_request: ServiceRequest, desk_agent: Actor, at: datetime
    ) -> None:
        seen = new_request.version
        commands.acknowledge(request_id=new_request.pk, by=desk_agent, at=at)
        before = builders.changed(new_request)
        with pytest.raises(Refused, match="stale"):
            commands.change(request_id=new_request.pk, subject="x", seen_version=seen, by=desk_agent, at=at)
        assert builders.changed(new_request) == before


class TestJob:
    def test_closes_only_what_was_resolved_three_days_ago(
        self, place: builders.Scene, desk_agent: Actor, at: datetime, drain: Callable[[], int]
    ) -> None:
        from aftercare.contexts.service_requests import queries

        rows = [builders.request_of(place) for _ in range(2)]
        for row, when in zip(rows, (at, at + timedelta(days=2)), strict=True):
            commands.acknowledge(request_id=row.pk, by=desk_agent, at=at)
            commands.resolve(request_id=row.pk, how="好了", by=desk_agent, at=when)
        assert queries.settled(now=at + timedelta(days=3, minutes=1)) == [rows[0].pk]
