from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from aftercare.contexts.installed_base import commands, public
from aftercare.contexts.installed_base.models import Equipment, Location, Project, ProjectParty
from aftercare.contexts.installed_base.tests.building import SYSTEM, equipment, location, project
from aftercare.contexts.organisations.commands import change_organisation
from aftercare.contexts.organisations.tests.building import customer_of, organisation
from aftercare.contexts.people.tests.building import region
from aftercare.platform.actor import Role
from aftercare.platform.refusal import Refused


def register(by, at, **facts):
    given = {"name": "城东行政服务中心", "customer_id": facts.pop("customer_id", None) or organisation().pk}
    given |= {"region_id": facts.pop("region_id", None) or region().pk, **facts}
    return commands.register_project(**given, by=by, at=at)


@pytest.mark.django_db
class TestRegisterProject:
    def test_gives_a_number_and_tells_it_once(self, desk_agent, at, published):
        row = register(desk_agent, at, completion_accepted_on=date(2025, 3, 1))
        assert row.number.startswith("PJ-2026-")
        assert published.only("ProjectRegistered")["completion_accepted_on"] == "2025-03-01"
        assert [card.id for card in public.search_projects(desk_agent, "行政服务")] == [row.pk]

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("name", ""),
            ("name", "x" * 161),
            ("customer_id", 987654321),
            ("region_id", 987654321),
            ("lat", 91.0),
            ("lat", float("inf")),
            ("zone", "Asia/Atlantis"),
            ("settlement_price", Decimal("-1")),
            ("settlement_price", Decimal("1e15")),
            ("completion_accepted_on", date(1, 1, 1)),
        ],
    )
    def test_is_refused_for_bad_input_and_names_the_field(self, system, at, field, value):
        facts = {field: value, **({"lon": 121.0} if field == "lat" else {})}
        with pytest.raises(Refused) as refusal:
            register(system, at, **facts)
        assert refusal.value.field == field
        assert not Project.objects.exists()

    def test_is_refused_for_a_customer_of_another_region_as_for_an_unknown_one(self, make_actor, at):
        east, north = region(), region("北")
        agent = make_actor(Role.DESK_AGENT, regions={east.pk})
        hidden = organisation(region_id=north.pk)
        told = []
        for customer_id in (hidden.pk, 987654321):
            with pytest.raises(Refused) as refusal:
                register(agent, at, region_id=east.pk, customer_id=customer_id)
            told.append((refusal.value.code, str(refusal.value.message)))
        assert told[0] == told[1]

    def test_is_refused_to_dispatchers_and_engineers(self, dispatcher, make_actor, at):
        for actor in (dispatcher, make_actor(Role.ENGINEER)):
            with pytest.raises(Refused, match="not_allowed"):
                register(actor, at)


@pytest.mark.django_db
class TestChangeProject:
    def test_takes_its_equipment_along_to_another_customer_and_region(self, service_manager, at, published):
        of = project()
        row, buyer, north = equipment(of), organisation("新业主置业"), region("北")
        changes = {"customer_id": buyer.pk, "region_id": north.pk}
        commands.change_project(project_id=of.pk, changes=changes, by=service_manager, at=at)
        row.refresh_from_db()
        assert (row.customer_id, row.region_id) == (buyer.pk, north.pk)
        assert [card.id for card in public.search_equipment(service_manager, "新业主置业")] == [row.pk]
        assert published.only("ProjectChanged")["changed"] == ["customer_id", "region_id"]

    def test_is_not_found_for_another_customer(self, at):
        with pytest.raises(Refused, match="not_found"):
            customer = customer_of(organisation())
            commands.change_project(project_id=project().pk, changes={"name": "X"}, by=customer, at=at)

    def test_follows_a_customer_who_takes_another_name(self, system, at, drain):
        buyer = organisation("旧业主公司")
        of = project(buyer)
        row = equipment(of)
        change_organisation(organisation_id=buyer.pk, changes={"name": "改名后的集团"}, by=system, at=at)
        drain()
        assert [card.id for card in public.search_equipment(system, "改名后的集团")] == [row.pk]
        assert [card.id for card in public.search_projects(system, "改名后的集团")] == [of.pk]


@pytest.mark.django_db
class TestParties:
    def test_are_added_and_taken_back_each_told_once(self, desk_agent, at, published):
        of, builder = project(), organisation("宏基建设", kind="contractor")
        facts = {"organisation_id": builder.pk, "part": "contractor"}
        row = commands.add_party(project_id=of.pk, **facts, scope="机电", by=desk_agent, at=at)
        with pytest.raises(Refused, match="conflict"):
            commands.add_party(project_id=of.pk, **facts, by=desk_agent, at=at)
        commands.remove_party(party_id=row.pk, by=desk_agent, at=at)
        assert not ProjectParty.objects.exists()
        assert published.only("PartyAdded")["part"] == published.only("PartyRemoved")["part"] == "contractor"

    def test_are_refused_for_an_unknown_part_or_organisation(self, desk_agent, at):
        of, builder = project(), organisation()
        for facts, field in (
            ({"organisation_id": builder.pk, "part": "king"}, "part"),
            ({"organisation_id": 987654321, "part": "owner"}, "organisation_id"),
        ):
            with pytest.raises(Refused) as refusal:
                commands.add_party(project_id=of.pk, **facts, by=desk_agent, at=at)
            assert refusal.value.field == field


