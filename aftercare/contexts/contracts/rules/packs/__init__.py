"""Standard packs: what a kind of customer of an industry is promised by default; pure, from the files beside this."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
INDUSTRIES = ("building", "power", "rail", "municipal", "elevator", "hvac")
CUSTOMER_TYPES = ("government", "enterprise", "individual")
PROMISES = ("acknowledge", "respond", "arrive", "restore", "resolve", "report")
# Who causes these makes the clocks of the work itself stand still.
STOPPING = ("waiting_customer", "waiting_third_party", "no_access", "weather")
WORKING, CALENDAR = "working", "calendar"


@dataclass(frozen=True, slots=True)
class Text:
    """The same sentence in both languages."""

    zh: str
    en: str

    def said(self, language: str) -> str:
        """Return it in Chinese or else in English."""
        return self.zh if language.startswith("zh") else self.en


@dataclass(frozen=True, slots=True)
class Interval:
    """Something that is maintained every so many days."""

    days: int
    text: Text


@dataclass(frozen=True, slots=True)
class PackClause:
    """One clause as the pack words it; `promise` for those that promise a time, `excludes` for those that leave out."""

    number: str
    title: Text
    text: Text
    promise: str = ""
    excludes: bool = False


@dataclass(frozen=True, slots=True)
class Pack:
    """The standard of one industry and one kind of customer."""

    industry: str
    customer_type: str
    targets: Mapping[str, tuple[int, ...]]
    around_the_clock: frozenset[int]
    visits: int
    maintenance: tuple[Interval, ...]
    parts: Text
    qualification: Text
    clauses: tuple[PackClause, ...]

    @property
    def key(self) -> str:
        """Return the name a contract remembers its pack by."""
        return f"{self.industry}/{self.customer_type}"

    def counting(self, priority: int) -> str:
        """Return how the times of a priority are counted."""
        return CALENDAR if priority in self.around_the_clock else WORKING

    def targets_of(self, promise: str) -> dict[int, tuple[int, str]]:
        """Return the minutes of a promise at each priority, and how they are counted."""
        return {n: (minutes, self.counting(n)) for n, minutes in enumerate(self.targets[promise], start=1)}

    @staticmethod
    def pauses(promise: str) -> tuple[str, ...]:
        """Return the reasons that stop the clock of a promise."""
        return STOPPING if promise in ("arrive", "restore", "resolve") else ()


@cache
def packs() -> Mapping[str, Pack]:
    """Return every pack by its key, in the order of industries and kinds of customer."""
    wording = _read("wording")
    found = {}
    for industry in INDUSTRIES:
        data = _read(industry)
        for customer_type in CUSTOMER_TYPES:
            pack = _pack(industry, customer_type, data, wording)
            found[pack.key] = pack
    return found


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def _pack(industry: str, customer_type: str, data: Mapping[str, Any], wording: Mapping[str, Any]) -> Pack:
    figures = data[customer_type]
    return Pack(
        industry=industry,
        customer_type=customer_type,
        targets={promise: tuple(figures[promise]) for promise in PROMISES},
        around_the_clock=frozenset(figures["around_the_clock"]),
        visits=figures["visits"],
        maintenance=_maintenance(data),
        parts=Text(**data["parts"]),
        qualification=Text(**data["qualification"]),
        clauses=tuple(_clauses(data, wording)),
    )


def _maintenance(data: Mapping[str, Any]) -> tuple[Interval, ...]:
    return tuple(Interval(item["days"], Text(item["zh"], item["en"])) for item in data["maintenance"]["items"])


def _clauses(data: Mapping[str, Any], wording: Mapping[str, Any]) -> list[PackClause]:
    found = []
    pauses = Text(**wording["pauses"]["text"])
    for promise in PROMISES:
        said = Text(**wording[promise]["text"])
        text = Text(f"{said.zh}{pauses.zh}", f"{said.en} {pauses.en}") if Pack.pauses(promise) else said
        found.append(PackClause(wording[promise]["number"], Text(**wording[promise]["title"]), text, promise))
    head, items = Text(**wording["maintenance"]["text"]), _maintenance(data)
    lines = Text("\n".join([head.zh, *(i.text.zh for i in items)]), "\n".join([head.en, *(i.text.en for i in items)]))
    for name, text in (
        ("maintenance", lines),
        ("parts", Text(**data["parts"])),
        ("qualification", Text(**data["qualification"])),
    ):
        found.append(PackClause(wording[name]["number"], Text(**wording[name]["title"]), text))
    for n, item in enumerate(data["exclusions"], start=1):
        number = f"{wording['exclusions']['number']}.{n}"
        found.append(PackClause(number, Text(**item["title"]), Text(**item["text"]), excludes=True))
    return found
