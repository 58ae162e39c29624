"""`aftercare translations`: the Chinese beside the English sources."""

from __future__ import annotations

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from aftercare.surfaces.console import translations


class Command(BaseCommand):
    """Gather, compile or check the translations."""

    help = (
        "update: write the strings of the sources into each application's catalogue. compile: make the files the "
        "product reads. check: fail on strings that are missing, doubtful or translated in two ways."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare what to do."""
        parser.add_argument("act", choices=["update", "compile", "check"])
        parser.add_argument("--json", action="store_true", help="print the findings of `check` as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it."""
        if options["act"] == "update":
            for name, lacking in translations.update().items():
                self.stdout.write(f"{name}: {lacking or 'none'} to translate")
        elif options["act"] == "compile":
            self.stdout.write(f"{translations.compile_all()} compiled")
        else:
            self._check(options["json"])

    def _check(self, as_json: bool) -> None:
        report = translations.check()
        if as_json:
            self.stdout.write(json.dumps(report.__dict__, ensure_ascii=False))
        else:
            for line in report.lines():
                self.stdout.write(line)
            self.stdout.write(
                "Every string is translated." if report.is_clean else "Run `aftercare translations update`."
            )
        if not report.is_clean:
            sys.exit(1)
