"""The law's warranties: every kind of part, every odd day."""

from __future__ import annotations

import json
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from aftercare.contexts.installed_base.models import PartKind
from aftercare.contexts.warranties.rules.jurisdictions import codes, jurisdiction
from aftercare.contexts.warranties.rules.warranty import Season, liability

CN = jurisdiction("CN").minimums
HEATING, COOLING = Season((11, 15), (3, 15)), Season((6, 1), (9, 30))
DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))


def until(kind: str, accepted_on: str, **known: object) -> str | None:
    found = liability(CN[kind], date.fromisoformat(accepted_on), **known)  # type: ignore[arg-type]
    return found.until and found.until.isoformat()


class TestYears:
    @pytest.mark.parametrize(
        ("kind", "accepted_on", "last"),
        [
            ("waterproofing", "2024-02-29", "2029-02-28"),
            ("waterproofing", "2023-02-28", "2028-02-28"),
            ("electrical", "2022-02-28", "2024-02-28"),
            ("plumbing", "2024-12-31", "2026-12-31"),
            ("installation", "2024-01-01", "2026-01-01"),
            ("decoration", "2024-08-31", "2026-08-31"),
        ],
    )
    def test_end_on_the_corresponding_day(self, kind, accepted_on, last):
        assert until(kind, accepted_on) == last

    def test_of_the_structure_are_those_of_its_design(self):
        assert until("structure", "2024-05-31", design_life_years=50) == "2074-05-31"
        assert until("foundation", "2024-02-29", design_life_years=70) == "2094-02-28"
        assert liability(CN["structure"], date(2024, 5, 31)).flag == "design_life_missing"

    def test_move_past_holidays_only_when_asked(self):
        golden = {date(2026, 10, day) for day in range(1, 8)}
        assert until("electrical", "2024-10-03") == "2026-10-03"
        assert until("electrical", "2024-10-03", is_holiday=golden.__contains__) == "2026-10-08"


class TestSeasons:
    @pytest.mark.parametrize(
        ("accepted_on", "last"),
        [
            ("2024-11-14", "2026-03-15"),
            ("2024-11-15", "2027-03-15"),
            ("2024-12-31", "2027-03-15"),
            ("2025-01-01", "2027-03-15"),
            ("2025-03-15", "2027-03-15"),
            ("2025-03-16", "2027-03-15"),
        ],
    )
    def test_count_whole_winters_that_begin_after_the_acceptance(self, accepted_on, last):
        assert until("heating", accepted_on, season=HEATING) == last

    def test_count_whole_summers(self):
        assert until("cooling", "2024-05-31", season=COOLING) == "2025-09-30"
        assert until("cooling", "2024-06-01", season=COOLING) == "2026-09-30"

    def test_of_an_unknown_city_are_asked_for(self):
        found = liability(CN["heating"], date(2024, 5, 31), contract_until=date(2026, 1, 1))
        assert (found.until, found.basis, found.flag) == (date(2026, 1, 1), "contract", "season_missing")

    @given(accepted_on=DAYS, edges=st.lists(DAYS, min_size=2, max_size=2, unique_by=lambda d: (d.month, d.day)))
    def test_two_of_them_lie_wholly_after_the_acceptance_when_days_are_counted(self, accepted_on, edges):
        season = Season(*((edge.month, edge.day) for edge in edges))
        last = liability(CN["heating"], accepted_on, season=season).until
        begun = [
            day for n in range((last - accepted_on).days) if starts(day := accepted_on + timedelta(days=n + 1), season)
        ]
        assert len(begun) == 2
        assert (last - accepted_on).days <= 366 * 3 + 1


def starts(day: date, season: Season) -> bool:
    return season.beginning(day.year) == day


class TestAgainstTheContract:
    @given(accepted_on=DAYS, later=st.integers(-2000, 2000))
    def test_the_longer_one_wins_and_a_shorter_contract_is_flagged(self, accepted_on, later):
        law = liability(CN["electrical"], accepted_on).until
        agreed = law + timedelta(days=later)
        found = liability(CN["electrical"], accepted_on, contract_until=agreed)
        assert found.until == max(law, agreed)
        assert found.basis == ("contract" if later > 0 else "statutory")
        assert (found.flag == "contract_shorter") == (later < 0)

    def test_alone_decides_what_the_law_leaves_to_the_parties(self):
        assert until("other", "2024-01-01", contract_until=date(2025, 6, 30)) == "2025-06-30"
        assert liability(CN["other"], date(2024, 1, 1)).flag == "contract_term_missing"


def test_every_table_can_be_read():
    assert codes()
    assert all(jurisdiction(code).minimums["structure"].term == "design_life" for code in codes())


class TestCommand:
    def run(self, tmp_path, *cases):
        file, out = tmp_path / "cases.json", StringIO()
        file.write_text(json.dumps(cases), encoding="utf-8")
        call_command("warranty", "compute", str(file), "--json", stdout=out)
        return json.loads(out.getvalue())

    def test_answers_case_by_case(self, tmp_path):
        case = {"jurisdiction": "CN", "kind": "waterproofing", "accepted_on": "2024-02-29", "contract_until": None}
        winter = {"kind": "heating", "season": ["11-15", "03-15"], "contract_until": "2025-01-01"}
        assert self.run(tmp_path, case, {**case, **winter}) == [
            {"until": "2029-02-28", "basis": "statutory", "flag": None},
            {"until": "2026-03-15", "basis": "statutory", "flag": "contract_shorter"},
        ]

    @pytest.mark.parametrize(
        ("wrong", "named"),
        [
            ({"jurisdiction": "XX"}, "jurisdiction"),
            ({"kind": "roof"}, "kind"),
            ({"kind": ["heating"]}, "kind"),
            ({"accepted_on": "2023-02-29"}, "accepted_on"),
            ({"accepted_on": None}, "accepted_on"),
            ({"design_life_years": "50"}, "design_life_years"),
            ({"design_life_years": 50.5}, "design_life_years"),
            ({"season": ["11-15"]}, "season"),
            ({"season": ["02-30", "03-01"]}, "season"),
            ({"season": ["11-15", "11-15"]}, "season"),
            ({"contract_until": "soon"}, "contract_until"),
        ],
    )
    def test_names_the_case_and_the_field_that_is_wrong(self, tmp_path, wrong, named):
        right = {"jurisdiction": "CN", "kind": "electrical", "accepted_on": "2024-05-31"}
        with pytest.raises(CommandError, match=rf"case 2: {named} "):
            self.run(tmp_path, right, right | wrong)


@pytest.mark.parametrize("code", codes())
def test_every_law_knows_every_kind_of_part(code):
    assert set(jurisdiction(code).minimums) == set(PartKind.values)
