"""Marks: moments, spans, money and promises in the words people use."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone, translation

from aftercare.platform.web import marks, mentioning, signs

NOON = datetime(2026, 9, 7, 4, 0, tzinfo=UTC)  # 12:00 in Shanghai
HOUR = timedelta(hours=1)


class TestRelative:
    @pytest.mark.parametrize(
        ("gap", "words"),
        [
            (timedelta(seconds=-30), "刚刚"),
            (timedelta(minutes=-5), "5 分钟前"),
            (timedelta(minutes=40), "40 分钟后"),
            (-3 * HOUR, "今天 09:00"),
            (-13 * HOUR, "昨天 23:00"),
            (24 * HOUR, "明天 12:00"),
            (-240 * HOUR, "08-28 12:00"),
            (-24 * 300 * HOUR, "2025-11-11"),
        ],
    )
    def test_says_a_moment_as_people_do(self, gap: timedelta, words: str) -> None:
        with translation.override("zh-hans"), timezone.override("Asia/Shanghai"):
            assert marks.relative(NOON + gap, now=NOON) == words


class TestAbsolute:
    def test_names_the_zone_only_where_it_differs(self) -> None:
        with timezone.override("Asia/Shanghai"):
            assert marks.absolute(NOON) == "2026-09-07 12:00"
        with timezone.override("Asia/Tokyo"):
            assert marks.absolute(NOON).startswith("2026-09-07 13:00 ")


class TestDuration:
    @pytest.mark.parametrize(
        ("minutes", "words"),
        [
            (0, "0 分"),
            (59, "59 分"),
            (60, "1 小时"),
            (200, "3 小时 20 分"),
            (2879, "47 小时 59 分"),
            (2880, "2 天"),
            (3000, "2 天 2 小时"),
            (-90, "-1 小时 30 分"),
        ],
    )
    def test_says_a_span_in_two_units_at_most(self, minutes: int, words: str) -> None:
        with translation.override("zh-hans"):
            assert marks.duration_words(minutes) == words
            assert marks.duration_words(timedelta(minutes=minutes)) == words


class TestMoney:
    def test_shows_sign_thousands_and_cents(self) -> None:
        assert marks.money_words(Decimal("1234.5")) == "¥1,234.50"


class TestPromise:
    @pytest.mark.parametrize(
        ("due", "met", "paused", "state"),
        [
            (10 * HOUR, None, False, "calm"),
            (3 * HOUR, None, False, "near"),
            (HOUR / 2, None, False, "urgent"),
            (-HOUR, None, False, "broken"),
            (-HOUR, None, True, "paused"),
            (HOUR, 0 * HOUR, False, "kept"),
            (-2 * HOUR, -HOUR, False, "late"),
        ],
    )
    def test_is_coloured_by_nearness(self, due: timedelta, met: timedelta | None, paused: bool, state: str) -> None:
        met_at = None if met is None else NOON + met
        drawn = marks.promise(NOON + due, met_at=met_at, paused=paused, now=NOON)
        assert f"promise-{state}" in drawn
        assert ("data-due" in drawn) == (state in {"calm", "near", "urgent", "broken"})


class TestSigns:
    def test_show_colour_icon_and_word(self) -> None:
        signs.statuses("test_kind", {"late": signs.Sign(signs.Tone.BROKEN, "Late")})
        drawn = marks.status("test_kind", "late")
        assert "sign-red" in drawn
        assert "#alert-triangle" in drawn
        assert "Late" in drawn

    def test_show_an_unknown_status_as_it_is_and_escape_it(self) -> None:
        drawn = marks.status("test_kind", "<b>")
        assert "sign-grey" in drawn
        assert "&lt;b&gt;" in drawn

    def test_escape_what_people_typed(self) -> None:
        assert "<script>" not in marks.person("<script>alert(1)</script>")
        assert 'href="tel:+8613800138000"' in marks.phone('+86 138-0013-8000"><b>')


class TestMentioned:
    @pytest.mark.parametrize(
        ("text", "names", "drawn"),
        [
            ("请@张伟看", ["张伟"], '请<span class="mention">@张伟</span>看'),
            ("@张伟明 张伟", ["张伟", "张伟明"], '<span class="mention">@张伟明</span> 张伟'),
            ("<i>@张伟", [], "&lt;i&gt;@张伟"),
            ("@<b>x", ["<b>"], '<span class="mention">@&lt;b&gt;</span>x'),
        ],
    )
    def test_names_stand_out_and_everything_is_escaped(self, text, names, drawn):
        assert mentioning.marked(text, names) == drawn
