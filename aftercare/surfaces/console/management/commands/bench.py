"""`aftercare bench`: measures what is promised."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

FOLDER = Path(settings.ROOT) / "benchmarks"


def names() -> list[str]:
    """Return the names of the measured promises."""
    return sorted(path.stem for path in FOLDER.glob("*.py") if not path.stem.startswith("_"))


class Command(BaseCommand):
    """Run benchmarks, each on a database of its own; one JSON line each."""

    help = (
        "Measure a promise, or all of them. Each runs on a database of its own in a temporary folder and prints one "
        "JSON line; what it is doing meanwhile goes to the error output."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare what to measure."""
        parser.add_argument("names", nargs="+", metavar="NAME", help=f"all, or: {', '.join(names())}")
        parser.add_argument(
            "--data", type=Path, metavar="DIR", help="folder of published instances, where there are any"
        )
        parser.add_argument("--seconds", type=float, help="how long to plan each of them")
        parser.add_argument("--seed", type=int, help="a number: the same one draws the same chances")
        parser.add_argument("--only", metavar="TEXT", help="only instances with this in their name")
        parser.add_argument("--json", action="store_true", help="nothing but the results")

    def handle(self, *args: Any, **options: Any) -> None:
        """Measure."""
        wanted = names() if options["names"] == ["all"] else options["names"]
        if unknown := sorted(set(wanted) - set(names())):
            raise CommandError(f"There is no benchmark {', '.join(unknown)}. There are: {', '.join(names())}.")
        given = {name: options[name] for name in ("data", "seconds", "seed", "only") if options[name] is not None}
        if "data" in given:
            given["data"] = given["data"].resolve()
        words = [word for name, value in given.items() for word in (f"--{name}", str(value))]
        failed = [name for name in wanted if not self._measure(name, words, bare=options["json"])]
        if failed:
            raise CommandError(f"Could not be measured: {', '.join(failed)}.")

    def _measure(self, name: str, words: list[str], *, bare: bool) -> bool:
        command = [sys.executable, "-m", f"benchmarks.{name}", *words]
        with subprocess.Popen(command, cwd=settings.ROOT, stdout=subprocess.PIPE, text=True) as running:
            assert running.stdout is not None
            for line in running.stdout:
                if _is_result(line):
                    self.stdout.write(line.rstrip("\n"))
                elif not bare:
                    self.stdout.write(f"# {line.rstrip()}")
                self.stdout.flush()
        return running.returncode == 0


def _is_result(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except ValueError:
        return False
