"""Arithmetic and decisions about requests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftercare.contexts.service_requests import rules
from aftercare.contexts.service_requests.lifecycle import REQUEST
from aftercare.contexts.service_requests.models import OPEN, Status
from aftercare.platform.refusal import Refused

AT = datetime(2026, 9, 7, 1, 0, tzinfo=UTC)
LEVELS = st.integers(1, 4)
PLAIN = {"same_equipment": True, "same_customer": True, "same_phone": False, "apart": timedelta(hours=1)}


class TestPriorityOf:
    @given(LEVELS, LEVELS)
    def test_is_never_lower_for_a_more_urgent_or_wider_matter(self, urgency: int, impact: int) -> None:
        here = rules.priority_of(urgency, impact)
        assert rules.priority_of(max(urgency - 1, 1), impact) <= here
        assert rules.priority_of(urgency, max(impact - 1, 1)) <= here

    @given(LEVELS, LEVELS)
    def test_is_the_first_for_danger_to_people(self, urgency: int, impact: int) -> None:
        assert rules.priority_of(urgency, impact, is_emergency=True) == 1

    def test_uses_all_four(self) -> None:
        assert {rules.priority_of(u, i) for u in range(1, 5) for i in range(1, 5)} == {1, 2, 3, 4}


class TestDuplicateScore:
    def test_finds_the_same_matter_told_in_other_words(self) -> None:
        like = rules.likeness("电梯门关不上", "1号梯 电梯门一直关不上 请尽快")
        assert rules.duplicate_score(likeness=like, **PLAIN) >= rules.LIKELY

    def test_leaves_another_trouble_of_the_same_equipment_alone(self) -> None:
        like = rules.likeness("电梯门关不上", "地下室漏水")
        assert rules.duplicate_score(likeness=like, **PLAIN) == 0

    def test_leaves_the_same_words_of_a_stranger_alone(self) -> None:
        stranger = {"same_equipment": False, "same_customer": False, "same_phone": False, "apart": timedelta()}
        assert rules.duplicate_score(likeness=1.0, **stranger) == 0

    def test_wears_off_with_time(self) -> None:
        later = {**PLAIN, "apart": timedelta(days=10)}
        assert rules.duplicate_score(likeness=0.8, **later) < rules.duplicate_score(likeness=0.8, **PLAIN)


class TestMissing:
    FULL = {
        "subject": "门打不开", "customer_id": 1, "caller_phone": "138", "caller_name": "王芳", "equipment_id": 2,
        "category_id": 3, "description": "从早上开始就这样", "place": "",
    }  # fmt: skip

    def test_is_empty_when_everything_is_there(self) -> None:
        assert rules.missing(self.FULL, kind="fault", needs_equipment=True) == []

    @pytest.mark.parametrize("name", ["subject", "customer_id", "caller_phone", "equipment_id", "category_id"])
    def test_names_what_is_not(self, name: str) -> None:
        gaps = rules.missing({**self.FULL, name: None}, kind="fault", needs_equipment=True)
        assert name in [gap.field for gap in gaps]

    def test_asks_a_suggestion_for_no_equipment(self) -> None:
        gaps = rules.missing({**self.FULL, "equipment_id": None}, kind="suggestion")
        assert gaps == []


class TestReceived:
    def test_forgives_a_clock_that_runs_ahead_a_little(self) -> None:
        assert rules.received(AT + timedelta(minutes=3), at=AT) == AT

    @pytest.mark.parametrize(
        "moment", [AT + timedelta(minutes=6), datetime(1980, 1, 1, tzinfo=UTC), datetime(2026, 1, 1)]
    )
    def test_refuses_what_cannot_be_meant(self, moment: datetime) -> None:
        with pytest.raises(Refused, match="bad_moment"):
            rules.received(moment, at=AT)


class TestHeadline:
    @given(st.text(min_size=1, max_size=400).filter(str.strip))
    def test_fits_a_subject(self, text: str) -> None:
        assert 0 < len(rules.headline(text)) <= 80

    def test_is_the_first_sentence(self) -> None:
        assert rules.headline("门关不上。按了几次") == "门关不上"


class TestSupersedes:
    def test_takes_later_news_and_of_one_moment_the_further_one(self) -> None:
        hour = timedelta(hours=1)
        assert rules.supersedes("scheduled", AT + hour, known="draft", known_at=AT)
        assert not rules.supersedes("draft", AT, known="scheduled", known_at=AT + hour)
        assert rules.supersedes("unscheduled", AT, known="draft", known_at=AT)
        assert not rules.supersedes("draft", AT, known="unscheduled", known_at=AT)


class TestLifecycle:
    def test_knows_the_states_of_the_model_and_no_other(self) -> None:
        assert set(Status.values) == REQUEST.states

    def test_ends_where_nothing_is_open(self) -> None:
        assert {s for s in REQUEST.states if not REQUEST.verbs(s)} == {"canceled", "merged"}
        assert set(OPEN) == {s for s in REQUEST.states if REQUEST.can(s, "cancel")}

    def test_is_drawn_in_the_readme_as_it_is(self) -> None:
        from pathlib import Path

        from aftercare.contexts import service_requests

        readme = Path(service_requests.__file__).with_name("README.md").read_text()
        assert REQUEST.mermaid() in readme
