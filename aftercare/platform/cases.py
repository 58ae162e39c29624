"""Cases that somebody hands to a console command as JSON: read field by field, refused in words."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

Case = Mapping[str, Any]
LARGEST_BYTES = 256 * 1024 * 1024
FIRST_YEAR, LAST_YEAR = 1900, 2200


class BadCase(ValueError):
    """What is wrong with a case: the field, and the rest of the sentence that begins with it."""

    def __init__(self, field: str, what: str) -> None:
        super().__init__(f"{field} {what}")
        self.field = field


def answers(path: str, answer: Callable[[Mapping[str, Any]], dict[str, Any]]) -> list[dict[str, Any]]:
    """
    Return the answer to each case of a file (`-` for standard input), in their order.

    :raises BadCase: for the first case that cannot be answered, with its number; nothing is answered then.
    """
    found = []
    for position, case in enumerate(_cases(path), start=1):
        if not isinstance(case, Mapping):
            raise BadCase(f"case {position}", "is not an object")
        try:
            found.append(answer(case))
        except BadCase as bad:
            raise BadCase(f"case {position}:", str(bad)) from bad
    return found


def _cases(path: str) -> list[Any]:
    try:
        content = sys.stdin.buffer.read(LARGEST_BYTES + 1) if path == "-" else _read(Path(path))
        rows = json.loads(content)
    except OSError as trouble:
        raise BadCase(path, f"cannot be read: {trouble.strerror}") from trouble
    except (ValueError, RecursionError) as trouble:
        raise BadCase(path, f"is not JSON: {trouble}") from trouble
    if not isinstance(rows, list):
        raise BadCase(path, "is not a list of cases")
    return rows


def _read(path: Path) -> bytes:
    if path.stat().st_size > LARGEST_BYTES:
        raise BadCase(str(path), f"is larger than {LARGEST_BYTES // 1024 // 1024} MB")
    return path.read_bytes()


class CasesCommand(BaseCommand):
    """A console command that answers the cases of a file: as a JSON list, or a line each for people."""

    @staticmethod
    def answer(case: Case) -> dict[str, Any]:
        """Return the answer to one case."""
        raise NotImplementedError

    @staticmethod
    def line(answer: dict[str, Any]) -> str:
        """Return the answer as a person reads it."""
        raise NotImplementedError

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare what can be said on the command line."""
        parser.add_argument("action", choices=["compute"], help="compute the answer to each case")
        parser.add_argument("file", metavar="CASES.json", help="the cases; - reads standard input")
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Answer the cases."""
        try:
            found = answers(options["file"], self.answer)
        except BadCase as bad:
            raise CommandError(str(bad)) from bad
        self.stdout.write(json.dumps(found) if options["json"] else "\n".join(self.line(one) for one in found))


def moment(case: Mapping[str, Any], field: str) -> datetime:
    """Return an instant such as 2026-09-30T01:00:00Z; without a zone it would be anybody's guess."""
    try:
        found = datetime.fromisoformat(str(case[field]))
        if found.tzinfo is not None and FIRST_YEAR <= found.year < LAST_YEAR:
            return found.astimezone(UTC)
    except (KeyError, ValueError, OverflowError):
        pass
    raise BadCase(field, "is a moment with its zone, such as 2026-09-30T01:00:00Z")


def day(case: Mapping[str, Any], field: str, *, inside: str = "") -> date:
    """Return a day such as 2024-02-29."""
    try:
        found = date.fromisoformat(str(case[field]))
        if FIRST_YEAR <= found.year < LAST_YEAR:
            return found
    except (KeyError, ValueError):
        pass
    raise BadCase(_named(field, inside), "is a day such as 2024-02-29")


def number(case: Mapping[str, Any], field: str, *, least: float, most: float) -> float:
    """Return a number between two others, both allowed."""
    found = case.get(field)
    if isinstance(found, bool) or not isinstance(found, int | float) or not least <= found <= most:
        raise BadCase(field, f"is a number from {least} to {most}")
    return found


def choice(case: Mapping[str, Any], field: str, offered: Iterable[str]) -> str:
    """Return one of the words on offer."""
    words = sorted(offered)
    found = case.get(field)
    if not isinstance(found, str) or found not in words:
        raise BadCase(field, f"is one of {', '.join(words)}")
    return found


def table(case: Mapping[str, Any], field: str, *, inside: str = "") -> Mapping[str, Any]:
    """Return an object; an empty one when the field is left out."""
    found = case.get(field)
    if found is None:
        return {}
    if not isinstance(found, Mapping):
        raise BadCase(_named(field, inside), "is an object")
    return found


def listed(case: Mapping[str, Any], field: str, *, inside: str = "") -> list[Any]:
    """Return a list; an empty one when the field is left out."""
    found = case.get(field)
    if found is None:
        return []
    if not isinstance(found, list):
        raise BadCase(_named(field, inside), "is a list")
    return found


def given(case: Mapping[str, Any], field: str) -> bool:
    """Tell whether the case says anything about the field."""
    return case.get(field) is not None


def _named(field: str, inside: str) -> str:
    return f"{inside}.{field}" if inside else field
