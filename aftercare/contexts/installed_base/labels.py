"""Labels to print: a QR code that opens the page to report a fault, beside the words a person reads."""

from __future__ import annotations

import io
import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import segno
import typst
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from aftercare.contexts.installed_base import queries
from aftercare.contexts.installed_base.models import Equipment
from aftercare.platform.notify.telling import link
from aftercare.platform.refusal import Refused

TEMPLATE = Path(__file__).parent / "paper/labels.typ"
ON_A_SHEET = 24
MOST = 480
PAPERS = ("a4", "single")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What to print on: `a4` with `skip` places left empty and lines to cut along, or `single` labels."""

    paper: str = "a4"
    skip: int = 0
    cut: bool = False


def address_of(equipment: Equipment) -> str:
    """Return the full address behind the label's QR code."""
    return link(queries.label_path(equipment.label_code))


def qr_svg(text: str) -> bytes:
    """Return a QR code as a picture; level M still reads with a seventh of it worn off."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="svg", border=0, xmldecl=False, svgns=True)
    return out.getvalue()


def pdf(rows: Sequence[Equipment], sheet: Sheet) -> bytes:
    """
    Return the labels as a PDF.

    :raises Refused: `missing` without equipment, `too_many`, or `not_ready` when the fonts are not installed.
    """
    return _set(rows, sheet, format="pdf")[0]


def preview(rows: Sequence[Equipment], sheet: Sheet) -> bytes:
    """
    Return the first page as a PNG.

    :raises Refused: as `pdf`.
    """
    shown = rows[:1] if sheet.paper == "single" else rows[: max(1, ON_A_SHEET - sheet.skip)]
    return _set(shown, sheet, format="png", ppi=110 if sheet.paper == "a4" else 300)[0]


def _set(rows: Sequence[Equipment], sheet: Sheet, **how: Any) -> list[bytes]:
    if not rows:
        raise Refused("missing", _("Choose the equipment first."), field="ids")
    if len(rows) > MOST:
        raise Refused("too_many_rows", _("Print at most %(n)d labels at a time.") % {"n": MOST}, field="ids")
    fonts = Path(settings.ROOT) / "frontend/fonts"
    if not fonts.is_dir():
        raise Refused("not_ready", _("The fonts for printing are missing: run `make setup`."))
    with tempfile.TemporaryDirectory(prefix="labels-") as name:
        folder = Path(name)
        (folder / "main.typ").write_bytes(TEMPLATE.read_bytes())
        for n, row in enumerate(rows):
            (folder / f"{n}.svg").write_bytes(qr_svg(address_of(row)))
        (folder / "data.json").write_text(json.dumps(_data(rows, sheet), ensure_ascii=False), encoding="utf-8")
        made = typst.compile(
            folder / "main.typ",
            root=folder,
            font_paths=[fonts],
            ignore_system_fonts=True,
            **how,
        )
    return made if isinstance(made, list) else [made]


def _data(rows: Sequence[Equipment], sheet: Sheet) -> dict[str, object]:
    return {
        "title": _("Equipment labels"),
        "lang": "zh" if (translation.get_language() or "").startswith("zh") else "en",
        "hint": _("Scan to report a fault"),
        "company": getattr(settings, "COMPANY_NAME", ""),
        "paper": sheet.paper,
        "skip": sheet.skip % ON_A_SHEET,
        "cut": sheet.cut,
        "items": [
            {
                "qr": f"{n}.svg",
                "name": row.name,
                "number": row.number,
                "place": row.location.path if row.location else row.project.name,
            }
            for n, row in enumerate(rows)
        ],
    }
