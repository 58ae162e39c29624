from __future__ import annotations

import pytest

from aftercare.contexts.people import commands, public
from aftercare.contexts.people.tests.building import MONDAY, SYSTEM, engineer, granted, login, region
from aftercare.platform.actor import Role


def grant(user, role, of=None):
    commands.grant_role(user_id=user.pk, role=role, region_id=of.pk if of else None, by=SYSTEM, at=MONDAY)


@pytest.mark.django_db
class TestScopeOf:
    def test_reaches_the_region_with_all_its_parts_and_nothing_beside_it(self):
        east = region("华东")
        shanghai = region("上海", parent=east)
        pudong = region("浦东", parent=shanghai)
        region("华北")
        scope = public.scope_of(granted(Role.DISPATCHER, east).pk)
        assert scope.region_ids == {east.pk, shanghai.pk, pudong.pk}
        assert scope.roles == {Role.DISPATCHER}

    def test_is_everywhere_without_a_region(self):
        assert public.scope_of(granted(Role.DESK_AGENT).pk).region_ids is None

    def test_is_nothing_for_a_login_without_roles(self):
        scope = public.scope_of(login().pk)
        assert (scope.roles, scope.region_ids, scope.engineer_id) == (frozenset(), frozenset(), None)

    def test_is_nothing_for_a_closed_login(self):
        user = granted(Role.DESK_AGENT)
        commands.deactivate_user(user_id=user.pk, reason="left", by=SYSTEM, at=MONDAY)
        assert public.scope_of(user.pk).roles == frozenset()

    def test_lets_no_role_borrow_the_wider_reach_of_another(self):
        east, north = region("华东"), region("华北")
        user = granted(Role.DESK_AGENT, east)
        grant(user, Role.DESK_AGENT, north)
        grant(user, Role.SERVICE_MANAGER, east)
        assert public.scope_of(user.pk).region_ids == {east.pk}

    def test_keeps_an_everywhere_role_within_the_reach_of_a_regional_one(self):
        east = region("华东")
        user = granted(Role.DESK_AGENT)
        grant(user, Role.DISPATCHER, east)
        assert public.scope_of(user.pk).region_ids == {east.pk}

    def test_gives_an_administrator_no_region(self):
        assert public.scope_of(granted(Role.SECURITY_ADMIN).pk).region_ids == frozenset()

    def test_knows_which_engineer_it_is_while_hired(self):
        hired = engineer()
        assert public.scope_of(hired.user_id).engineer_id == hired.pk
        changes = {"is_active": False}
        commands.change_engineer(engineer_id=hired.pk, changes=changes, by=SYSTEM, at=MONDAY)
        assert public.scope_of(hired.user_id).engineer_id is None

    def test_costs_one_query(self, django_assert_num_queries):
        user = granted(Role.DISPATCHER, region())
        with django_assert_num_queries(1):
            public.scope_of(user.pk)


@pytest.mark.django_db
class TestUsersWith:
    def test_finds_those_of_the_region_of_what_it_lies_in_and_of_everywhere(self):
        east, north = region("华东"), region("华北")
        shanghai = region("上海", parent=east)
        here, above, anywhere = (granted(Role.SERVICE_MANAGER, r) for r in (shanghai, east, None))
        granted(Role.SERVICE_MANAGER, north)
        granted(Role.DISPATCHER, shanghai)
        found = public.users_with(Role.SERVICE_MANAGER, region_id=shanghai.pk)
        assert set(found) == {here.pk, above.pk, anywhere.pk}

    def test_leaves_out_closed_logins(self):
        user = granted(Role.SERVICE_MANAGER)
        commands.deactivate_user(user_id=user.pk, reason="left", by=SYSTEM, at=MONDAY)
        assert user.pk not in public.users_with(Role.SERVICE_MANAGER, region_id=None)

    def test_without_a_region_finds_everybody_who_holds_the_role(self):
        user = granted(Role.SERVICE_MANAGER, region())
        assert user.pk in public.users_with(Role.SERVICE_MANAGER, region_id=None)


@pytest.mark.django_db
class TestRegionChoices:
    def test_offers_only_the_actors_regions_with_the_parts_indented(self, make_actor):
        east, north = region("华东"), region("华北")
        shanghai = region("上海", parent=east)
        actor = make_actor(Role.DESK_AGENT, regions={east.pk, shanghai.pk})
        assert public.region_choices(actor) == [(east.pk, "华东"), (shanghai.pk, "　上海")]
        assert north.pk not in dict(public.region_choices(actor))
