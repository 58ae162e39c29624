from __future__ import annotations

from datetime import date

import pytest

from aftercare.contexts.installed_base import commands, public
from aftercare.contexts.installed_base.models import Equipment
from aftercare.contexts.installed_base.tests.building import equipment, equipment_kind, location, project
from aftercare.contexts.people.tests.building import region
from aftercare.platform.actor import Role
from aftercare.platform.refusal import Refused


def register(by, at, of, **facts):
    given = {"name": "3 号电梯", "kind_id": facts.pop("kind_id", None) or equipment_kind().pk, **facts}
    return commands.register_equipment(project_id=facts.pop("project_id", of.pk), **given, by=by, at=at)


@pytest.mark.django_db
class TestRegisterEquipment:
    def test_gives_number_label_customer_and_region_and_tells_it_once(self, desk_agent, at, published):
        of = project()
        row = register(desk_agent, at, of, serial="SN-1")
        assert row.number.startswith("EQ-2026-")
        assert (row.customer_id, row.region_id, len(row.label_code)) == (of.customer_id, of.region_id, 22)
        assert published.only("EquipmentRegistered")["equipment_id"] == row.pk

    def test_is_found_by_serial_beginning_place_and_number(self, desk_agent, at):
        of = project()
        row = register(desk_agent, at, of, serial="HC9000-77A", location_id=location(of, "地下二层泵房").pk)
        for text in ("HC9000", "泵房", row.number, "3 号电梯"):
            assert [card.id for card in public.search_equipment(desk_agent, text)] == [row.pk], text

    def test_is_refused_for_a_serial_number_in_use(self, desk_agent, at):
        of = project()
        register(desk_agent, at, of, maker="海川", model="A", serial="1")
        with pytest.raises(Refused) as refusal:
            register(desk_agent, at, of, maker="海川", model="A", serial="1")
        assert (refusal.value.code, refusal.value.field) == ("conflict", "serial")
        register(desk_agent, at, of, maker="海川", model="B", serial="1")

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("name", ""),
            ("name", "a\0"),
            ("kind_id", 987654321),
            ("location_id", 987654321),
            ("serial", "x" * 81),
            ("installed_on", date(2200, 1, 1)),
            ("warranty_until", date(2020, 1, 1)),
        ],
    )
    def test_is_refused_for_bad_input_and_names_the_field(self, desk_agent, at, field, value):
        facts = {"installed_on": date(2024, 1, 1), field: value}
        with pytest.raises(Refused) as refusal:
            register(desk_agent, at, project(), **facts)
        assert refusal.value.field == field
        assert not Equipment.objects.exists()

    def test_is_refused_for_a_place_of_another_project(self, desk_agent, at):
        elsewhere = location(project())
        with pytest.raises(Refused) as refusal:
            register(desk_agent, at, project(), location_id=elsewhere.pk)
        assert refusal.value.field == "location_id"

    def test_is_refused_for_a_project_of_another_region(self, make_actor, at):
        agent = make_actor(Role.DESK_AGENT, regions={region().pk})
        with pytest.raises(Refused) as refusal:
            register(agent, at, project())
        assert refusal.value.field == "project_id"


@pytest.mark.django_db
class TestChangeEquipment:
    def change(self, row, by, at, **changes):
        return commands.change_equipment(equipment_id=row.pk, changes=changes, by=by, at=at)

    def test_tells_what_changed_once(self, desk_agent, at, published):
        row = equipment()
        self.change(row, desk_agent, at, status="stopped", name=row.name)
        assert published.only("EquipmentChanged")["changed"] == ["status"]

    def test_moves_to_another_project_and_forgets_the_place(self, desk_agent, at):
        old, new = project(), project()
        row = equipment(old, location_id=location(old).pk)
        moved = self.change(row, desk_agent, at, project_id=new.pk)
        assert (moved.customer_id, moved.region_id, moved.location_id) == (new.customer_id, new.region_id, None)

    def test_is_refused_to_scrap_by_the_way_and_after_scrapping(self, desk_agent, at):
        row = equipment()
        with pytest.raises(Refused) as refusal:
            self.change(row, desk_agent, at, status="scrapped")
        assert refusal.value.field == "status"
        commands.scrap_equipment(equipment_id=row.pk, reason="worn out", by=desk_agent, at=at)
        with pytest.raises(Refused, match="wrong_state"):
            self.change(row, desk_agent, at, name="X")

    def test_is_refused_to_an_engineer_who_may_only_read(self, make_actor, at):
        row = equipment()
        with pytest.raises(Refused, match="not_allowed"):
            self.change(row, make_actor(Role.ENGINEER, regions={row.region_id}), at, name="X")


@pytest.mark.django_db
class TestScrapEquipment:
    def test_needs_a_reason_and_happens_once(self, desk_agent, at, published):
        row = equipment()
        with pytest.raises(Refused, match="missing"):
            commands.scrap_equipment(equipment_id=row.pk, reason="", by=desk_agent, at=at)
        commands.scrap_equipment(equipment_id=row.pk, reason="worn out", by=desk_agent, at=at)
        with pytest.raises(Refused, match="wrong_state"):
            commands.scrap_equipment(equipment_id=row.pk, reason="again", by=desk_agent, at=at)
        assert published.only("EquipmentScrapped")["reason"] == "worn out"
        assert public.equipment_of(row.customer_id) == []


@pytest.mark.django_db
class TestCards:
    def test_cost_one_query_each(self, desk_agent, django_assert_num_queries):
        row = equipment()
        for read in (
            lambda: public.equipment_card(row.pk),
            lambda: public.equipment_of(row.customer_id, "电梯"),
            lambda: public.projects_of(row.customer_id),
            lambda: public.project_card(row.project_id),
            lambda: public.search_equipment(desk_agent, "电梯"),
        ):
            with django_assert_num_queries(1):
                assert read()

    def test_say_nothing_of_what_is_not_there(self):
        assert public.equipment_card(987654321) is None
        assert public.project_card(987654321) is None
