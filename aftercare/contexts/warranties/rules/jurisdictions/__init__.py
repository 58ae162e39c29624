"""Which law sets which minimum warranty: a table a jurisdiction, as data."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent
TERMS = {"design_life", "years", "seasons", "contract"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Minimum:
    """
    The least the law lets a warranty of one kind of part be.

    `term` says of what: `years`, `seasons` (of heating or cooling), `design_life`, or `contract` where the law leaves
    it to the parties; `amount` how many years or seasons.
    """

    kind: str
    term: str
    amount: int
    clause: str
    clause_en: str

    def quoted(self, language: str) -> str:
        """Return the article in the reader's language: Chinese, or else English."""
        return self.clause if language.startswith("zh") else self.clause_en


@dataclass(frozen=True, slots=True, kw_only=True)
class Jurisdiction:
    """One law's table."""

    code: str
    name: str
    name_en: str
    minimums: Mapping[str, Minimum]

    def named(self, language: str) -> str:
        """Return whose law it is, in the reader's language: Chinese, or else English."""
        return self.name if language.startswith("zh") else self.name_en


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
    law = (str(table["law"]), str(table["law_en"]))
    rows = {kind: _minimum(kind, row, law) for kind, row in table["kinds"].items()}
    return Jurisdiction(code=code, name=table["name"], name_en=table["name_en"], minimums=rows)


def _minimum(kind: str, row: Mapping[str, object], law: tuple[str, str]) -> Minimum:
    term, amount = str(row["term"]), row.get("amount", 0)
    if term not in TERMS or not isinstance(amount, int) or (term in {"years", "seasons"}) != (amount > 0):
        raise ValueError(f"{kind}: {dict(row)}")
    return Minimum(
        kind=kind,
        term=term,
        amount=amount,
        clause=f"{law[0]}{row['clause']}",
        clause_en=f"{law[1]}, {row['clause_en']}",
    )
