"""The file of a project, its parts and sections: what follows for the end of each warranty."""

from __future__ import annotations

from datetime import date

import pytest

from aftercare.contexts.installed_base import commands as things
from aftercare.contexts.warranties import commands, jobs
from aftercare.contexts.warranties.models import CitySeason, Section, WarrantyFile, WarrantyPart
from aftercare.contexts.warranties.tests import builders
from aftercare.platform.actor import Role
from aftercare.platform.refusal import Refused


@pytest.fixture
def filed(site, act):
    """Give the file written in the test: others of this module write it themselves."""
    return builders.file(site, **act)


def ends(project_id: int) -> dict[str, date | None]:
    return dict(WarrantyPart.objects.filter(project_id=project_id).values_list("kind", "until"))


class TestOpenFile:
    def test_gives_every_part_the_term_of_the_law(self, site, filed):
        assert ends(site.project_id) == {
            "electrical": date(2027, 1, 10),
            "waterproofing": date(2030, 1, 10),
            "heating": date(2027, 3, 15),
            "cooling": date(2026, 9, 15),
            "structure": date(2075, 1, 10),
            "other": None,
        }
        assert filed["other"].flag == "contract_term_missing"

    def test_tells_once_what_it_rests_on(self, site, published, act):
        commands.open_file(project_id=site.project_id, city="北京", **act)
        assert published.only("WarrantyFileOpened")["city"] == "北京"

    def test_opened_again_changes_what_it_rests_on_and_keeps_the_parts(self, site, filed, act):
        commands.open_file(project_id=site.project_id, kinds=["electrical"], **act)
        assert WarrantyFile.objects.count() == 1
        assert WarrantyPart.objects.count() == 6
        filed["heating"].refresh_from_db()
        assert (filed["heating"].until, filed["heating"].flag) == (None, "season_missing")

    @pytest.mark.parametrize(
        ("wrong", "code", "field"),
        [
            ({"jurisdiction": "XX"}, "unknown", "jurisdiction"),
            ({"kinds": ["soup"]}, "unknown", "kinds"),
            ({"design_life_years": 0}, "invalid", "design_life_years"),
            ({"city": "北\0京"}, "unseen_characters", "city"),
        ],
    )
    def test_is_refused_for_what_nobody_knows_and_writes_nothing(self, site, act, wrong, code, field):
        with pytest.raises(Refused) as no:
            commands.open_file(project_id=site.project_id, **wrong, **act)
        assert (no.value.code, no.value.field) == (code, field)
        assert not WarrantyFile.objects.exists()

    def test_is_refused_to_others(self, site, make_actor, desk_agent, at):
        stranger = make_actor(Role.SERVICE_MANAGER, regions={0})
        for by, code in ((desk_agent, "not_allowed"), (stranger, "not_found")):
            with pytest.raises(Refused, match=code):
                commands.open_file(project_id=site.project_id, by=by, at=at)
        assert not WarrantyFile.objects.exists()


class TestFollowing:
    def test_a_corrected_acceptance_moves_every_end(self, site, filed, act, drain):
        changes = {"completion_accepted_on": date(2025, 5, 20)}
        things.change_project(project_id=site.project_id, changes=changes, **act)
        drain()
        assert ends(site.project_id)["electrical"] == date(2027, 5, 20)
        assert ends(site.project_id)["cooling"] == date(2027, 9, 15)

    def test_a_corrected_season_is_found_within_the_hour(self, site, filed):
        CitySeason.objects.filter(kind="heating").update(last="03-31")
        assert jobs.follow_seasons() == 1
        assert ends(site.project_id)["heating"] == date(2027, 3, 31)
        assert jobs.follow_seasons() == 0


