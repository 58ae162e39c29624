"""`aftercare clocks compute`: the deadlines of cases in a file, by the arithmetic every clock follows."""

from __future__ import annotations

from typing import Any

from aftercare.contexts.clocks import computing
from aftercare.platform.cases import CasesCommand


class Command(CasesCommand):
    help = "Compute when promises are due: a JSON list of cases in, an answer to each out. Needs no database."
    answer = staticmethod(computing.answer)

    @staticmethod
    def line(answer: dict[str, Any]) -> str:
        """Return when the promise is due and how much of it is used."""
        due = answer["due_at"] or "not due yet: it stands still"
        return f"{due}  {answer['elapsed_minutes']} min{'  broken' if answer['breached'] else ''}"
