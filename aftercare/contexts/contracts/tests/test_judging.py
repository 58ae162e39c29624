"""Which warranty covers a thing, and what the judgement says of it."""

from __future__ import annotations

from datetime import date

import pytest

from aftercare.contexts.contracts.public import judge_coverage
from aftercare.contexts.installed_base import commands as things
from aftercare.contexts.warranties import commands
from aftercare.contexts.warranties.tests import builders


@pytest.fixture
def act(service_manager, at):
    """Give who acts, and when."""
    return {"by": service_manager, "at": at}


@pytest.fixture
def site(db, system, at):
    """Give a project in Beijing with a lift and a chiller, accepted on 2025-01-10."""
    return builders.site(by=system, at=at)


@pytest.fixture
def filed(site, act):
    """Give the parts of its warranty file by kind."""
    return builders.file(site, **act)


def judged(site, on: date, **thing):
    return judge_coverage(customer_id=site.customer_id, **(thing or {"project_id": site.project_id}), on=on)


class TestCover:
    def test_counts_equipment_as_what_its_kind_says(self, site, filed):
        assert judged(site, date(2026, 9, 15), equipment_id=site.chiller_id).until == date(2026, 9, 15)
        assert judged(site, date(2026, 9, 15), equipment_id=site.lift_id).until == date(2027, 1, 10)
        assert judged(site, date(2026, 9, 16), equipment_id=site.chiller_id).coverage == "chargeable"

    def test_needs_no_file_where_the_law_needs_no_more_than_the_acceptance(self, site):
        assert judged(site, date(2027, 1, 10), equipment_id=site.lift_id).coverage == "statutory_warranty"
        assert judged(site, date(2027, 1, 11), equipment_id=site.lift_id).coverage == "chargeable"
        assert "供冷" in judged(site, date(2026, 1, 1), equipment_id=site.chiller_id).reason

    def test_takes_what_of_the_project_it_is_about(self, site, filed):
        roof = judge_coverage(
            customer_id=site.customer_id, project_id=site.project_id, part_kind="waterproofing", on=date(2029, 5, 1)
        )
        assert (roof.coverage, roof.until) == ("statutory_warranty", date(2030, 1, 10))
        assert "第四十条（二）" in roof.clause
        assert "5 年" in roof.clause

    def test_of_a_section_begins_with_its_own_acceptance(self, site, filed, act):
        commands.accept_section(
            project_id=site.project_id, name="塔楼", location_id=site.tower_id, accepted_on=date(2025, 7, 1), **act
        )
        found = judged(site, date(2027, 7, 1), equipment_id=site.lift_id)
        assert (found.coverage, found.until) == ("statutory_warranty", date(2027, 7, 1))
        assert "塔楼" in found.reason

    def test_goes_on_while_it_stands_still_and_longer_by_as_much(self, site, filed, act):
        part = filed["cooling"].pk
        commands.suspend(part_id=part, since=date(2026, 3, 1), reason="停用", **act)
        assert "中止" in judged(site, date(2026, 12, 1), equipment_id=site.chiller_id).reason
        commands.lift(part_id=part, last=date(2026, 3, 10), **act)
        assert judged(site, date(2026, 9, 25), equipment_id=site.chiller_id).coverage == "statutory_warranty"
        assert judged(site, date(2026, 9, 26), equipment_id=site.chiller_id).coverage == "chargeable"

    def test_of_a_repair_outlasts_the_part(self, site, filed, act):
        when = {"repaired_on": date(2026, 8, 1), "until": date(2028, 8, 1)}
        commands.note_repair(part_id=filed["cooling"].pk, item="冷凝器", **when, **act)
        found = judged(site, date(2028, 8, 1), equipment_id=site.chiller_id)
        assert (found.coverage, found.until) == ("contract_warranty", date(2028, 8, 1))
        assert "冷凝器" in found.reason

    def test_says_when_a_contract_promises_less(self, site, filed, act):
        things.change_equipment(equipment_id=site.lift_id, changes={"warranty_until": date(2026, 1, 1)}, **act)
        found = judged(site, date(2026, 12, 1), equipment_id=site.lift_id)
        assert found.coverage == "statutory_warranty"
        assert "2026-01-01" in found.reason

    def test_asks_few_questions_however_much_stands_there(self, site, filed, django_assert_max_num_queries):
        with django_assert_max_num_queries(6):
            judged(site, date(2026, 9, 1), equipment_id=site.chiller_id)
