"""Strict forms: what they take, what they refuse, and in which words."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django import forms
from django.utils import timezone

from aftercare.platform.web.forms import DateField, LocalDateTimeField, Section, StrictForm


class ReportForm(StrictForm):
    """A form with one field of each kind."""

    words = forms.CharField(label="Words")
    story = forms.CharField(label="Story", widget=forms.Textarea, required=False)
    due_at = LocalDateTimeField(label="Due", required=False)
    born_on = DateField(label="Born", required=False)
    minutes = forms.IntegerField(label="Minutes", required=False)
    note = forms.CharField(label="Note", required=False, max_length=3)
    units = {"minutes": "min"}
    examples = {"words": "the lift stands"}
    sections = [Section("More", ["note"], folded=True)]


def errors(**data: str) -> dict[str, list[str]]:
    """Return the errors of the form with this input."""
    return dict(ReportForm({"words": "fine", **data}).errors)


class TestStrictForm:
    def test_strips_and_takes_plain_words(self) -> None:
        form = ReportForm({"words": "  电梯停运 🙂 ", "story": "line\r\nline\ttab"})
        assert form.is_valid()
        assert form.cleaned_data["words"] == "电梯停运 🙂"

    @pytest.mark.parametrize("text", ["a\0b", "a\x07b", "a\u202eb", "a\u200bb", "\ufeffa", "a\u2066b", "a\ud800b"])
    def test_refuses_what_cannot_be_seen(self, text: str) -> None:
        assert list(errors(words=text)) == ["words"]

    @pytest.mark.parametrize(("name", "length"), [("words", 201), ("story", 5001), ("note", 4)])
    def test_bounds_every_length(self, name: str, length: int) -> None:
        assert list(errors(**{name: "x" * length})) == [name]

    @pytest.mark.parametrize(
        ("name", "text"),
        [("due_at", "0001-01-01T00:00"), ("due_at", "9999-12-31T23:59"), ("born_on", "0999-01-01"), ("due_at", "soon")],
    )
    def test_refuses_moments_nobody_can_mean(self, name: str, text: str) -> None:
        assert list(errors(**{name: text})) == [name]

    def test_says_which_field_is_empty(self) -> None:
        assert "Words" in str(ReportForm({}).errors["words"])

    def test_reads_a_moment_in_the_persons_zone(self) -> None:
        with timezone.override("Asia/Tokyo"):
            form = ReportForm({"words": "x", "due_at": "2026-05-31T09:00"})
            assert form.is_valid()
        assert form.cleaned_data["due_at"] == datetime(2026, 5, 31, 0, 0, tzinfo=UTC)

    def test_shows_a_moment_in_the_persons_zone(self) -> None:
        form = ReportForm(initial={"due_at": datetime(2026, 5, 31, 0, 0, tzinfo=UTC)})
        with timezone.override("Asia/Tokyo"):
            assert 'value="2026-05-31T09:00"' in str(form["due_at"])

    def test_folds_rare_fields_unless_one_is_wrong(self) -> None:
        assert [is_open for section, _fields, is_open in ReportForm().grouped() if section] == [False]
        wrong = ReportForm({"words": "x", "note": "too long"})
        assert [is_open for section, _fields, is_open in wrong.grouped() if section] == [True]

    def test_draws_label_unit_example_and_error_beside_the_field(self) -> None:
        drawn = str(ReportForm({"words": ""}))
        assert "the lift stands" in drawn
        assert '<span class="input-group-text">min</span>' in drawn
        assert drawn.index('id="id_words_error"') < drawn.index('id="id_story"')
