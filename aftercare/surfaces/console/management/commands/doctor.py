"""`aftercare doctor`: looks at everything the product needs and says what to do."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from aftercare.surfaces.console.examining import Finding, Health, Look, database, examine, machine, work

DATABASE_LOOKS: list[tuple[str, Look]] = [
    ("server", database.server),
    ("durability", database.keeping),
    ("migrations", database.migrations),
    ("connections", database.connections),
    ("clock", database.drift),
    ("worker", work.worker),
    ("queue", work.queue),
    ("mail", work.mail),
    ("calendar", work.calendar_years),
]
MACHINE_LOOKS: list[tuple[str, Look]] = [
    ("disk", machine.disk),
    ("front end", machine.bundle),
    ("fonts", machine.fonts),
    ("translations", machine.languages),
    ("secrets", machine.secrets),
]
MARKS = {Health.FINE: "ok  ", Health.POOR: "note", Health.BAD: "BAD "}


class Command(BaseCommand):
    """Examine the product; exit code 1 when something must be put right."""

    help = (
        "Examine database, migrations, worker, queue, mail, calendars, disk, bundle, fonts and secrets, and say what "
        "to do. Exit code 1 when something must be put right."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the form of the answer."""
        parser.add_argument("--json", action="store_true", help="print the findings as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Examine."""
        away = list(database.answers())
        findings = [*(away or examine(DATABASE_LOOKS)), *examine(MACHINE_LOOKS)]
        sick = any(finding.health is Health.BAD for finding in findings)
        if options["json"]:
            answer = {"healthy": not sick, "findings": [asdict(finding) for finding in findings]}
            self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2))
        else:
            for finding in findings:
                self._tell(finding)
        if sick:
            sys.exit(1)

    def _tell(self, finding: Finding) -> None:
        self.stdout.write(f"{MARKS[finding.health]}  {finding.name:<16} {finding.detail}")
        if finding.advice:
            self.stdout.write(f"{'':22} -> {finding.advice}")
