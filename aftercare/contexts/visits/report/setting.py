"""Set a report: facts and pictures in, PDF out. Nothing is fetched, no font of the machine is used."""

from __future__ import annotations

import io
import json
import re
import tempfile
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import segno
import typst
from django.conf import settings
from PIL import Image

from aftercare.contexts.visits import rules

TEMPLATE = Path(__file__).with_name("service_report.typ")
PHOTO_EDGE = 1100
INK = "#1b2421"


class CannotSet(Exception):
    """The paper could not be made; the message says what the operator should do."""


@dataclass(frozen=True, slots=True)
class Paper:
    """What stands on a report: plain values by name, and the pictures by file name."""

    data: dict[str, Any]
    pictures: dict[str, bytes] = field(default_factory=dict)
    issued_at: datetime | None = None


def fonts() -> Path:
    """
    Return the folder of the report's fonts.

    :raises CannotSet: when they were not installed.
    """
    folder = Path(settings.ROOT) / "frontend/fonts"
    if not list(folder.glob("NotoSansSC_*.ttf")):
        raise CannotSet("the fonts of the reports are missing: run `make setup`")
    return folder


def pdf(paper: Paper) -> bytes:
    """
    Return the report as PDF/A-2b.

    :raises CannotSet: when the fonts are missing or the setter fails.
    """
    return _compile(paper, format="pdf", pdf_standards=["a-2b"])


def _compile(paper: Paper, **how: Any) -> bytes:
    with tempfile.TemporaryDirectory(prefix="report-") as name:
        folder = Path(name)
        (folder / "main.typ").write_bytes(TEMPLATE.read_bytes())
        (folder / "data.json").write_text(json.dumps(paper.data, ensure_ascii=False))
        for file, content in paper.pictures.items():
            (folder / file).write_bytes(content)
        stamp = int(paper.issued_at.timestamp()) if paper.issued_at else None
        try:
            return typst.compile(
                folder / "main.typ",
                root=folder,
                font_paths=[fonts()],
                ignore_system_fonts=True,
                timestamp=stamp,
                **how,
            )
        except typst.TypstError as error:
            raise CannotSet(str(error)) from error


def photo(content: bytes) -> bytes:
    """Return a photo small enough for paper, without anything but the picture in it."""
    with Image.open(io.BytesIO(content)) as picture:
        small = picture.convert("RGB")
        small.thumbnail((PHOTO_EDGE, PHOTO_EDGE))
        bare = Image.new("RGB", small.size)
        bare.paste(small)
        out = io.BytesIO()
        bare.save(out, "JPEG", quality=82, optimize=True)
    return out.getvalue()


def signature_svg(path: str) -> bytes:
    """Return the drawn line as a picture, cut to what was written."""
    line = rules.signature(path)
    numbers = [float(n) for n in re.findall(r"\d+(?:\.\d+)?", line.path)] if line else []
    if not numbers:
        return _svg(f"0 0 {rules.PAD_WIDTH} {rules.PAD_HEIGHT}", "")
    left, top = max(0.0, min(numbers[::2]) - 6), max(0.0, min(numbers[1::2]) - 6)
    width, height = max(numbers[::2]) + 6 - left, max(numbers[1::2]) + 6 - top
    return _svg(f"{left:g} {top:g} {width:g} {height:g}", path)


def _svg(box: str, path: str) -> bytes:
    drawn = f'<path d="{path}" fill="none" stroke="{INK}" stroke-width="3.2"' if path else ""
    drawn += ' stroke-linecap="round" stroke-linejoin="round"/>' if path else ""
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}">{drawn}</svg>'.encode()


def qr(text: str) -> bytes:
    """Return a QR code as a picture."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="svg", border=0, dark=INK, xmldecl=False, omitsize=True)
    return out.getvalue()