def move(row, by, at, **to):
    given = {"name": row.name, "kind": row.kind, "parent_id": row.parent_id, **to}
    return commands.move_location(location_id=row.pk, **given, by=by, at=at)


@pytest.mark.django_db
class TestLocations:
    def test_carry_the_names_from_the_site_down(self, published):
        of = project()
        site = location(of, "主楼区", kind="site")
        assert location(of, "一号楼", under=site).path == "主楼区 / 一号楼"
        assert published.names()[-1] == "LocationAdded"

    def test_moving_a_branch_rewrites_every_path_and_what_equipment_is_found_by(self, desk_agent, at, published):
        of = project()
        one, two = location(of, "一号楼"), location(of, "二号楼")
        system = location(of, "电梯系统", under=one, kind="system")
        shaft = location(of, "机房层", under=system, kind="component")
        row = equipment(of, location_id=shaft.pk)
        move(system, desk_agent, at, parent_id=two.pk, name="垂直电梯")
        shaft.refresh_from_db()
        assert shaft.path == "二号楼 / 垂直电梯 / 机房层"
        assert [card.id for card in public.search_equipment(desk_agent, "二号楼")] == [row.pk]
        assert public.search_equipment(desk_agent, "一号楼") == []
        assert published.only("LocationMoved")["old_path"] == "一号楼 / 电梯系统"

    def test_cannot_lie_inside_themselves_or_in_another_project(self, desk_agent, at):
        of = project()
        outer = location(of, "外")
        inner = location(of, "内", under=outer)
        foreign = location(project(), "别处")
        for parent in (outer.pk, inner.pk, foreign.pk):
            with pytest.raises(Refused) as refusal:
                move(outer, desk_agent, at, parent_id=parent)
            assert refusal.value.field == "parent_id"
        assert Location.objects.get(pk=outer.pk).parent_id is None

    def test_lie_at_most_eight_deep_also_after_a_move(self, desk_agent, at):
        of = project()
        deep = None
        for n in range(8):
            deep = location(of, f"层{n}", under=deep)
        with pytest.raises(Refused, match="invalid"):
            location(of, "层8", under=deep)
        branch = location(of, "枝")
        location(of, "叶", under=branch)
        with pytest.raises(Refused, match="invalid"):
            move(branch, desk_agent, at, parent_id=deep.parent_id)

    def test_have_a_name_of_their_own_beside_each_other(self, desk_agent, at):
        of = project()
        location(of, "一号楼")
        with pytest.raises(Refused, match="conflict"):
            location(of, "一号楼")
        other = location(of, "二号楼")
        with pytest.raises(Refused, match="conflict"):
            move(other, desk_agent, at, name="一号楼")
        assert Location.objects.get(pk=other.pk).path == "二号楼"

    def test_are_removed_only_when_empty(self, desk_agent, at, published):
        of = project()
        full, parent, empty = location(of, "有设备"), location(of, "有下级"), location(of, "空")
        location(of, "下级", under=parent)
        equipment(of, location_id=full.pk)
        for place in (full, parent):
            with pytest.raises(Refused, match="wrong_state"):
                commands.remove_location(location_id=place.pk, by=desk_agent, at=at)
        commands.remove_location(location_id=empty.pk, by=desk_agent, at=at)
        published.only("LocationRemoved")

    def test_make_a_tree_in_two_queries(self, django_assert_num_queries):
        of = project()
        site = location(of, "甲", kind="site")
        location(of, "丙", under=site)
        inner = location(of, "乙", under=site)
        equipment(of, location_id=inner.pk)
        with django_assert_num_queries(2):
            nodes = public.site_tree(of.pk)
        assert [(n.name, n.depth, n.equipment_count) for n in nodes] == [("甲", 0, 0), ("丙", 1, 0), ("乙", 1, 1)]


@pytest.mark.django_db
class TestVisibleTo:
    def test_shows_customers_their_own_engineers_their_region_and_administrators_nothing(self, make_actor):
        mine = organisation()
        of = project(mine)
        row, other = equipment(of), equipment()
        engineer = make_actor(Role.ENGINEER, regions={row.region_id})
        for actor, sees in (
            (customer_of(mine), {row}),
            (engineer, {row}),
            (make_actor(Role.DESK_AGENT), {row, other}),
            (make_actor(Role.SYSTEM_ADMIN), set()),
            (make_actor(Role.PARTNER, organisation_ids=frozenset({mine.pk})), set()),
        ):
            assert set(public.visible_equipment(actor)) == sees
        assert set(public.projects_visible_to(engineer)) == set()
        assert SYSTEM.is_system
        assert Equipment.objects.count() == 2
