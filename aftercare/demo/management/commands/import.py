"""`aftercare import requests FILE --mapping NAME`: bring the history of another system."""

from __future__ import annotations

import csv
import json
import sys
import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from aftercare.demo.history import loading, mapping
from aftercare.demo.history.parsing import Fault
from aftercare.platform.refusal import Refused
from aftercare.platform.web.listing.export import safe_text

SHOWN = 10


class Command(BaseCommand):
    help = "Import history. A file comes in whole or not at all; importing it again changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare what can be said on the command line."""
        what = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
        requests = what.add_parser(
            "requests",
            help="service requests from CSV or XLSX, also gzipped, in UTF-8, UTF-16 or GBK",
            description="Import service requests from CSV or XLSX, also gzipped, in UTF-8, UTF-16 or GBK.",
        )
        requests.add_argument("file", type=Path, metavar="FILE")
        requests.add_argument(
            "--mapping",
            required=True,
            metavar="NAME",
            help="what the columns mean: " + ", ".join(mapping.names()) + ", or the path of a .toml file",
        )
        requests.add_argument("--dry-run", action="store_true", help="check everything, keep nothing")
        requests.add_argument("--skip-errors", action="store_true", help="import the good rows of a file with bad ones")
        requests.add_argument(
            "--errors", type=Path, metavar="PATH", help="where the error report goes (FILE.errors.csv)"
        )
        requests.add_argument("--json", action="store_true", help="print the outcome as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import the file and say what happened."""
        path: Path = options["file"]
        started = time.monotonic()
        try:
            outcome = loading.load(
                path,
                mapping.load(options["mapping"]),
                dry_run=options["dry_run"],
                skip_faulty=options["skip_errors"],
                progress=Progress(quiet=options["verbosity"] == 0),
            )
        except Refused as refused:
            raise CommandError(f"{refused.message}") from refused
        report = self._report(outcome.faults, options["errors"] or path.with_name(f"{path.name}.errors.csv"))
        told = {**outcome.as_json(), "error_report": report, "seconds": round(time.monotonic() - started, 1)}
        self.stdout.write(json.dumps(told, ensure_ascii=False) if options["json"] else self._words(told))
        if outcome.faults and not options["skip_errors"]:
            raise CommandError("Nothing was imported: correct the lines above, or leave them out with --skip-errors.")

    def _report(self, faults: list[Fault], path: Path) -> str | None:
        """Write every fault with its line and column; show the first ones at once."""
        if not faults:
            return None
        for fault in faults[:SHOWN]:
            self.stderr.write(f"line {fault.line}, {fault.column or '–'}: {fault.message} [{fault.value}]")
        if len(faults) > SHOWN:
            self.stderr.write(f"… and {len(faults) - SHOWN} more")
        try:
            with path.open("w", encoding="utf-8-sig", newline="") as target:
                writer = csv.writer(target)
                writer.writerow(["line", "column", "value", "error"])
                for f in faults:
                    writer.writerow([f.line, safe_text(f.column), safe_text(f.value), f.message])
        except OSError as error:
            self.stderr.write(
                f"The error report cannot be written to {path} ({error.strerror}); name a place with --errors."
            )
            return None
        return str(path)

    def _words(self, told: dict[str, Any]) -> str:
        head = "Checked, nothing kept" if told["dry_run"] else "Done"
        words = (
            "%(rows)d rows: %(imported)d imported, %(already_there)d already there, %(repeated)d said twice, "
            "%(errors)d with errors, in %(seconds)s s."
        )
        report = f" Error report: {told['error_report']}" if told["error_report"] else ""
        return f"{head}. {words % told}{report}"


class Progress:
    """Says on the error stream how far the work is, at most twice a second."""

    def __init__(self, *, quiet: bool) -> None:
        self.quiet, self.last, self.stage = quiet, time.monotonic(), ""

    def __call__(self, stage: str, count: int) -> None:
        """Tell that `count` rows have reached the stage."""
        now = time.monotonic()
        if self.quiet or now - self.last < 0.5:
            return
        self.last = now
        words = {"read": f"{count} rows read", "written": f"{count} requests written"}[stage]
        end = "\r" if sys.stderr.isatty() else "\n"
        sys.stderr.write(f"{words}{end}")
        sys.stderr.flush()
