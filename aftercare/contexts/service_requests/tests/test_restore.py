"""It can be used again, though it is not put right."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.apps import apps

from aftercare.contexts.people.tests import building
from aftercare.contexts.service_requests import commands
from aftercare.contexts.service_requests.models import RequestEngineer, RequestOrder, ServiceRequest
from aftercare.contexts.service_requests.tests import builders
from aftercare.platform.actor import Role
from aftercare.platform.refusal import Refused

HOUR = timedelta(hours=1)
HOW = {"how": "门机旁路，1 至 12 层可运行"}


@pytest.fixture
def taken_on(new_request, desk_agent, at):
    """Give a request somebody has taken on."""
    return commands.acknowledge(request_id=new_request.pk, by=desk_agent, at=at)


def read(row):
    return ServiceRequest.objects.get(pk=row.pk)


class TestRestore:
    def test_is_noted_and_told_once_and_leaves_the_matter_open(self, taken_on, desk_agent, at, published):
        commands.restore(request_id=taken_on.pk, by=desk_agent, at=at + HOUR, **HOW)
        assert (read(taken_on).restored_at, read(taken_on).status) == (at + HOUR, "acknowledged")
        assert published.only("RequestRestored")["how"] == HOW["how"]

    def test_is_refused_a_second_time(self, taken_on, desk_agent, at, published):
        commands.restore(request_id=taken_on.pk, by=desk_agent, at=at + HOUR, **HOW)
        with pytest.raises(Refused, match="wrong_state"):
            commands.restore(request_id=taken_on.pk, by=desk_agent, at=at + 2 * HOUR, **HOW)
        assert read(taken_on).restored_at == at + HOUR
        assert published.names().count("RequestRestored") == 1

    def test_is_taken_back_when_the_matter_is_reopened(self, taken_on, desk_agent, at):
        commands.restore(request_id=taken_on.pk, by=desk_agent, at=at + HOUR, **HOW)
        commands.resolve(request_id=taken_on.pk, how="更换门机皮带", by=desk_agent, at=at + 2 * HOUR)
        commands.reopen(request_id=taken_on.pk, reason="又卡住了", by=desk_agent, at=at + 3 * HOUR)
        assert read(taken_on).restored_at is None

    @pytest.mark.parametrize("how", ["", "  ", "x" * 501, "坏\0字"])
    def test_is_refused_without_words_that_can_be_kept(self, taken_on, desk_agent, at, how):
        before = builders.changed(taken_on)
        with pytest.raises(Refused) as refused:
            commands.restore(request_id=taken_on.pk, how=how, by=desk_agent, at=at)
        assert refused.value.field == "how"
        assert builders.changed(taken_on) == before

    def test_before_anybody_took_it_on_is_refused(self, new_request, desk_agent, at):
        with pytest.raises(Refused, match="wrong_state"):
            commands.restore(request_id=new_request.pk, by=desk_agent, at=at, **HOW)


class TestWho:
    def test_the_engineer_sent_there_may_say_it_and_another_does_not_find_it(self, taken_on, at):
        region = apps.get_model("people", "Region").objects.get(pk=taken_on.region_id)
        sent, other = building.engineer(region), building.engineer(region, name="刘洋")
        order = RequestOrder.objects.create(
            request=taken_on, work_order_id=5, number="WO-1", status="in_progress", changed_at=at
        )
        RequestEngineer.objects.create(order=order, engineer=sent, booking_id=1)
        with pytest.raises(Refused, match="not_found"):
            commands.restore(request_id=taken_on.pk, by=building.acting(other), at=at, **HOW)
        assert commands.restore(request_id=taken_on.pk, by=building.acting(sent), at=at, **HOW).restored_at == at

    @pytest.mark.parametrize("role", [Role.STOREKEEPER, Role.QUALITY_MANAGER])
    def test_others_of_the_office_may_not(self, taken_on, make_actor, at, role):
        with pytest.raises(Refused, match="not_allowed"):
            commands.restore(request_id=taken_on.pk, by=make_actor(role), at=at, **HOW)
        assert read(taken_on).restored_at is None

    def test_a_customer_may_not(self, taken_on, customer, at):
        with pytest.raises(Refused, match="not_allowed"):
            commands.restore(request_id=taken_on.pk, by=customer, at=at, **HOW)
