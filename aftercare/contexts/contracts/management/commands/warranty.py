"""`aftercare warranty compute`: until when somebody is liable, for cases in a file."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from aftercare.contexts.contracts import computing
from aftercare.platform import cases


class Command(BaseCommand):
    help = "Compute warranties: a JSON list of cases in, an answer to each out. Needs no database."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare what can be said on the command line."""
        parser.add_argument("action", choices=["compute"], help="compute the warranty of each case")
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
            flag = f"  {answer['flag']}" if answer["flag"] else ""
            self.stdout.write(f"{answer['until'] or 'unknown'}  {answer['basis']}{flag}")
