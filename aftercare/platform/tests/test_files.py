from __future__ import annotations

import io
import zipfile

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from aftercare.platform.files import intake, storing
from aftercare.platform.files.models import Attachment, Blob
from aftercare.platform.refusal import Refused


def photo(colour: str = "red", *, place: bool = False, kind: str = "JPEG", size: tuple[int, int] = (64, 48)) -> bytes:
    picture = Image.new("RGB", size, colour)
    exif = Image.Exif()
    if place:
        exif[0x0110] = "Phone 9"
        exif[0x8825] = {1: "N", 2: (31.0, 13.0, 48.0), 3: "E", 4: (121.0, 28.0, 12.0)}
    out = io.BytesIO()
    picture.save(out, kind, exif=exif)
    return out.getvalue()


HOSTILE = {
    "empty_file": b"",
    "too_large": b"\xff\xd8\xff" + b"0" * intake.LIMIT_BYTES,
    "broken_picture": photo()[:200],
}
PAGES = [
    b"<html><script>alert(1)</script></html>",
    b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
    b"%PDF-1.7\n1 0 obj << /S /JavaScript /JS (app.alert(1)) >> endobj",
    b"MZ" + b"\0" * 100,
]


class TestCheck:
    @pytest.mark.parametrize(("code", "content"), HOSTILE.items())
    def test_refuses_what_is_no_good(self, code, content):
        with pytest.raises(Refused) as refusal:
            intake.check(content)
        assert refusal.value.code == code

    @pytest.mark.parametrize("content", PAGES)
    def test_refuses_pages_scripts_and_programs_whatever_they_are_called(self, content):
        with pytest.raises(Refused) as refusal:
            intake.check(content)
        assert refusal.value.code == "unknown_type"

    def test_refuses_a_picture_bomb(self, monkeypatch):
        monkeypatch.setattr(intake, "LIMIT_PIXELS", 100)
        with pytest.raises(Refused) as refusal:
            intake.check(photo())
        assert refusal.value.code == "too_large"

    def test_makes_a_picture_anew_so_that_nothing_rides_along(self):
        polyglot = photo() + b"<script>alert(1)</script>"
        assert b"<script>" not in intake.check(polyglot).content

    def test_keeps_place_and_camera_for_staff_only(self):
        checked = intake.check(photo(place=True))
        assert checked.exif == {"model": "Phone 9", "lat": 31.23, "lon": 121.47}
        assert Image.open(io.BytesIO(checked.content)).getexif().get_ifd(0x8825)
        assert not dict(Image.open(io.BytesIO(checked.stripped)).getexif())

    def test_refuses_an_archive_posing_as_a_photo(self):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr("../../etc/x", "x")
        with pytest.raises(Refused):
            intake.check(out.getvalue(), pictures_only=True)

    @pytest.mark.parametrize(
        ("given", "kept"),
        [
            ("../../x.jpg", "x.jpg"),
            ("C:\\a\\b.png", "b.png"),
            ("\u202egpj.exe", "gpj.exe"),
            ("", "file"),
            ("长" * 300 + ".jpg", "长" * 140 + ".jpg"),
        ],
    )
    def test_names_lose_folders_and_direction_marks(self, given, kept):
        assert intake.file_name(given) == kept


@pytest.mark.django_db
class TestAttach:
    @pytest.fixture(autouse=True)
    def _guarded(self, monkeypatch):
        monkeypatch.setitem(storing._guards, "kettle", lambda record, by: record == 1 and by.is_known)

    def attach(self, by, at, subject="kettle:1", content=None, **kind):
        return storing.attach(
            content or photo(place=True), subject=subject, role="photo", name="a.jpg", by=by, at=at, **kind
        )

    def test_stores_equal_contents_once_and_links_them_twice(self, system, at):
        first, second = self.attach(system, at), self.attach(system, at, subject="kettle:2")
        assert first.pk != second.pk
        assert first.blob_id == second.blob_id
        assert self.attach(system, at).pk == first.pk
        assert Blob.objects.count() == 1

    def test_never_overwrites_a_good_file(self, system, at):
        blob = self.attach(system, at).blob
        path = default_storage.path(storing.path_of(blob.sha256))
        before = path, default_storage.get_modified_time(storing.path_of(blob.sha256))
        self.attach(system, at, subject="kettle:3")
        assert before == (path, default_storage.get_modified_time(storing.path_of(blob.sha256)))

    def test_is_read_only_through_the_right_on_its_record(self, desk_agent, system, at):
        mine, other = self.attach(system, at), self.attach(system, at, subject="kettle:2")
        assert storing.readable(mine.pk, by=desk_agent) == mine
        for missing in (other.pk, 10**9):
            with pytest.raises(Refused) as refusal:
                storing.readable(missing, by=desk_agent)
            assert refusal.value.code == "not_found"

    def test_is_refused_when_nobody_guards_the_kind(self, desk_agent, system, at):
        lost = self.attach(system, at, subject="teapot:1")
        with pytest.raises(Refused):
            storing.readable(lost.pk, by=desk_agent)

    def test_gives_a_customer_the_picture_without_its_place(self, make_actor, system, at):
        from aftercare.platform.actor import Role

        customer = make_actor(Role.CUSTOMER)
        hidden = self.attach(system, at)
        shown = self.attach(system, at, content=photo("blue", place=True), audience=Attachment.Audience.CUSTOMER)
        with pytest.raises(Refused):
            storing.readable(hidden.pk, by=customer)
        with storing.open_for(storing.readable(shown.pk, by=customer), by=customer) as handle:
            assert not dict(Image.open(handle).getexif())
