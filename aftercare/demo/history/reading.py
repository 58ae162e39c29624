"""Files as rows of text: CSV in the usual encodings, XLSX, either of them gzipped."""

from __future__ import annotations

import csv
import gzip
import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any, cast

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from aftercare.platform.refusal import Refused

LONGEST_CELL = 1_000_000
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_CHUNK = 1 << 20
Line = tuple[int, list[str]]


@contextmanager
def lines(path: Path) -> Iterator[Iterator[Line]]:
    """
    Open the file and give its lines, numbered from 1 with the heading first; read as they are needed.

    :raises Refused: `no_file` or `unreadable`, saying what is wrong with the file.
    """
    if not path.is_file():
        raise Refused("no_file", _("There is no file %(path)s.") % {"path": path}, field="file")
    if path.stat().st_size == 0:
        raise Refused("unreadable", _("The file is empty."), field="file")
    try:
        with _plain(path) as source:
            head = source.read(4)
            source.seek(0)
            yield _sheet(source) if head == b"PK\x03\x04" else _separated(source)
    except (gzip.BadGzipFile, EOFError, zipfile.BadZipFile, InvalidFileException, KeyError) as error:
        raise Refused("unreadable", _("The file is damaged: %(why)s.") % {"why": error}, field="file") from error


def _plain(path: Path) -> IO[bytes]:
    """Return the file's bytes, unpacked when it is gzipped, whatever it is called."""
    with path.open("rb") as raw:
        packed = raw.read(2) == b"\x1f\x8b"
    return cast(IO[bytes], gzip.open(path, "rb") if packed else path.open("rb"))


def _sheet(source: IO[bytes]) -> Iterator[Line]:
    book = load_workbook(source, read_only=True, data_only=True)
    try:
        for number, cells in enumerate(book.worksheets[0].iter_rows(values_only=True), start=1):
            if any(cell is not None for cell in cells):
                yield number, [_text(cell) for cell in cells]
    finally:
        book.close()


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ", timespec="seconds")
    if isinstance(cell, date):
        return f"{cell.isoformat()} 00:00:00"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _separated(source: IO[bytes]) -> Iterator[Line]:
    encoding = encoding_of(source)
    source.seek(0)
    text = io.TextIOWrapper(source, encoding=encoding, newline="")
    heading = text.readline()
    mark = max(",;\t|", key=heading.count)
    text.seek(0)
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(text, delimiter=mark, strict=True)
    while True:
        start = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            words = _("The file cannot be read from line %(line)d on: %(why)s.")
            raise Refused("unreadable", words % {"line": start, "why": error}, field="file") from error
        if cells:
            yield start, cells


def encoding_of(source: IO[bytes]) -> str:
    """
    Return the encoding of the text: by its mark, else UTF-8, UTF-16 or GB 18030, whichever fits to the end.

    :raises Refused: `unreadable` when none fits.
    """
    start = source.read(4096)
    for mark, name in _BOMS:
        if start.startswith(mark):
            return name
    if start.count(0) > len(start) // 5:
        return "utf-16-le" if start[1::2].count(0) >= start[::2].count(0) else "utf-16-be"
    for name in ("utf-8", "gb18030"):
        if _fits(source, name):
            return name
    raise Refused("unreadable", _("The file is neither UTF-8, UTF-16 nor GBK text."), field="file")


def _fits(source: IO[bytes], name: str) -> bool:
    source.seek(0)
    text = io.TextIOWrapper(source, encoding=name)
    try:
        while text.read(_CHUNK):
            pass
    except UnicodeDecodeError:
        return False
    finally:
        text.detach()
    return True
