"""Who sees what, and what a read costs."""

from __future__ import annotations

import pytest

from aftercare.contexts.people.tests import building
from aftercare.contexts.service_requests.tests import builders as requests
from aftercare.contexts.work_orders import policies, queries
from aftercare.contexts.work_orders.lifecycle import WORK_ORDER
from aftercare.contexts.work_orders.models import Status
from aftercare.contexts.work_orders.tests import builders
from aftercare.platform.actor import Actor, Role
from aftercare.platform.refusal import Refused


class TestVisibleTo:
    def seen(self, actor):
        return set(policies.visible_to(actor).values_list("pk", flat=True))

    def test_shows_the_office_its_regions_and_what_belongs_to_none(self, place, make_actor):
        here, there = builders.planned(place), builders.planned(requests.scene())
        nowhere = builders.draft(place, equipment_id=None)
        assert nowhere.region_id is None
        agent = make_actor(Role.DESK_AGENT, regions={place.region_id})
        assert self.seen(agent) == {here.pk, nowhere.pk}
        assert self.seen(make_actor(Role.DESK_AGENT)) == {here.pk, there.pk, nowhere.pk}

    def test_shows_an_engineer_the_booked_orders_alone(self, place, engineer, on_site, stranger, system, at):
        order, _other = builders.planned(place), builders.planned(place)
        assert self.seen(on_site) == set()
        booking = builders.appointed(order, engineer)
        assert self.seen(on_site) == {order.pk}
        assert self.seen(stranger) == set()
        from aftercare.contexts.work_orders import commands

        commands.mark_unscheduled(work_order_id=order.pk, booking_id=booking, by=system, at=at)
        assert self.seen(on_site) == set()

    def test_shows_a_customer_the_own_planned_ones(self, place, make_actor):
        order, _draft = builders.planned(place), builders.draft(place)
        builders.planned(requests.scene())
        customer = make_actor(Role.CUSTOMER, regions=set(), organisation_ids=frozenset({place.customer_id}))
        assert self.seen(customer) == {order.pk}

    @pytest.mark.parametrize("role", [Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR, Role.PARTNER])
    def test_shows_administrators_and_partners_nothing(self, place, make_actor, role):
        builders.planned(place)
        assert self.seen(make_actor(role)) == set()

    def test_shows_nobody_nothing(self, place):
        builders.planned(place)
        assert self.seen(Actor()) == set()


class TestCards:
    def test_tell_what_dispatch_needs_in_one_query(self, place, dispatcher, django_assert_num_queries):
        skill, paper = building.skill(), building.certificate_kind()
        for _ in range(3):
            builders.planned(place, skills={skill.pk: 2}, certificate_kind_ids=[paper.pk])
        with django_assert_num_queries(1):
            cards = queries.unscheduled(dispatcher)
        assert [card.skills for card in cards] == [{skill.pk: 2}] * 3
        assert cards[0].certificate_kind_ids == {paper.pk}
        assert cards[0].customer_name.startswith("滨江医院")

    def test_put_the_urgent_and_the_promised_first(self, place, dispatcher, at):
        late = builders.planned(place, priority=3)
        urgent = builders.planned(place, priority=1)
        promised = builders.planned(place, priority=3)
        type(promised).objects.filter(pk=promised.pk).update(resolve_by=at)
        assert [card.id for card in queries.unscheduled(dispatcher)] == [urgent.pk, promised.pk, late.pk]

    def test_hide_other_regions(self, place, far_dispatcher):
        builders.planned(place)
        assert queries.unscheduled(far_dispatcher) == []

    def test_refuse_an_unknown_order(self, db):
        with pytest.raises(Refused, match="not_found"):
            queries.order_card(10**9)

    def test_history_is_read_in_one_query(self, place, engineer, django_assert_num_queries):
        builders.accepted(place, engineer)
        with django_assert_num_queries(1):
            rows = queries.history_of(place.equipment_id)
        assert [(row.result, row.failure_mode) for row in rows] == [("已更换皮带", "门无法关闭")]


class TestShare:
    def test_tells_how_many_there_are_beyond_the_first(self, place, dispatcher):
        for _ in range(queries.HOME_ROWS + 2):
            builders.planned(place)
        found = queries.waiting(dispatcher)
        assert (len(found.rows), found.total) == (queries.HOME_ROWS, queries.HOME_ROWS + 2)


class TestLifecycle:
    def test_knows_every_status_and_no_other(self):
        assert WORK_ORDER.states == set(Status.values)

    def test_leads_nowhere_from_the_archive(self):
        assert WORK_ORDER.verbs("closed") == []
        assert WORK_ORDER.verbs("canceled") == []
