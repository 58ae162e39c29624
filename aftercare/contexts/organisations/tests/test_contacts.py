from __future__ import annotations

import pytest

from aftercare.contexts.organisations import commands, public
from aftercare.contexts.organisations.models import Contact
from aftercare.contexts.organisations.tests.building import contact, organisation
from aftercare.contexts.people import public as people
from aftercare.contexts.people.tests.building import login, region
from aftercare.platform.accounts.models import User
from aftercare.platform.actor import Role
from aftercare.platform.refusal import Refused


@pytest.mark.django_db
class TestAddContact:
    def add(self, by, at, of, **facts):
        return commands.add_contact(organisation_id=of.pk, **{"name": "何处长", **facts}, by=by, at=at)

    def test_makes_the_first_the_main_contact_and_tells_it_once(self, desk_agent, at, published):
        of = organisation()
        first = self.add(desk_agent, at, of)
        assert first.is_primary
        assert published.only("ContactAdded")["contact_id"] == first.pk
        assert not self.add(desk_agent, at, of, name="冯站长").is_primary

    def test_lets_a_new_main_contact_take_the_place_of_the_old_one(self, desk_agent, at):
        of = organisation()
        first = self.add(desk_agent, at, of)
        second = self.add(desk_agent, at, of, name="冯站长", is_primary=True)
        assert list(of.contacts.filter(is_primary=True)) == [second]
        assert not Contact.objects.get(pk=first.pk).is_primary

    @pytest.mark.parametrize(
        ("field", "value"),
        [("name", ""), ("phone", "xyz"), ("email", "nobody"), ("language", "fr"), ("title", "x" * 81)],
    )
    def test_is_refused_for_bad_input_and_adds_nobody(self, desk_agent, at, field, value):
        of = organisation()
        with pytest.raises(Refused) as refusal:
            self.add(desk_agent, at, of, **{field: value})
        assert refusal.value.field == field
        assert not of.contacts.exists()

    def test_is_not_found_at_an_organisation_of_another_region(self, make_actor, at):
        of = organisation(region_id=region().pk)
        with pytest.raises(Refused, match="not_found"):
            self.add(make_actor(Role.DESK_AGENT, regions={region("北").pk}), at, of)


@pytest.mark.django_db
class TestChangeContact:
    def change(self, row, by, at, **changes):
        return commands.change_contact(contact_id=row.pk, changes=changes, by=by, at=at)

    def test_changes_and_tells_what_once(self, desk_agent, at, published):
        row = contact(organisation(), phone="13800001111")
        self.change(row, desk_agent, at, phone="13900002222", name=row.name)
        assert published.only("ContactChanged")["changed"] == ["phone"]
        assert public.find_caller("13900002222", by=desk_agent)[0].contact_id == row.pk

    def test_is_refused_to_leave_the_organisation_without_a_main_contact(self, desk_agent, at):
        row = contact(organisation())
        with pytest.raises(Refused) as refusal:
            self.change(row, desk_agent, at, is_primary=False)
        assert refusal.value.field == "is_primary"

    def test_who_has_left_is_no_main_contact_and_no_caller(self, desk_agent, at):
        row = contact(organisation(), phone="13800001111")
        self.change(row, desk_agent, at, is_active=False)
        assert not Contact.objects.get(pk=row.pk).is_primary
        assert public.find_caller("13800001111", by=desk_agent) == []


@pytest.mark.django_db
class TestOpenPortalLogin:
    def test_lets_the_contact_see_the_organisation_and_tells_it_once(self, desk_agent, at, published):
        of = organisation()
        row = commands.open_portal_login(contact_id=contact(of).pk, username="gu.jingli", by=desk_agent, at=at)
        assert people.scope_of(row.user_id).roles == {Role.CUSTOMER}
        assert public.organisations_of(row.user_id) == {of.pk}
        published.only("PortalLoginOpened")

    def test_makes_a_partner_of_whoever_is_no_customer(self, desk_agent, at):
        row = contact(organisation(kind="contractor"))
        opened = commands.open_portal_login(contact_id=row.pk, username="partner1", by=desk_agent, at=at)
        assert people.scope_of(opened.user_id).roles == {Role.PARTNER}

    def test_is_refused_twice_and_for_a_name_in_use_and_leaves_no_login(self, desk_agent, at):
        row, other, known = contact(organisation()), contact(organisation()), login()
        commands.open_portal_login(contact_id=row.pk, username="once", by=desk_agent, at=at)
        before = User.objects.count()
        for pk, name in ((row.pk, "twice"), (other.pk, known.username)):
            with pytest.raises(Refused, match="conflict"):
                commands.open_portal_login(contact_id=pk, username=name, by=desk_agent, at=at)
        assert User.objects.count() == before

    def test_is_refused_to_a_dispatcher(self, dispatcher, at):
        with pytest.raises(Refused, match="not_allowed"):
            row = contact(organisation())
            commands.open_portal_login(contact_id=row.pk, username="x1", by=dispatcher, at=at)


@pytest.mark.django_db
class TestFindCaller:
    def test_finds_the_contact_however_the_number_is_typed(self, desk_agent):
        row = contact(organisation(grade="A", tags=["驻场"]), phone="138-1234-5678")
        for typed in ("13812345678", "+86 138 1234 5678", "138 1234", "8613812345678"):
            (found,) = public.find_caller(typed, by=desk_agent)
            assert (found.contact_id, found.grade, found.tags) == (row.pk, "A", ("驻场",))

    def test_finds_an_organisation_by_its_switchboard(self, desk_agent):
        of = organisation(phone="021-55551234 转 801")
        (found,) = public.find_caller("02155551234", by=desk_agent)
        assert (found.organisation_id, found.contact_id) == (of.pk, None)

    def test_finds_by_name_of_the_person_and_of_the_company(self, desk_agent):
        of = organisation("城东区机关事务管理局")
        contact(of, name="值班室")
        row = contact(of, name="欧阳震华")
        assert [c.contact_id for c in public.find_caller("欧阳震华", by=desk_agent)] == [row.pk]
        assert public.find_caller("机关事务", by=desk_agent)[0].contact_name == "值班室"

    def test_shows_nobody_of_another_region(self, make_actor):
        contact(organisation(region_id=region().pk), phone="13812345678")
        agent = make_actor(Role.DESK_AGENT, regions={region("北").pk})
        assert public.find_caller("13812345678", by=agent) == []

    @pytest.mark.parametrize("text", ["", "  ", "%", "_", "'", "\\", "1", "🙂", "a" * 500])
    def test_takes_any_text(self, desk_agent, text):
        assert public.find_caller(text, by=desk_agent) == []

    def test_costs_at_most_four_queries_however_many_match(self, desk_agent, django_assert_max_num_queries):
        for n in range(6):
            contact(organisation(tags=["驻场"]), phone=f"1381234567{n}")
        with django_assert_max_num_queries(4):
            assert len(public.find_caller("1381234", by=desk_agent)) == 6
        with django_assert_max_num_queries(3):
            assert len(public.find_caller("滨江开发", by=desk_agent)) == 6
