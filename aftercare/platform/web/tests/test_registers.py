"""Registers: a declaration becomes list, form, history and import."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from openpyxl import Workbook

from aftercare.platform.actor import Role
from aftercare.platform.web import sheets
from aftercare.platform.web.tests.conftest import SignIn

User = get_user_model()


@pytest.fixture
def writer(sign_in: SignIn) -> Client:
    """Give the browser of somebody who may write the register."""
    return sign_in(Role.SYSTEM_ADMIN, username="writer")


def workbook(*rows: list[Any]) -> bytes:
    """Return a workbook with these rows."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def send(browser: Client, content: bytes, name: str = "people.xlsx", **fields: str) -> Any:
    """Import a file."""
    return browser.post("/logins/import/", {"file": SimpleUploadedFile(name, content), **fields})


HEAD = ["username", "name", "language", "is_active"]
REST = {"language": "zh-hans", "is_active": "on"}


class TestList:
    def test_shows_the_rows_to_readers(self, sign_in: SignIn) -> None:
        page = sign_in(Role.AUDITOR, username="reader").get("/logins/")
        assert "reader" in page.content.decode()

    def test_searches_the_text_fields(self, writer: Client) -> None:
        assert [row.username for row, *_ in writer.get("/logins/?q=wri").context["rows"]] == ["writer"]

    def test_is_closed_to_others(self, sign_in: SignIn) -> None:
        assert sign_in(Role.CUSTOMER, username="c").get("/logins/").status_code == 403


class TestWrite:
    def test_adds_and_changes_a_row(self, writer: Client) -> None:
        assert writer.post("/logins/new/", {**REST, "username": "mary", "name": "玛丽"}).status_code == 302
        mary = User.objects.get(username="mary")
        assert writer.post(f"/logins/{mary.pk}/", {**REST, "username": "mary", "name": "Mary"}).status_code == 302
        assert User.objects.get(pk=mary.pk).name == "Mary"

    @pytest.mark.parametrize("name", ["", "x" * 81, "a\0b", "a\u202eb"])
    def test_refuses_bad_input_and_keeps_the_row(self, writer: Client, name: str) -> None:
        response = writer.post("/logins/new/", {**REST, "username": "mary", "name": name})
        assert response.status_code == 422
        assert "name" in response.context["form"].errors
        assert not User.objects.filter(username="mary").exists()

    def test_is_refused_for_readers(self, sign_in: SignIn) -> None:
        reader = sign_in(Role.AUDITOR, username="reader")
        assert reader.post("/logins/new/", {**REST, "username": "mary", "name": "x"}).status_code == 403

    def test_shows_who_changed_what(self, writer: Client) -> None:
        writer.post("/logins/new/", {**REST, "username": "mary", "name": "玛丽"})
        mary = User.objects.get(username="mary")
        writer.post(f"/logins/{mary.pk}/", {**REST, "username": "mary", "name": "Mary"})
        changes = writer.get(f"/logins/{mary.pk}/history/").context["changes"]
        assert changes[0].who == "李静"
        assert ("玛丽", "Mary") in [(before, after) for _field, before, after in changes[0].fields]

    def test_shows_nothing_of_a_row_older_than_the_audit(self, writer: Client) -> None:

        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            anna = User.objects.create(username="anna", name="安娜")
            cursor.execute("SET LOCAL session_replication_role = DEFAULT")
        assert writer.get(f"/logins/{anna.pk}/history/").context["changes"] == []


class TestImport:
    def test_adds_new_rows_and_changes_known_ones(self, writer: Client) -> None:
        User.objects.create_user("mary", name="old")
        assert (
            send(writer, workbook(HEAD, ["mary", "Mary", "中文", "是"], ["tom", "'=1+1", "中文", "是"])).status_code
            == 302
        )
        names = dict(User.objects.filter(username__in=["mary", "tom"]).values_list("username", "name"))
        assert names == {"mary": "Mary", "tom": "=1+1"}

    def test_changes_nothing_when_only_checking(self, writer: Client) -> None:
        response = send(writer, workbook(HEAD, ["tom", "Tom", "中文", "是"]), dry_run="on")
        assert (response.context["report"].added, response.context["report"].done) == (1, False)
        assert not User.objects.filter(username="tom").exists()

    def test_saves_nothing_when_one_row_is_wrong_and_names_it(self, writer: Client) -> None:
        response = send(writer, workbook(HEAD, ["tom", "Tom", "中文", "是"], ["NOT PLAIN", "", "中文", "是"]))
        assert response.status_code == 422
        assert {error.number for error in response.context["report"].errors} == {3}
        assert not User.objects.filter(username="tom").exists()

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
    def test_reads_text_in_the_encodings_people_have(self, writer: Client, encoding: str) -> None:
        content = "username;name;language;is_active\ntom;汤姆;en;true\n".encode(encoding)
        assert send(writer, content, "people.csv").status_code == 302
        assert User.objects.get(username="tom").name == "汤姆"

    @pytest.mark.parametrize(
        "content",
        [b"", b"\x00\x01\x02", b"PK\x03\x04broken", b"a,b\n1,2\n", workbook(["username"]), b"\xff\xfe\xff"],
        ids=["empty", "binary", "broken zip", "other columns", "too few columns", "half a character"],
    )
    def test_refuses_what_is_no_such_sheet(self, writer: Client, content: bytes) -> None:
        response = send(writer, content)
        assert response.status_code == 422
        assert response.context["form"].errors["file"]

    def test_refuses_a_file_that_is_too_large(self, writer: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sheets, "MOST_BYTES", 10)
        assert send(writer, workbook(HEAD, ["tom", "Tom", "中文", "是"])).status_code == 422

    def test_takes_back_what_the_list_exported(self, writer: Client) -> None:
        User.objects.create_user("mary", name="-Mary", language="en", is_active=False)
        exported = b"".join(writer.get("/logins/?export=xlsx").streaming_content)  # type: ignore[attr-defined]
        User.objects.filter(username="mary").update(name="changed", language="zh-hans", is_active=True)
        assert send(writer, exported).status_code == 302
        mary = User.objects.get(username="mary")
        assert (mary.name, mary.language, mary.is_active) == ("-Mary", "en", False)

    def test_gives_a_template_with_the_right_heads(self, writer: Client) -> None:
        content = b"".join(writer.get("/logins/import/template.xlsx").streaming_content)  # type: ignore[attr-defined]
        assert content.startswith(b"PK")
