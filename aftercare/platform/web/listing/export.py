"""The one writer of exports: what is filtered, formula-safe, streamed, limited and traced."""

from __future__ import annotations

import csv
import re
import tempfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.encoding import force_str

# A cell that begins like this is a formula to some spreadsheet program, in plain or full-width characters.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_LONGEST_CELL = 32_000
# Control characters that XML, and so a workbook, cannot hold.
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def is_formula(text: str) -> bool:
    """Tell whether some spreadsheet program would run the text."""
    return text.lstrip(" \u3000\u00a0").startswith(FORMULA_STARTS) or text.startswith(FORMULA_STARTS)


def safe_text(text: str) -> str:
    """Return text a spreadsheet will never run when it reads the line: a dangerous start gets an apostrophe."""
    return f"'{text}" if is_formula(text) else text


def cell(value: Any) -> Any:
    """Return a value as a cell: numbers, dates and moments stay what they are, all else is text a file can hold."""
    if value is None:
        return ""
    if isinstance(value, bool | int | float | datetime | date):
        return value
    if hasattr(value, "as_tuple"):
        return float(value)
    return _UNWRITABLE.sub("", force_str(value))[:_LONGEST_CELL]


def answer(kind: str, filename: str, head: list[Any], rows: Iterable[list[Any]]) -> HttpResponseBase:
    """Return the file as a download; the rows are read while it is written."""
    response: HttpResponseBase
    if kind == "csv":
        response = StreamingHttpResponse(_csv(head, rows), content_type=CONTENT_TYPES["csv"])
    else:
        response = FileResponse(_xlsx(head, rows), content_type=CONTENT_TYPES["xlsx"])
    response["Content-Disposition"] = f'attachment; filename="{filename}.{kind}"'
    response["Cache-Control"] = "no-store"
    return response


class _Echo:
    """A file that hands back what is written to it, for the csv writer to stream through."""

    def write(self, value: str) -> str:
        return value


def _csv(head: list[Any], rows: Iterable[list[Any]]) -> Iterator[str]:
    """Yield the lines; the mark at the start makes spreadsheet programs read UTF-8."""
    writer = csv.writer(_Echo())
    yield "\ufeff"
    yield writer.writerow([_csv_cell(title) for title in head])
    for row in rows:
        yield writer.writerow([_csv_cell(value) for value in row])


def _csv_cell(value: Any) -> Any:
    value = cell(value)
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    return safe_text(value) if isinstance(value, str) else value


def _xlsx(head: list[Any], rows: Iterable[list[Any]]) -> Any:
    """Return a temporary file with the workbook; written row by row, so that memory stays flat."""
    # Loaded by the few who need it: it is a tenth of the time of every start.
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.freeze_panes = "A2"
    titles = []
    for title in head:
        made = _xlsx_cell(sheet, force_str(title))
        made.font = Font(bold=True)
        titles.append(made)
    sheet.append(titles)
    for row in rows:
        sheet.append([_xlsx_cell(sheet, value) for value in row])
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    book.save(file)
    file.seek(0)
    return file


def _xlsx_cell(sheet: Any, value: Any) -> Any:
    """Return a cell whose type is set, so that text can never become a formula."""
    value = cell(value)
    if not isinstance(value, str):
        return value
    from openpyxl.cell import WriteOnlyCell

    made = WriteOnlyCell(sheet, value=value)
    made.data_type = "s"
    made.quotePrefix = is_formula(value)
    return made
