"""The workbook of a hand-over: its sheets, their columns, and the empty one to fill in."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aftercare.contexts.installed_base import public as installed_base
from aftercare.platform.web import sheets

PARTIES, PLACES, EQUIPMENT = "parties", "places", "equipment"
WARRANTIES, PAPERS, SNAGS = "warranties", "papers", "snags"
TITLES: dict[str, Any] = {
    PARTIES: _("Parties"),
    PLACES: _("Places"),
    EQUIPMENT: _("Equipment"),
    WARRANTIES: _("Warranties"),
    PAPERS: _("Papers"),
    SNAGS: _("Snags"),
}
COLUMNS: dict[str, dict[str, Any]] = {
    PARTIES: {"organisation": _("Organisation"), "part": pgettext_lazy("project", "Part"), "scope": _("Scope")},
    PLACES: {"path": _("Place"), "kind": _("Kind of place")},
    WARRANTIES: {
        "kind": _("Kind of part"), "name": _("Name"), "contract_until": _("Until by contract"),
        "liable": _("Liable party"), "note": pgettext_lazy("column", "Note"),
    },
    PAPERS: {"kind": _("Kind of paper"), "title": _("Title"), "number": _("Number"), "is_delivered": _("Handed over")},
    SNAGS: {
        "number": _("Number"), "subject": _("What is wrong"), "place": _("Place"), "liable": _("Liable party"),
        "found_on": _("Found on"),
    },
}  # fmt: skip
OPTIONAL = {
    PARTIES: ("scope",),
    EQUIPMENT: (*installed_base.EQUIPMENT_OPTIONAL, "project", "number"),
    WARRANTIES: ("name", "contract_until", "liable", "note"),
    PAPERS: ("number", "is_delivered"),
    SNAGS: ("place", "liable", "found_on"),
}


def heads(sheet: str) -> Mapping[str, tuple[str, ...]]:
    """Return the heads each column of a sheet is known by; the last one is in the reader's own language."""
    return installed_base.equipment_heads() if sheet == EQUIPMENT else sheets.heads_of(COLUMNS[sheet])


def read(upload: Any) -> dict[str, list[sheets.Row]]:
    """
    Return the rows of each sheet that is there; a sheet that is missing is empty.

    :raises Refused: `bad_file` when it is no workbook, none of the sheets is in it, or a column is missing.
    """
    titles = sheets.heads_of(TITLES)
    wanted = {
        name: sheets.Wanted(titles=titles[name], heads=heads(name), optional=OPTIONAL.get(name, ())) for name in TITLES
    }
    return sheets.read_book(upload, wanted)


def template() -> bytes:
    """Return the empty workbook in the reader's language."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    for name, title in TITLES.items():
        sheet = book.create_sheet(str(title))
        left_out = {"project", "number"} if name == EQUIPMENT else set()
        sheet.append([known[-1] for column, known in heads(name).items() if column not in left_out])
        for cell in sheet[1]:
            sheet.column_dimensions[cell.column_letter].width = max(14, 2 * len(str(cell.value)))
        sheet.freeze_panes = "A2"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
