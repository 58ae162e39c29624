"""Colleagues named in comments on orders: kept, marked, told once, and never without the right to see."""

from __future__ import annotations

import pytest
from django.urls import reverse

from aftercare.contexts.people.models import Region
from aftercare.contexts.people.tests import building
from aftercare.contexts.work_orders import commands
from aftercare.contexts.work_orders.models import Mention
from aftercare.contexts.work_orders.tests import builders
from aftercare.contexts.work_orders.tests.browsing import browser
from aftercare.platform.actor import Role
from aftercare.platform.notify.models import Notice


@pytest.fixture
def manager(place):
    """Give the service manager of the order's region."""
    user = building.granted(Role.SERVICE_MANAGER, Region.objects.get(pk=place.region_id))
    user.name = "赵敏"
    user.save()
    return user


def told():
    """Return who was told of being named."""
    return list(Notice.objects.filter(kind="order_mention").values_list("recipient_id", flat=True))


class TestMention:
    def test_is_kept_and_told_once_to_manager_and_booked_engineer(
        self, place, engineer, manager, desk_agent, at, published, drain
    ):
        order = builders.begun(place, engineer)
        commands.comment(work_order_id=order.pk, text="@赵敏 @陈刚 客户要报价", by=desk_agent, at=at)
        named = {(manager.pk, "赵敏"), (engineer.user_id, "陈刚")}
        assert set(Mention.objects.values_list("user_id", "written")) == named
        drain()
        assert sorted(told()) == sorted([manager.pk, engineer.user_id])

    def test_of_an_engineer_who_is_not_booked_is_refused(self, place, stranger, desk_agent, at, refused):
        order = builders.planned(place)
        with refused(order, "cannot_mention"):
            commands.comment(work_order_id=order.pk, text="@刘洋 请看", by=desk_agent, at=at)
        assert not order.comments.exists()

    def test_stands_out_on_the_page_and_the_box_offers_those_who_may_see(self, place, manager, stranger):
        order, desk = builders.planned(place), browser("dispatcher")
        assert desk.post(reverse("work_orders:comment", args=[order.pk]), {"text": "@赵敏 请看"}).status_code == 302
        assert '<span class="mention">@赵敏</span> 请看' in desk.get(order.get_absolute_url()).content.decode()
        url = reverse("work_orders:colleagues", args=[order.pk])
        assert [row["value"] for row in desk.get(url, {"q": "赵"}).json()] == ["赵敏"]
        assert desk.get(url, {"q": "刘"}).json() == []
        assert browser("dispatcher", region_id=building.region("远方").pk).get(url).status_code == 404

    def test_says_who_cannot_be_mentioned(self, place, stranger):
        order = builders.planned(place)
        answer = browser("dispatcher").post(reverse("work_orders:comment", args=[order.pk]), {"text": "@刘洋 请看"})
        assert answer.status_code == 422
        assert "刘洋无权查看" in answer.content.decode()
