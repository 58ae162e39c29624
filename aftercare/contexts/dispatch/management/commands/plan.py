"""`aftercare plan`: plans an instance in a file, without a database."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from aftercare.contexts.dispatch.solver import engine, instances
from aftercare.contexts.dispatch.solver.problem import BadProblem
from aftercare.contexts.dispatch.solver.search import Budget

MINUTE = 60


class Command(BaseCommand):
    help = "Plan the visits of an instance: who goes where when. One thread; needs no database."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare what can be said on the command line."""
        parser.add_argument("instance", metavar="INSTANCE.json", type=Path, help="the instance")
        parser.add_argument("--seconds", type=float, default=0.0, help="how long to plan (30 when nothing is said)")
        parser.add_argument("--rounds", type=int, default=0, help="how many rounds, for the same plan every time")
        parser.add_argument("--seed", type=int, default=1, help="a number: the same one draws the same chances")
        parser.add_argument("--engine", choices=engine.NAMES, default=None, help="instead of the best there is")
        parser.add_argument("--out", metavar="PLAN.json", type=Path, help="where to write the plan")

    def handle(self, *args: Any, **options: Any) -> None:
        """Plan, check, write, and print what the plan costs as one JSON line."""
        seconds = options["seconds"] or (0.0 if options["rounds"] else 30.0)
        if seconds < 0 or options["rounds"] < 0 or options["seed"] < 0:
            raise CommandError("Seconds, rounds and the seed are not negative.")
        budget = Budget(seconds=seconds, rounds=options["rounds"])
        try:
            problem = instances.read(options["instance"])
            made = engine.plan(problem, budget, seed=options["seed"], by=options["engine"])
        except (BadProblem, engine.BrokenPlan) as bad:
            raise CommandError(str(bad)) from bad
        if options["out"]:
            self._write(options["out"], instances.plan_as_json(made.plan, problem))
        self.stdout.write(json.dumps(made.summary()))

    @staticmethod
    def _write(path: Path, plan: dict[str, Any]) -> None:
        try:
            path.write_text(json.dumps(plan), encoding="utf-8")
        except OSError as trouble:
            raise CommandError(f"{path} cannot be written: {trouble.strerror}.") from trouble
