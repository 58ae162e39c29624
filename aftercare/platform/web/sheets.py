"""Reading a sheet somebody made: Excel or CSV, with a mark or not, in UTF-8 or GBK."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils import translation
from django.utils.translation import gettext as _

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
    data = _data(upload)
    lines = list(_excel(data) if data[:2] == b"PK" else _text(data))
    known = heads if isinstance(heads, Mapping) else {name: (name,) for name in heads}
    return _rows(lines, known, optional, most or MOST_ROWS)


def _data(upload: UploadedFile) -> bytes:
    if not upload.size:
        raise _bad(_("The file is empty."))
    if upload.size > MOST_BYTES:
        raise Refused("too_large", _("The file is larger than 5 MB; split it."), field="file")
    return upload.read()


def _rows(
    lines: Sequence[Sequence[Any]], known: Mapping[str, tuple[str, ...]], optional: Collection[str], most: int
) -> list[Row]:
    """Return the lines below the heads as rows by field name."""
    if not lines:
        raise _bad(_("The file holds no rows."))
    if len(lines) - 1 > most:
        raise _bad(_("The file holds more than %(most)d rows; split it.") % {"most": most})
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A sheet of a workbook: the titles and heads it is known by, and the columns that may be missing."""

    titles: tuple[str, ...]
    heads: Mapping[str, tuple[str, ...]]
    optional: Collection[str] = ()


def read_book(upload: UploadedFile, wanted: Mapping[str, Wanted]) -> dict[str, list[Row]]:
    """
    Return the rows of the sheets of a workbook that are there, by name.

    :raises Refused: `bad_file` when it is no workbook, holds none of the sheets, or one of them lacks a column.
    """
    found = {}
    book = _workbook(_data(upload))
    for name, sheet in wanted.items():
        lines = next((book[title] for title in sheet.titles if title in book), None)
        if lines:
            try:
                found[name] = _rows(lines, sheet.heads, sheet.optional, MOST_ROWS)
            except Refused as refused:
                raise _bad(f"{sheet.titles[-1]}: {refused.message}") from refused
    if not found:
        raise _bad(_("The workbook holds none of the sheets; take the template."))
    return found


def heads_of(labels: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Return the heads each column is known by, in every language; the last one is in the reader's own."""
    known: dict[str, list[str]] = {name: [name] for name in labels}
    for language in (*(code for code, _name in settings.LANGUAGES), translation.get_language() or "en"):
        with translation.override(language):
            for name, label in labels.items():
                known[name].append(str(label))
    return {name: tuple(found) for name, found in known.items()}


def _bad(why: str) -> Refused:
    return Refused("bad_file", why, field="file")


def _excel(data: bytes) -> Iterable[Sequence[Any]]:
    """Return the lines of the first sheet."""
    return next(iter(_workbook(data).values()), [])


def _workbook(data: bytes) -> dict[str, list[list[Any]]]:
    """Return the lines of every sheet by its title."""
    # Loaded by the few who need it: it is a tenth of the time of every start.
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(entry.file_size for entry in packed.infolist()) > MOST_UNPACKED:
                raise _bad(_("The workbook unpacks to more than 100 MB."))
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        return {
            sheet.title.strip(): [list(line) for line in sheet.iter_rows(values_only=True, max_row=MOST_ROWS + 2)]
            for sheet in book.worksheets
        }
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
