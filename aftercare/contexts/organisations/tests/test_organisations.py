from __future__ import annotations

import pytest

from aftercare.contexts.organisations import commands, public
from aftercare.contexts.organisations.models import Organisation, Tag
from aftercare.contexts.organisations.tests.building import customer_of, organisation
from aftercare.contexts.people.tests.building import region
from aftercare.platform.actor import Role
from aftercare.platform.refusal import Refused

CODE = "91350100M000100Y43"


def register(by, at, **facts):
    return commands.register_organisation(**{"name": "北辰轨道交通运营有限公司", **facts}, by=by, at=at)


def refused(by, at, **facts):
    before = Organisation.objects.count()
    with pytest.raises(Refused) as refusal:
        register(by, at, **facts)
    assert Organisation.objects.count() == before
    return refusal.value


@pytest.mark.django_db
class TestRegisterOrganisation:
    def test_gives_a_number_and_tells_it_once(self, desk_agent, at, published):
        row = register(desk_agent, at, tags=["战略客户"], phone="400 820 1234")
        assert row.number.startswith("CU-2026-")
        assert row.phone_digits == "864008201234"
        assert published.only("OrganisationRegistered")["number"] == row.number
        assert [tag.name for tag in row.tags.all()] == ["战略客户"]

    def test_is_found_by_name_part_and_number(self, desk_agent, at):
        row = register(desk_agent, at, short_name="北辰轨交")
        for text in ("轨道交通", "北辰", row.number, row.number[-6:]):
            assert [found.pk for found in public.search_organisations(desk_agent, text)] == [row.pk], text

    def test_is_refused_to_a_dispatcher_and_outside_the_own_regions(self, dispatcher, make_actor, at):
        assert refused(dispatcher, at).code == "not_allowed"
        agent = make_actor(Role.DESK_AGENT, regions={region().pk})
        assert refused(agent, at, region_id=region("华北").pk).code == "not_allowed"

    def test_is_refused_for_a_company_that_is_there_but_not_for_a_namesake(self, desk_agent, at):
        first = register(desk_agent, at)
        refusal = refused(desk_agent, at)
        assert (refusal.code, refusal.field) == ("conflict", "name")
        assert first.number in str(refusal.message)
        for _twice in range(2):
            register(desk_agent, at, name="张伟", customer_type="individual")

    def test_is_refused_for_a_credit_code_in_use(self, desk_agent, at):
        register(desk_agent, at, credit_code=CODE.lower())
        refusal = refused(desk_agent, at, name="另一家公司", credit_code=CODE)
        assert (refusal.code, refusal.field) == ("conflict", "credit_code")

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("name", " "),
            ("name", "长" * 161),
            ("name", "a\0b"),
            ("name", "a\u202eb"),
            ("kind", "enemy"),
            ("grade", "Z"),
            ("industry", ""),
            ("region_id", 987654321),
            ("credit_code", "123"),
            ("phone", "abc"),
            ("note", "x" * 2001),
            ("tags", ["x" * 41]),
            ("tags", [f"t{n}" for n in range(21)]),
        ],
    )
    def test_is_refused_for_bad_input_and_names_the_field(self, system, at, field, value):
        assert refused(system, at, **{field: value}).field == field


@pytest.mark.django_db
class TestChangeOrganisation:
    def change(self, row, by, at, **changes):
        return commands.change_organisation(organisation_id=row.pk, changes=changes, by=by, at=at)

    def test_tells_what_changed_once_and_is_found_by_the_new_name(self, desk_agent, at, published):
        row = organisation("旧名字有限公司")
        self.change(row, desk_agent, at, name="崭新控股", grade="A")
        assert published.only("OrganisationChanged")["changed"] == ["name", "grade"]
        assert public.search_organisations(desk_agent, "崭新控股")
        assert not public.search_organisations(desk_agent, "旧名字")

    def test_says_nothing_when_nothing_is_another(self, desk_agent, at, published):
        row = organisation(phone="021-55551234")
        self.change(row, desk_agent, at, name=row.name, phone="02155551234")
        assert "OrganisationChanged" not in published.names()

    def test_is_not_found_for_an_agent_of_another_region(self, make_actor, at):
        row = organisation(region_id=region().pk)
        agent = make_actor(Role.DESK_AGENT, regions={region("华北").pk})
        with pytest.raises(Refused, match="not_found"):
            self.change(row, agent, at, name="X")

    def test_tags_are_replaced_and_told_once(self, desk_agent, at, published):
        row = organisation(tags=["旧"])
        for _twice in range(2):
            commands.tag_organisation(organisation_id=row.pk, tags=["新", "驻场"], by=desk_agent, at=at)
        assert published.only("OrganisationTagged")["tags"] == ["新", "驻场"]
        assert Tag.objects.filter(name="旧").exists()


@pytest.mark.django_db
class TestVisibleTo:
    def test_shows_a_customer_its_own_organisation_only(self):
        mine, other = organisation(), organisation()
        seen = public.visible_to(customer_of(mine))
        assert mine in seen
        assert other not in seen

    def test_shows_the_office_its_regions_and_what_belongs_to_none(self, make_actor):
        east = region()
        here, nowhere, there = organisation(region_id=east.pk), organisation(), organisation(region_id=region("北").pk)
        seen = set(public.visible_to(make_actor(Role.DISPATCHER, regions={east.pk})))
        assert {here, nowhere} <= seen
        assert there not in seen

    @pytest.mark.parametrize("role", [Role.ENGINEER, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR])
    def test_shows_nothing_to_engineers_and_administrators(self, make_actor, role):
        organisation()
        assert not public.visible_to(make_actor(role)).exists()

    def test_takes_it_from_a_contact_that_has_left(self, system, at):
        mine = organisation()
        actor = customer_of(mine)
        assert public.organisations_of(actor.id) == {mine.pk}
        person = mine.contacts.get(user_id=actor.id)
        commands.change_contact(contact_id=person.pk, changes={"is_active": False}, by=system, at=at)
        assert public.organisations_of(actor.id) == frozenset()
