"""Reading a sheet somebody made: Excel or CSV, with a mark or not, in UTF-8 or GBK."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from aftercare.platform.refusal import Refused

MOST_BYTES = 5 * 1024 * 1024
MOST_ROWS = 5_000
MOST_UNPACKED = 100 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a sheet: its line number as the person sees it, and its cells by field."""

    number: int
    values: dict[str, str]


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong in one row, and in which column."""

    number: int
    column: str
    why: str


@dataclass(slots=True)
class Report:
    """What an import did or would do."""

    added: int = 0
    changed: int = 0
    errors: list[RowError] = field(default_factory=list)
    done: bool = False


def read(
    upload: UploadedFile,
    *,
    heads: Sequence[str] | Mapping[str, tuple[str, ...]],
    optional: Collection[str] = (),
    most: int = 0,
) -> list[Row]:
    """
    Return the rows of the sheet by field name; `heads` may give each field several heads it is known by.

    A column that is not `optional` must be there; more than `most` rows are refused.

    :raises Refused: `bad_file`, in words that say what to do, when it cannot be read as a sheet.
    """
    if not upload.size:
        raise _bad(_("The file is empty."))
    if upload.size > MOST_BYTES:
        raise Refused("too_large", _("The file is larger than 5 MB; split it."), field="file")
    data = upload.read()
    lines = list(_excel(data) if data[:2] == b"PK" else _text(data))
    if not lines:
        raise _bad(_("The file holds no rows."))
    if len(lines) - 1 > (most or MOST_ROWS):
        raise _bad(_("The file holds more than %(most)d rows; split it.") % {"most": most or MOST_ROWS})
    known = heads if isinstance(heads, Mapping) else {name: (name,) for name in heads}
    found = [str(cell or "").strip() for cell in lines[0]]
    places = {name: next((i for i, head in enumerate(found) if head in heads_), None) for name, heads_ in known.items()}
    if lacking := [known[name][-1] for name, place in places.items() if place is None and name not in optional]:
        raise _bad(_("The first line must hold the column “%(column)s”; take the template.") % {"column": lacking[0]})
    rows = []
    for number, line in enumerate(lines[1:], start=2):
        cells = [_plain(cell) for cell in line]
        if any(cells):
            values = {name: cells[i] for name, i in places.items() if i is not None and i < len(cells)}
            rows.append(Row(number, values))
    return rows


def _bad(why: str) -> Refused:
    return Refused("bad_file", why, field="file")


def _excel(data: bytes) -> Iterable[Sequence[Any]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(entry.file_size for entry in packed.infolist()) > MOST_UNPACKED:
                raise _bad(_("The workbook unpacks to more than 100 MB."))
        sheet = load_workbook(io.BytesIO(data), read_only=True, data_only=True).worksheets[0]
        return [list(line) for line in sheet.iter_rows(values_only=True, max_row=MOST_ROWS + 2)]
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, IndexError, OSError) as trouble:
        raise _bad(_("This is not an Excel workbook (.xlsx) that can be read.")) from trouble


def _text(data: bytes) -> Iterable[Sequence[Any]]:
    if b"\0" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _bad(_("This is neither an Excel workbook nor a text file."))
    for encoding in ("utf-8-sig", "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", "gb18030"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise _bad(_("The text is neither UTF-8 nor GBK."))
    head = text.split("\n", 1)[0]
    mark = max(",;\t", key=head.count)
    try:
        return list(csv.reader(io.StringIO(text), delimiter=mark))
    except csv.Error as trouble:
        raise _bad(_("The file is not a table: %(why)s") % {"why": trouble}) from trouble


def _plain(cell: Any) -> str:
    """Return a cell as typed text; an apostrophe that made a formula harmless comes off again."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%dT%H:%M") if cell.time() != datetime.min.time() else cell.strftime("%Y-%m-%d")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    text = str(cell).strip()
    return text[1:] if text.startswith("'") else text
