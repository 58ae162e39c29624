"""Exports: what is filtered, what a spreadsheet could run, who may take how much."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.http import HttpResponseBase
from django.test import Client
from openpyxl import load_workbook

from aftercare.platform.actor import Role
from aftercare.platform.web.listing import export, pages
from aftercare.platform.web.models import Export
from aftercare.platform.web.tests import sample
from aftercare.platform.web.tests.conftest import SignIn

NASTY = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "＋1", "－1", "＠x", " =1", "\u3000＝1"]


@pytest.fixture
def desk(sign_in: SignIn) -> Client:
    """Give a desk agent's browser and people with names that look like formulas."""
    browser = sign_in(Role.DESK_AGENT, username="agent")
    for number, name in enumerate(NASTY):
        get_user_model().objects.create_user(f"p{number:02}", name=name, language="en")
    return browser


def body(response: Any) -> bytes:
    """Return the whole streamed body."""
    return b"".join(response.streaming_content)


class TestCsv:
    def test_holds_what_the_filter_leaves_in_the_chosen_columns(self, desk: Client) -> None:
        response = desk.get("/people/?export=csv&exact=p00&cols=username,is_active")
        assert body(response).decode() == "\ufeffLogin name,May sign in\r\np00,True\r\n".replace(
            "Login name,May sign in", "登录名,可登录"
        )

    def test_never_starts_a_cell_like_a_formula(self, desk: Client) -> None:
        lines = list(csv.reader(io.StringIO(body(desk.get("/people/?export=csv&language=en")).decode())))
        names = [line[1] for line in lines[1:]]
        assert len(names) == len(NASTY)
        assert all(name.startswith("'") for name in names)

    def test_gives_back_the_same_words_when_the_mark_is_taken_off(self, desk: Client) -> None:
        lines = list(csv.reader(io.StringIO(body(desk.get("/people/?export=csv&language=en")).decode(), newline="")))
        assert [line[1][1:].replace("\r\n", "\r") for line in lines[1:]] == NASTY


class TestXlsx:
    def test_types_every_text_as_text(self, desk: Client) -> None:
        book = load_workbook(io.BytesIO(body(desk.get("/people/?export=xlsx&language=en"))))
        cells = [row[1] for row in book.worksheets[0].iter_rows(min_row=2)]
        assert len(cells) == len(NASTY)
        assert {cell.data_type for cell in cells} == {"s"}
        assert all(cell.quotePrefix for cell in cells)

    def test_keeps_moments_as_moments_in_the_persons_zone(self, desk: Client) -> None:
        moment = datetime(2026, 5, 31, 16, 30, tzinfo=UTC)
        get_user_model().objects.filter(username="p00").update(date_joined=moment)
        found = body(desk.get("/people/?export=xlsx&exact=p00&cols=date_joined"))
        assert load_workbook(io.BytesIO(found)).worksheets[0]["A2"].value == datetime(2026, 6, 1, 0, 30)


class TestCell:
    @pytest.mark.parametrize(("value", "expected"), [(None, ""), (True, True), (3, 3), (Decimal("1.50"), 1.5)])
    def test_keeps_numbers_and_leaves_nothing_empty(self, value: Any, expected: Any) -> None:
        assert export.cell(value) == expected

    def test_drops_what_a_workbook_cannot_hold(self) -> None:
        assert export.cell("a\x00\x0bb") == "ab"


class TestLimits:
    def test_refuse_more_rows_than_the_role_may_take(self, desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sample.PersonList, "export_limit", lambda self, actor: 5)
        response = desk.get("/people/?export=csv")
        assert response.status_code == 422
        assert "5" in response.content.decode()
        assert not Export.objects.exists()

    def test_refuse_junk_in_the_address_instead_of_exporting_everything(self, desk: Client) -> None:
        assert desk.get("/people/?export=csv&language=klingon").status_code == 422
        assert desk.get("/people/?export=exe").status_code == 422
        assert not Export.objects.exists()

    def test_refuse_too_many_exports_within_the_hour(self, desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(pages, "EXPORTS_PER_HOUR", 2)
        assert [desk.get("/people/?export=csv").status_code for _ in range(3)] == [200, 200, 429]

    def test_keep_a_trace_of_every_export(self, desk: Client) -> None:
        response: HttpResponseBase = desk.get("/people/?export=csv&language=en")
        assert response.status_code == 200
        trace = Export.objects.get()
        assert (trace.owner.username, trace.listing, trace.row_count) == ("agent", "tests.people", len(NASTY))
        assert trace.query == "language=en"
