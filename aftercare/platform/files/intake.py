"""What may come in: the type is read from the content, the size is bounded, pictures are made anew."""

from __future__ import annotations

import io
import unicodedata
from dataclasses import dataclass
from typing import Any

import filetype
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

from aftercare.platform.refusal import Refused

LIMIT_BYTES = 20 * 1024 * 1024
LIMIT_PIXELS = 50_000_000
PICTURES = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
DOCUMENTS = {
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "video/mp4",
    "audio/mpeg",
}
_SUSPECT = (b"<script", b"<html", b"<svg", b"<!doctype html", b"/javascript")


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture as it was sent, not checked yet."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Checked:
    """A content that may be stored."""

    content: bytes
    media_type: str
    width: int | None = None
    height: int | None = None
    stripped: bytes | None = None
    exif: dict[str, Any] | None = None


def check(content: bytes, *, pictures_only: bool = False) -> Checked:
    """
    Return the content fit for storing.

    A picture is decoded and encoded again, so that nothing but the picture survives; its camera and
    place data are kept apart for staff.

    :raises Refused: `empty_file`, `too_large`, `unknown_type`, `not_a_picture` or `broken_picture`.
    """
    if not content:
        raise Refused("empty_file", _("The file is empty."), field="file")
    if len(content) > LIMIT_BYTES:
        raise Refused("too_large", _("The file is larger than 20 MB; send a smaller one."), field="file")
    kind = filetype.guess(content)
    media_type = kind.mime if kind else ""
    if media_type in PICTURES:
        return _picture(content, media_type)
    if pictures_only:
        raise Refused("not_a_picture", _("This is not a picture; send a JPEG, PNG or WebP photo."), field="file")
    if media_type not in DOCUMENTS or _hides_a_page(content, media_type):
        raise Refused(
            "unknown_type", _("This kind of file is not accepted; send a photo, PDF, Excel, Word or MP4."), field="file"
        )
    return Checked(content, media_type)


def _hides_a_page(content: bytes, media_type: str) -> bool:
    """Tell whether a PDF carries script, or any document starts as one thing and goes on as a web page."""
    head = content[:4096].lower() if media_type != "application/pdf" else content.lower()
    return any(mark in head for mark in _SUSPECT)


def _picture(content: bytes, media_type: str) -> Checked:
    try:
        with Image.open(io.BytesIO(content)) as picture:
            if picture.width * picture.height > LIMIT_PIXELS:
                raise Refused("too_large", _("The picture has more than 50 million points."), field="file")
            exif = _exif(picture)
            plain = ImageOps.exif_transpose(picture)
            if media_type == "image/jpeg" and plain.mode not in {"RGB", "L"}:
                plain = plain.convert("RGB")
            out = io.BytesIO()
            plain.save(out, PICTURES[media_type], quality=88, exif=picture.getexif() if exif else b"")
            bare = io.BytesIO()
            clean = Image.new(plain.mode, plain.size)
            clean.paste(plain)
            clean.save(bare, PICTURES[media_type], quality=88)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise Refused("broken_picture", _("The picture is damaged; take it again."), field="file") from error
    return Checked(out.getvalue(), media_type, plain.width, plain.height, bare.getvalue(), exif)


def _exif(picture: Image.Image) -> dict[str, Any]:
    """Return time, camera and place of a photo, as plain values."""
    data = picture.getexif()
    found: dict[str, Any] = {}
    for tag, name in ((0x0132, "taken"), (0x010F, "make"), (0x0110, "model")):
        if value := data.get(tag):
            found[name] = str(value).replace("\0", "")[:80]
    gps = data.get_ifd(0x8825)
    if {1, 2, 3, 4} <= set(gps):
        found["lat"] = _degrees(gps[2], gps[1] == "S")
        found["lon"] = _degrees(gps[4], gps[3] == "W")
    return found


def _degrees(parts: Any, negative: bool) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)
    value = degrees + minutes / 60 + seconds / 3600
    return round(-value if negative else value, 6)


def file_name(name: str) -> str:
    """Return a name without folders, control or direction characters, at most 150 long."""
    base = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(c for c in base if unicodedata.category(c)[0] != "C").strip(" .")
    stem, dot, ending = kept.rpartition(".")
    return f"{stem[:140]}{dot}{ending[:9]}" if dot else kept[:150] or "file"
