"""What a contract promises, as a table of promises by priorities."""

from __future__ import annotations

from dataclasses import dataclass

from aftercare.contexts.contracts.models import Promise
from aftercare.contexts.contracts.queries import ORDER, Level, reasons_words


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixRow:
    """One promise of a contract across the priorities; None where it is not promised."""

    promise: str
    cells: tuple[Level | None, ...]
    clause: str
    moments_words: str
    pausing_reasons: tuple[str, ...]

    @property
    def label(self) -> str:
        """Return the promise in words."""
        return str(Promise(self.promise).label)

    @property
    def pausing_words(self) -> str:
        """Return the reasons that stop the clock, in words."""
        return reasons_words(self.pausing_reasons)


def of(found: list[Level]) -> list[MatrixRow]:
    """Return levels as a table of promises by priorities; promises nobody makes are left out."""
    rows = []
    for promise in ORDER:
        by_priority = {level.priority: level for level in found if level.promise == promise}
        if by_priority:
            first = by_priority[min(by_priority)]
            rows.append(
                MatrixRow(
                    promise=promise,
                    cells=tuple(by_priority.get(number) for number in (1, 2, 3, 4)),
                    moments_words=first.moments_words,
                    clause=f"{first.clause_number} {first.clause_title}",
                    pausing_reasons=first.pausing_reasons,
                )
            )
    return rows
