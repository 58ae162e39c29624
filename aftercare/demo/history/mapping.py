"""What a file of another system means: its columns, codes, places and times, as a TOML declaration."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils.translation import gettext as _

from aftercare.contexts.service_requests.models import OPEN, Status
from aftercare.demo.history.declaring import Contract, Log, bad, contract_of, log_of
from aftercare.platform.refusal import Refused

FOLDER = Path(__file__).resolve().parent.parent / "mappings"
NEEDED = ("key", "received_at", "status", "category")
COLUMNS = {
    *NEEDED,
    "due_at",
    "closed_at",
    "acknowledged_at",
    "responded_at",
    "arrived_at",
    "category_group",
    "region",
    "place",
    "lat",
    "lon",
    "priority",
}
TIMES = ("received_at", "acknowledged_at", "responded_at", "arrived_at", "due_at", "closed_at")
_PLACEHOLDER = re.compile(r"\{([^{}]+)\}")


def _column(values: dict[str, str], found: re.Match[str]) -> str:
    """Return the text of the column a placeholder names."""
    return values[found[1]]


# A merged request names the one it went into, which a foreign status cannot.
_STATUSES = {status.value for status in Status} - {"merged"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """One declared mapping; `columns` goes from our name to the file's column."""

    system: str
    title: str
    zone: ZoneInfo
    time_formats: tuple[str, ...]
    columns: dict[str, str]
    statuses: dict[str, str]
    subject: tuple[str, ...]
    description: tuple[str, ...]
    region_code: str
    region_name: str
    regions: dict[str, str] = field(default_factory=dict)
    priorities: dict[str, int] = field(default_factory=dict)
    empty: frozenset[str] = frozenset()
    ignore_close_of_open: bool = False
    least_decimals: int = 0
    is_double_encoded: bool = False
    defaults: dict[str, str] = field(default_factory=dict)
    contract: Contract | None = None
    log: Log | None = None

    def needed_columns(self) -> list[str]:
        """Return every column the file must have, in the order of the declaration."""
        parts = [name for text in (*self.subject, *self.description) for name in _PLACEHOLDER.findall(text)]
        log = [self.log.at, self.log.state] if self.log else []
        return list(dict.fromkeys([*self.columns.values(), *parts, *log]))

    def fill(self, parts: tuple[str, ...], row: dict[str, str], joint: str) -> str:
        """Return the text made of the parts; a part that names an empty column is left out."""
        filled = []
        for part in parts:
            values = {name: row.get(name, "") for name in _PLACEHOLDER.findall(part)}
            if all(values.values()):
                filled.append(_PLACEHOLDER.sub(partial(_column, values), part))
        return joint.join(filled)


def names() -> list[str]:
    """Return the names of the mappings that come with the product."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


def load(name: str) -> Mapping:
    """
    Return the mapping with this name, or the one in the TOML file at this path.

    :raises Refused: `unknown_mapping` or `bad_mapping`, saying which entry is wrong.
    """
    path = Path(name) if name.endswith(".toml") else FOLDER / f"{name}.toml"
    if not path.is_file() or (not name.endswith(".toml") and name not in names()):
        known = ", ".join(names())
        raise Refused(
            "unknown_mapping",
            _("There is no mapping %(name)s. There are: %(known)s.") % {"name": name, "known": known},
            field="mapping",
        )
    try:
        return build(tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise bad(str(error)) from error


def build(declared: dict[str, Any]) -> Mapping:
    """
    Return the mapping a declaration describes.

    :raises Refused: `bad_mapping`, saying which entry is wrong.
    """
    source, region = _table(declared, "source"), _table(declared, "region")
    text, rules = _table(declared, "text"), declared.get("rules", {})
    made = Mapping(
        system=_word(source, "system", r"[a-z0-9][a-z0-9_]{1,31}"),
        title=_word(source, "title", r".{1,120}"),
        zone=_zone(_word(source, "zone", r".{1,64}")),
        time_formats=tuple(source.get("time_formats", ())),
        empty=frozenset(str(word).casefold() for word in source.get("empty", ())),
        columns={str(k): str(v) for k, v in _table(declared, "columns").items()},
        statuses={str(k).casefold(): str(v) for k, v in _table(declared, "statuses").items()},
        priorities={str(k).casefold(): v for k, v in declared.get("priorities", {}).items()},
        subject=tuple(text.get("subject", ())),
        description=tuple(text.get("description", ())),
        region_code=_word(region, "code", r"[a-z0-9][a-z0-9-]{0,19}"),
        region_name=_word(region, "name", r".{1,80}"),
        regions={str(k).casefold(): str(v) for k, v in region.get("names", {}).items()},
        ignore_close_of_open=bool(rules.get("ignore_close_of_open", False)),
        is_double_encoded=bool(rules.get("double_encoded", False)),
        least_decimals=int(rules.get("least_coordinate_decimals", 0)),
        defaults={str(k): str(v) for k, v in declared.get("defaults", {}).items()},
        contract=contract_of(declared),
        log=log_of(declared),
    )
    _check(made)
    return made


def _check(made: Mapping) -> None:
    if missing := [name for name in NEEDED if name not in made.columns]:
        raise bad(_("[columns] lacks %(names)s") % {"names": ", ".join(missing)})
    if unknown := sorted(set(made.columns) - COLUMNS):
        raise bad(_("[columns] has unknown entries: %(names)s") % {"names": ", ".join(unknown)})
    if strange := sorted(set(made.statuses.values()) - _STATUSES):
        raise bad(_("[statuses] leads to unknown statuses: %(names)s") % {"names": ", ".join(strange)})
    if not all(isinstance(value, int) and 1 <= value <= 4 for value in made.priorities.values()):
        raise bad(_("[priorities] must lead to numbers from 1 to 4"))
    if not made.subject:
        raise bad(_("[text] needs a subject"))


def is_open(status: str) -> bool:
    """Tell whether somebody still has to do something about a request in this status."""
    return status in OPEN


def _table(declared: dict[str, Any], name: str) -> dict[str, Any]:
    table = declared.get(name)
    if not isinstance(table, dict):
        raise bad(_("the section [%(name)s] is missing") % {"name": name})
    return table


def _word(table: dict[str, Any], name: str, pattern: str) -> str:
    value = table.get(name)
    if not isinstance(value, str) or not re.fullmatch(pattern, value):
        raise bad(_("%(name)s is missing or not allowed: %(value)s") % {"name": name, "value": value})
    return value


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise bad(_("there is no time zone %(name)s") % {"name": name}) from error
