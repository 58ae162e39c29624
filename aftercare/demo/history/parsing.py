"""A line of the file as a request, or as the list of what is wrong with it."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime

from django.utils.text import slugify
from django.utils.translation import gettext as _

from aftercare.demo.history import moments
from aftercare.demo.history.mapping import TIMES, Mapping, is_open
from aftercare.platform.refusal import Refused

_SILENT = dict.fromkeys([0x200B, 0x2060, 0xFEFF, 0x00AD])
_OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069]")
# What a request that is over must tell: when it ended.
ENDED = ("resolved", "closed")
LONGEST = {"key": 64, "place": 200, "category": 80, "category_group": 60, "region": 60}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with one cell."""

    line: int
    column: str
    value: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One request of the other system in our terms."""

    line: int
    key: str
    fingerprint: str
    status: str
    subject: str
    description: str
    place: str
    lat: float | None
    lon: float | None
    priority: int
    category: str
    category_group: str
    region: str
    times: dict[str, datetime | None]


class Reader:
    """Turns the lines below a heading into rows, by a mapping."""

    def __init__(self, mapping: Mapping, heading: list[str]) -> None:
        self.mapping = mapping
        self.heading = [title.strip().translate(_SILENT) for title in heading]
        missing = [name for name in mapping.needed_columns() if name not in self.heading]
        if missing:
            words = _("The file lacks the column %(names)s. It has: %(has)s.")
            detail = {"names": ", ".join(missing), "has": ", ".join(self.heading)[:500]}
            raise Refused("missing_column", words % detail, field="file")

    def read(self, line: int, cells: list[str]) -> Row | list[Fault]:
        """Return the request in the line, or every fault found in it."""
        if len(cells) > len(self.heading) and any(cell.strip() for cell in cells[len(self.heading) :]):
            words = _("The line has %(has)d cells, the heading has %(should)d.")
            return [Fault(line, "", "", words % {"has": len(cells), "should": len(self.heading)})]
        padded = [*cells, *[""] * (len(self.heading) - len(cells))]
        return _Line(self.mapping, line, dict(zip(self.heading, padded, strict=False))).row()


class _Line:
    """One line on its way to a row; collects its faults."""

    def __init__(self, mapping: Mapping, line: int, raw: dict[str, str]) -> None:
        self.mapping, self.line, self.faults = mapping, line, list[Fault]()
        self.raw = {name: self._clean(name, raw[name]) for name in mapping.needed_columns()}
        self.cells = {name: "" if v.casefold() in mapping.empty else v for name, v in self.raw.items()}

    def row(self) -> Row | list[Fault]:
        key, status = self._text("key", needed=True), self._status()
        times = self._times(status)
        lat, lon = self._coordinates()
        subject = self.mapping.fill(self.mapping.subject, self.cells, " · ")[:200]
        if not subject:
            self._fault("category", _("The subject would be empty."))
        row = Row(
            line=self.line,
            key=key,
            fingerprint=hashlib.sha256("\x1f".join(self.raw.values()).encode()).hexdigest(),
            status=status,
            subject=subject,
            description=self.mapping.fill(self.mapping.description, self.cells, "\n")[:10_000],
            place=self._text("place"),
            lat=lat,
            lon=lon,
            priority=self._priority(),
            category=self._text("category", needed=True),
            category_group=self._text("category_group"),
            region=self._region(),
            times=times,
        )
        return self.faults or row

    def _clean(self, column: str, value: str) -> str:
        text = _repaired(value) if self.mapping.is_double_encoded else value
        text = unicodedata.normalize("NFC", text.translate(_SILENT)).strip()
        if _OVERRIDES.search(text):
            self._told(column, text, _("It contains invisible direction marks."))
        elif any(unicodedata.category(c) in {"Cc", "Cs"} and c not in "\n\r\t" for c in text):
            self._told(column, text, _("It contains a control character."))
        return text

    def _column(self, name: str) -> str:
        return self.mapping.columns.get(name, "")

    def _value(self, name: str) -> str:
        return self.cells.get(self._column(name), "") or self.mapping.defaults.get(name, "")

    def _fault(self, name: str, message: str) -> None:
        column = self._column(name)
        self._told(column, self.raw.get(column, ""), message)

    def _told(self, column: str, value: str, message: str) -> None:
        self.faults.append(Fault(self.line, column, value[:200], message))

    def _text(self, name: str, *, needed: bool = False) -> str:
        value, longest = self._value(name), LONGEST[name]
        if needed and not value:
            self._fault(name, _("It is empty."))
        if len(value) > longest:
            self._fault(name, _("It is longer than %(longest)d characters.") % {"longest": longest})
        return value

    def _status(self) -> str:
        found = self.mapping.statuses.get(self._value("status").casefold())
        if found is None:
            self._fault("status", _("The mapping does not know this status."))
        return found or ""

    def _priority(self) -> int:
        if "priority" not in self.mapping.columns:
            return 3
        found = self.mapping.priorities.get(self._value("priority").casefold())
        if found is None:
            self._fault("priority", _("The mapping does not know this priority."))
        return found or 3

    def _region(self) -> str:
        value = self._text("region") if "region" in self.mapping.columns else ""
        return self.mapping.regions.get(value.casefold(), value)

    def _times(self, status: str) -> dict[str, datetime | None]:
        found: dict[str, datetime | None] = dict.fromkeys(TIMES)
        for name in TIMES:
            if name in self.mapping.columns:
                found[name] = self._time(name, found["received_at"])
        if found["closed_at"] and is_open(status):
            if self.mapping.ignore_close_of_open:
                found["closed_at"] = None
            else:
                self._fault("closed_at", _("The request is still open, yet it has a closing time."))
        if status in ENDED and not self._value("closed_at"):
            self._fault("closed_at", _("The request is over, yet it has no closing time."))
        for name in TIMES[1:]:
            moment = found[name]
            if moment and found["received_at"] and moment < found["received_at"]:
                self._fault(name, _("It lies before the request was received."))
        return found

    def _time(self, name: str, received_at: datetime | None) -> datetime | None:
        text = self._value(name)
        if not text:
            if name == "received_at":
                self._fault(name, _("It is empty."))
            return None
        try:
            return moments.parse(text, self.mapping.time_formats, self.mapping.zone, not_before=received_at)
        except moments.Unreadable:
            self._fault(name, _("It is not a date and time the mapping can read."))
            return None

    def _coordinates(self) -> tuple[float | None, float | None]:
        """Return the place on the map; one that was rounded to a whole degree says nothing and is left out."""
        texts = self._value("lat"), self._value("lon")
        if not all(texts) or any(_decimals(text) < self.mapping.least_decimals for text in texts):
            return None, None
        try:
            lat, lon = (float(text) for text in texts)
        except ValueError:
            self._fault("lat", _("It is not a number."))
            return None, None
        if not (-90 <= lat <= 90 and -180 <= lon <= 180):
            self._fault("lat", _("It is not a place on earth."))
            return None, None
        return lat, lon


def _repaired(text: str) -> str:
    """Return text whose UTF-8 was once read as Latin-1 as it was meant; any other text as it is."""
    try:
        return text.encode("latin-1").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return text


def _decimals(text: str) -> int:
    return len(text.partition(".")[2])


def category_code(system: str, group: str, name: str) -> str:
    """Return the code of a category of another system: readable, and never the same for two names."""
    digest = hashlib.sha256(f"{group}\x1f{name}".encode()).hexdigest()[:8]
    return f"{system}-{slugify(name)[: 64 - len(system) - 10]}-{digest}".replace("--", "-")


def region_code(parent: str, name: str) -> str:
    """Return the code of a region of another system."""
    plain = slugify(name)
    return f"{parent}-{plain}"[:32] if plain else f"{parent}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"
