"""`aftercare clocks compute`: the deadlines of cases in a file, by the arithmetic every clock follows."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from aftercare.contexts.clocks import computing
from aftercare.platform import cases


class Command(BaseCommand):
    help = "Compute when promises are due: a JSON list of cases in, an answer to each out. Needs no database."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare what can be said on the command line."""
        parser.add_argument("action", choices=["compute"], help="compute the deadline of each case")
        parser.add_argument("file", metavar="CASES.json", help="the cases; - reads standard input")
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Answer the cases."""
        try:
            found = cases.answers(options["file"], computing.answer)
        except cases.BadCase as bad:
            raise CommandError(str(bad)) from bad
        if options["json"]:
            self.stdout.write(json.dumps(found))
            return
        for answer in found:
            due = answer["due_at"] or "not due yet: it stands still"
            self.stdout.write(f"{due}  {answer['elapsed_minutes']} min{'  broken' if answer['breached'] else ''}")
