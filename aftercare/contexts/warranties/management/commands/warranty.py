"""`aftercare warranty compute`: until when somebody is liable, for cases in a file."""

from __future__ import annotations

from typing import Any

from aftercare.contexts.warranties import computing
from aftercare.platform.cases import CasesCommand


class Command(CasesCommand):
    help = "Compute warranties: a JSON list of cases in, an answer to each out. Needs no database."
    answer = staticmethod(computing.answer)

    @staticmethod
    def line(answer: dict[str, Any]) -> str:
        """Return the last day covered, by what, and what to look at."""
        flag = f"  {answer['flag']}" if answer["flag"] else ""
        return f"{answer['until'] or 'unknown'}  {answer['basis']}{flag}"