class TestSection:
    def test_begins_its_warranties_with_its_own_day(self, site, filed, act, published):
        section = commands.accept_section(
            project_id=site.project_id, name="塔楼", location_id=site.tower_id, accepted_on=date(2025, 7, 1),
            occupied_on=date(2025, 6, 1), **act,
        )  # fmt: skip
        part = commands.write_part(project_id=site.project_id, kind="electrical", section_id=section.pk, **act)
        assert (part.accepted_on, part.until) == (date(2025, 7, 1), date(2027, 7, 1))
        assert published.only("SectionAccepted")["name"] == "塔楼"

    def test_corrected_moves_its_parts_only(self, site, filed, act):
        given = {"project_id": site.project_id, "name": "塔楼"}
        section = commands.accept_section(**given, accepted_on=date(2025, 7, 1), **act)
        part = commands.write_part(project_id=site.project_id, kind="electrical", section_id=section.pk, **act)
        commands.accept_section(**given, section_id=section.pk, accepted_on=date(2025, 8, 1), **act)
        part.refresh_from_db()
        assert part.until == date(2027, 8, 1)
        assert WarrantyPart.objects.get(pk=filed["electrical"].pk).until == date(2027, 1, 10)

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"accepted_on": date(2026, 9, 8)}, "accepted_on"),
            ({"occupied_on": date(2025, 7, 1)}, "occupied_on"),
            ({"name": " "}, "name"),
            ({"location_id": 987}, "location_id"),
        ],
    )
    def test_is_refused_for_days_and_places_that_cannot_be(self, site, act, wrong, field):
        given = {"name": "塔楼", "accepted_on": date(2025, 7, 1)} | wrong
        with pytest.raises(Refused) as no:
            commands.accept_section(project_id=site.project_id, **given, **act)
        assert no.value.field == field
        assert not Section.objects.exists()

    def test_is_refused_for_a_name_or_place_taken(self, site, act):
        given = {"project_id": site.project_id, "accepted_on": date(2025, 7, 1), "location_id": site.tower_id}
        commands.accept_section(name="塔楼", **given, **act)
        for name in ("塔楼", "又一个"):
            with pytest.raises(Refused, match="conflict"):
                commands.accept_section(name=name, **given, **act)
        assert Section.objects.count() == 1


class TestPart:
    def test_of_a_longer_contract_lasts_as_long_as_that(self, filed, act):
        changes = {"contract_until": date(2028, 12, 31)}
        part = commands.change_part(part_id=filed["electrical"].pk, changes=changes, **act)
        assert (part.until, part.basis, part.flag) == (date(2028, 12, 31), "contract", "")

    def test_of_a_shorter_contract_is_flagged_and_lasts_as_the_law_says(self, filed, act):
        changes = {"contract_until": date(2026, 1, 10)}
        part = commands.change_part(part_id=filed["electrical"].pk, changes=changes, **act)
        assert (part.until, part.basis, part.flag) == (date(2027, 1, 10), "statutory", "contract_shorter")

    def test_is_refused_twice(self, site, filed, act):
        with pytest.raises(Refused, match="conflict"):
            commands.write_part(project_id=site.project_id, kind="electrical", name=filed["electrical"].name, **act)
        other = commands.write_part(project_id=site.project_id, kind="electrical", name="B 座", **act)
        with pytest.raises(Refused, match="conflict"):
            commands.change_part(part_id=other.pk, changes={"name": filed["electrical"].name}, **act)
        assert WarrantyPart.objects.get(pk=other.pk).name == "B 座"

    def test_is_refused_with_a_section_of_another_project_or_a_party_nobody_knows(self, site, filed, act):
        for wrong, field in (({"section_id": 404}, "section_id"), ({"liable_id": 404}, "liable_id")):
            with pytest.raises(Refused) as no:
                commands.write_part(project_id=site.project_id, kind="decoration", **wrong, **act)
            assert no.value.field == field
        assert WarrantyPart.objects.count() == 6

    def test_is_removed_only_while_nothing_happened(self, filed, act):
        commands.remove_part(part_id=filed["other"].pk, **act)
        assert not WarrantyPart.objects.filter(pk=filed["other"].pk).exists()
        commands.call_inspection(part_id=filed["electrical"].pk, **act)
        with pytest.raises(Refused, match="wrong_state"):
            commands.remove_part(part_id=filed["electrical"].pk, **act)
