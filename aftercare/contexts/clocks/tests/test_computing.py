"""Cases somebody brings along: answered by the arithmetic of the clocks, refused in words."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from aftercare.contexts.clocks import computing

DAY = [["08:30", "12:00"], ["13:30", "18:00"]]
CALENDAR = {
    "week": dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), DAY),
    "holidays": ["2026-10-01", "2026-10-02"],
    "workdays": ["2026-10-10"],
}
CASE = {
    "zone": "Asia/Shanghai",
    "calendar": CALENDAR,
    "counting": "working",
    "target_minutes": 480,
    "started_at": "2026-09-30T01:00:00Z",
    "pauses": [],
    "now": "2026-10-05T01:00:00Z",
}


def answer(**other: object) -> tuple[object, ...]:
    return tuple(computing.answer(CASE | other).values())


class TestAnswer:
    def test_counts_intervals_and_leaves_holidays_out(self):
        assert answer() == ("2026-10-05T01:00:00Z", 480, False)

    def test_leaves_pauses_out(self):
        pauses = [["2026-09-30T02:00:00Z", "2026-09-30T03:00:00Z"]]
        assert answer(pauses=pauses) == ("2026-10-05T02:00:00Z", 420, False)

    def test_works_on_a_make_up_day_as_on_a_monday(self):
        assert answer(started_at="2026-10-09T09:00:00Z", target_minutes=120)[0] == "2026-10-10T01:30:00Z"

    def test_knows_no_day_while_a_pause_lasts(self):
        lasting = [["2026-09-30T02:00:00Z", None]]
        assert answer(pauses=lasting) == (None, 60, False)
        assert answer(pauses=lasting, target_minutes=30)[0] == "2026-09-30T01:30:00Z"

    def test_around_the_clock_ignores_the_calendar_but_not_the_pauses(self):
        pauses = [["2026-09-30T02:00:00Z", "2026-09-30T03:00:00Z"]]
        assert answer(counting="calendar", pauses=pauses, now="2026-09-30T11:00:00Z") == (
            "2026-09-30T10:00:00Z", 540, True,
        )  # fmt: skip

    def test_is_kept_to_the_minute_and_broken_a_second_later(self):
        assert answer(now="2026-10-05T01:00:00Z")[2] is False
        assert answer(now="2026-10-05T01:00:01Z")[2] is True

    def test_of_a_calendar_that_never_opens_is_not_due(self):
        assert answer(calendar={"week": {}}) == (None, 0, False)

    @given(
        zone=st.sampled_from(["Asia/Shanghai", "America/New_York", "Europe/Paris"]),
        start=st.integers(0, 300 * 1440),
        target=st.integers(1, 2000),
        pauses=st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 3000)), max_size=4),
    )
    def test_is_what_counting_every_minute_gives(self, zone, start, target, pauses):
        begins = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=start)
        spans = [
            (begins + timedelta(minutes=since), begins + timedelta(minutes=since + length)) for since, length in pauses
        ]
        case = {
            "zone": zone, "calendar": CALENDAR, "counting": "working", "target_minutes": target,
            "started_at": begins.isoformat(), "now": begins.isoformat(),
            "pauses": [[since.isoformat(), until.isoformat()] for since, until in spans],
        }  # fmt: skip
        due_at = datetime.fromisoformat(computing.answer(case)["due_at"])
        assert due_at == by_the_minute(begins, target, spans, ZoneInfo(zone))


def by_the_minute(moment: datetime, target: int, pauses: list[tuple[datetime, datetime]], zone: ZoneInfo) -> datetime:
    """Walk minute by minute until the target is used up."""
    while target:
        if counts(moment.astimezone(zone)) and not any(since <= moment < until for since, until in pauses):
            target -= 1
        moment += timedelta(minutes=1)
    return moment


def counts(local: datetime) -> bool:
    day, minute = local.date().isoformat(), local.hour * 60 + local.minute
    works = day in CALENDAR["workdays"] or (local.weekday() < 5 and day not in CALENDAR["holidays"])
    return works and (510 <= minute < 720 or 810 <= minute < 1080)


class TestCommand:
    def run(self, tmp_path, *cases):
        file, out = tmp_path / "cases.json", StringIO()
        file.write_text(json.dumps(cases), encoding="utf-8")
        call_command("clocks", "compute", str(file), "--json", stdout=out)
        return json.loads(out.getvalue())

    def test_answers_case_by_case(self, tmp_path):
        assert self.run(tmp_path, CASE) == [
            {"due_at": "2026-10-05T01:00:00Z", "elapsed_minutes": 480, "breached": False}
        ]

    @pytest.mark.parametrize(
        ("wrong", "named"),
        [
            ({"zone": "Mars/Olympus"}, "zone"),
            ({"zone": "../etc"}, "zone"),
            ({"counting": "days"}, "counting"),
            ({"target_minutes": -1}, "target_minutes"),
            ({"target_minutes": True}, "target_minutes"),
            ({"target_minutes": "480"}, "target_minutes"),
            ({"started_at": "2026-09-30T01:00:00"}, "started_at"),
            ({"now": "soon"}, "now"),
            ({"pauses": [["2026-09-30T02:00:00Z"]]}, "pauses"),
            ({"pauses": [["2026-09-30T02:00:00Z", "2026-09-30T01:00:00Z"]]}, "pauses"),
            ({"calendar": []}, "calendar"),
            ({"calendar": {"week": {"monday": []}}}, "calendar.week"),
            ({"calendar": {"week": {"mon": [["12:00", "08:30"]]}}}, "calendar.week.mon"),
            ({"calendar": {"week": {"mon": [["08:30", "25:00"]]}}}, "calendar.week.mon"),
            ({"calendar": {"week": {"mon": [["8.30", "12:00"]]}}}, "calendar.week.mon"),
            ({"calendar": {"week": {"mon": [["08:30", "12:00"], ["11:00", "13:00"]]}}}, "calendar.week.mon"),
            ({"calendar": {"holidays": ["2026-02-30"]}}, "calendar.holidays"),
        ],
    )
    def test_names_the_case_and_the_field_that_is_wrong(self, tmp_path, wrong, named):
        with pytest.raises(CommandError, match=rf"case 2: {named} "):
            self.run(tmp_path, CASE, CASE | wrong)

    @pytest.mark.parametrize("content", ["", "{}", "nonsense", "[1]", "[" * 100_000, "\0"])
    def test_refuses_what_is_no_list_of_cases(self, tmp_path, content):
        file = tmp_path / "cases.json"
        file.write_text(content, encoding="utf-8")
        with pytest.raises(CommandError):
            call_command("clocks", "compute", str(file), stdout=StringIO())

    def test_says_which_file_it_cannot_find(self, tmp_path):
        with pytest.raises(CommandError, match=r"nowhere\.json cannot be read"):
            call_command("clocks", "compute", str(tmp_path / "nowhere.json"))
