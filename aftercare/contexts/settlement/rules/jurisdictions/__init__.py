"""Which law sets which limits to retention money: a table a jurisdiction, as data."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent
HOME = "CN"
SILENCE = ("at_once", "after_reminder", "never")


@dataclass(frozen=True, slots=True, kw_only=True)
class Jurisdiction:
    """
    One law's limits, and what counts where the parties agreed nothing else.

    `cap_percent` of the settlement price and `longest_months` of defect liability are None where the law sets none.
    """

    code: str
    name: str
    source: str
    cap_percent: Decimal | None
    cap_clause: str
    longest_months: int | None
    term_clause: str
    excludes_performance_guarantee: bool
    exclusion_clause: str
    verify_days: int
    pay_days: int
    reminder_days: int
    silence: str
    interest_percent: Decimal
    in_english: Mapping[str, str]

    def said(self, name: str, language: str) -> str:
        """Return `source` or a clause in the reader's language: Chinese, or else English."""
        own = str(getattr(self, name))
        return own if language.startswith("zh") else self.in_english.get(name, own)


@cache
def codes() -> tuple[str, ...]:
    """Return the codes of the jurisdictions there are tables for."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


@cache
def jurisdiction(code: str) -> Jurisdiction:
    """
    Return the table of a jurisdiction.

    :raises KeyError: when there is none.
    :raises ValueError: when the table says what nobody understands.
    """
    if code not in codes():
        raise KeyError(code)
    table = tomllib.loads((FOLDER / f"{code}.toml").read_text(encoding="utf-8"))
    if table["silence"] not in SILENCE:
        raise ValueError(f"{code}: {table['silence']}")
    cap = table.get("cap_percent")
    return Jurisdiction(
        code=code,
        name=table["name"],
        source=table["source"],
        cap_percent=Decimal(cap) if cap else None,
        cap_clause=table.get("cap_clause", ""),
        longest_months=table.get("longest_months"),
        term_clause=table.get("term_clause", ""),
        excludes_performance_guarantee=table.get("excludes_performance_guarantee", False),
        exclusion_clause=table.get("exclusion_clause", ""),
        verify_days=table["verify_days"],
        pay_days=table["pay_days"],
        reminder_days=table["reminder_days"],
        silence=table["silence"],
        interest_percent=Decimal(table["interest_percent"]),
        in_english={name.removesuffix("_en"): text for name, text in table.items() if name.endswith("_en")},
    )
