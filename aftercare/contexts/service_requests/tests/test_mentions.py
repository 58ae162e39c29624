"""Colleagues named in comments on requests: kept, marked, told once, and never without the right to see."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse

from aftercare.contexts.people.models import Grant
from aftercare.contexts.people.tests import building
from aftercare.contexts.service_requests import commands, reactions
from aftercare.contexts.service_requests.models import Comment, Mention, RequestEngineer, RequestOrder
from aftercare.contexts.service_requests.tests import builders
from aftercare.platform.actor import Role
from aftercare.platform.notify.models import Mail, Notice
from aftercare.platform.refusal import Refused
from aftercare.published.service_requests import RequestCommented


@pytest.fixture
def wang(db):
    """Give a colleague who may see every request."""
    user = building.granted(Role.SERVICE_MANAGER)
    user.name, user.email = "王磊", "wang@example.com"
    user.save()
    return user


@pytest.fixture
def far(db):
    """Give a colleague of another region."""
    user = building.granted(Role.DESK_AGENT, building.region("远方"))
    user.name = "周远"
    user.save()
    return user


def told(kind="request.mention"):
    """Return who was told by now."""
    return list(Notice.objects.filter(kind=kind).values_list("recipient_id", flat=True))


class TestMention:
    def test_is_kept_as_a_reference_and_told_once(self, new_request, wang, desk_agent, at, published, drain):
        commands.comment(request_id=new_request.pk, text="@王磊 备件到了，@王磊", by=desk_agent, at=at)
        assert list(Mention.objects.values_list("user_id", "written")) == [(wang.pk, "王磊")]
        assert published.only("RequestCommented")["mentions"] == [[wang.pk, "王磊"]]
        drain()
        notice = Notice.objects.get(kind="request.mention")
        assert (notice.recipient_id, notice.body) == (wang.pk, "@王磊 备件到了，@王磊")
        assert notice.title == f"{new_request.number}：李静提到了你"

    def test_reaches_the_mailbox_where_there_is_one(self, new_request, wang, desk_agent, at, drain, settings):
        settings.EMAIL_HOST = "mail.example.com"
        commands.comment(request_id=new_request.pk, text="@王磊 请看", by=desk_agent, at=at)
        drain()
        assert list(Mail.objects.values_list("to", flat=True)) == ["wang@example.com"]

    def test_heard_of_twice_is_told_once(self, new_request, wang, desk_agent, at):
        event = RequestCommented(
            request_id=new_request.pk, text="@王磊", is_internal=True, mentions=((wang.pk, "王磊"),), at=at
        )
        for _time in range(2):
            reactions.tell_the_mentioned(event, desk_agent)
        assert told() == [wang.pk]

    def test_of_somebody_who_may_not_see_it_is_refused_and_nothing_is_said(
        self, new_request, far, desk_agent, at, published
    ):
        with pytest.raises(Refused, match="cannot_mention"):
            commands.comment(request_id=new_request.pk, text=f"@{far.name} 请看", by=desk_agent, at=at)
        assert (Comment.objects.count(), published.names()) == (0, [])

    def test_is_not_told_to_somebody_who_lost_the_right_meanwhile(self, new_request, wang, desk_agent, at, drain):
        commands.comment(request_id=new_request.pk, text="@王磊 请看", by=desk_agent, at=at)
        Grant.objects.filter(user=wang).delete()
        drain()
        assert told() == []

    def test_reaches_the_engineer_who_is_booked_and_no_other(self, new_request, place, desk_agent, at, drain):
        region = building.Region.objects.get(pk=place.region_id)
        booked, other = building.engineer(region, "陈刚"), building.engineer(region, "刘洋")
        order = RequestOrder.objects.create(request=new_request, work_order_id=7, number="WO-7", changed_at=at)
        RequestEngineer.objects.create(order=order, booking_id=1, engineer=booked)
        with pytest.raises(Refused, match="cannot_mention"):
            commands.comment(request_id=new_request.pk, text=f"@{other.name}", by=desk_agent, at=at)
        commands.comment(request_id=new_request.pk, text=f"@{booked.name} 带上门机皮带", by=desk_agent, at=at)
        drain()
        assert told() == [booked.user_id]

    def test_of_oneself_is_kept_and_not_told(self, new_request, wang, make_actor, at, drain):
        me = replace(make_actor(Role.SERVICE_MANAGER), id=wang.pk, name="王磊")
        commands.comment(request_id=new_request.pk, text="@王磊 自己记一下", by=me, at=at)
        drain()
        assert (Mention.objects.count(), told()) == (1, [])

    def test_by_a_customer_is_words(self, new_request, wang, customer, at, drain):
        commands.comment(request_id=new_request.pk, text="@王磊 几点到？", by=customer, at=at)
        drain()
        assert (Mention.objects.count(), told()) == (0, [])


class TestBox:
    def test_resolves_plain_text_and_marks_the_name(self, row, agent: Client, wang):
        answer = agent.post(reverse("service_requests:comment", args=[row.pk]), {"text": "<b>@王磊</b> 请看"})
        assert answer.status_code == 302
        page = agent.get(row.get_absolute_url()).content.decode()
        assert '&lt;b&gt;<span class="mention">@王磊</span>&lt;/b&gt; 请看' in page

    def test_says_who_cannot_be_mentioned_and_keeps_what_was_typed(self, row, agent: Client, far):
        answer = agent.post(reverse("service_requests:comment", args=[row.pk]), {"text": "@周远 请看"})
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "周远无权查看" in page and "@周远 请看" in page

    def test_offers_those_who_may_see_the_request(self, row, agent: Client, wang, far):
        url = reverse("service_requests:colleagues", args=[row.pk])
        assert f'data-mention-url="{url}"' in agent.get(row.get_absolute_url()).content.decode()
        assert agent.get(url, {"q": "王"}).json() == [{"value": "王磊", "text": "王磊", "note": wang.username}]
        assert agent.get(url, {"q": "周"}).json() == []

    def test_offers_nobody_on_a_request_one_may_not_see(self, row, wang):
        stranger = builders.login("desk_agent", region_id=builders.region())
        assert stranger.get(reverse("service_requests:colleagues", args=[row.pk])).status_code == 404

    def test_costs_few_queries(self, row, agent: Client, wang, django_assert_max_num_queries):
        url = reverse("service_requests:colleagues", args=[row.pk])
        agent.get(url, {"q": "王"})
        with django_assert_max_num_queries(10):
            agent.get(url, {"q": "王"})
