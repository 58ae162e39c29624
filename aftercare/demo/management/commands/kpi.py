"""`aftercare kpi`: the figures on the command line; `aftercare kpi rebuild` fills the facts anew."""

from __future__ import annotations

import json
import sys
from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from aftercare.contexts.insights import public as insights
from aftercare.contexts.insights.reactions import REPLAY
from aftercare.contexts.people import public as people
from aftercare.demo.figures_report import as_json, as_words
from aftercare.platform import clock
from aftercare.platform.actor import Actor


class Command(BaseCommand):
    help = "Print the figures of a period, a region and a source; each with the number it stands on."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare what can be said on the command line."""
        parser.add_argument(
            "action",
            nargs="?",
            choices=["show", "rebuild"],
            default="show",
            help="show the figures (default), or fill the facts anew from requests and events",
        )
        parser.add_argument("--source", default="", help="own, or the system an import came from; all when left out")
        parser.add_argument("--from", dest="first", type=day, metavar="DAY", help="first day, as 2026-05-01")
        parser.add_argument("--to", dest="last", type=day, metavar="DAY", help="last day, as 2026-05-31")
        parser.add_argument("--region", metavar="CODE", help="a region with its parts, by code")
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the figures, or rebuild the facts."""
        if options["action"] == "rebuild":
            told = insights.rebuild(replay=REPLAY, progress=_progress)
            self.stdout.write(json.dumps(told) if options["json"] else f"Facts filled anew: {told}")
            return
        question = self._question(options)
        report = as_json(question)
        self.stdout.write(json.dumps(report, ensure_ascii=False) if options["json"] else as_words(report))

    def _question(self, options: dict[str, Any]) -> insights.Question:
        first, last = options["first"], options["last"]
        if first and last and last < first:
            raise CommandError("--to lies before --from.")
        known = ["own", *insights.sources()]
        if options["source"] and options["source"] not in known:
            raise CommandError(f"There is no source {options['source']}. There are: {', '.join(known)}.")
        return insights.Question(
            actor=Actor.system("kpi", via="console"),
            period=insights.Period(first, last, settings.TIME_ZONE),
            now=clock.now(),
            region_ids=self._regions(options["region"]),
            source=options["source"],
        )

    def _regions(self, code: str | None) -> frozenset[int] | None:
        if not code:
            return None
        region = people.region_by_code(code)
        if region is None:
            raise CommandError(f"There is no region with the code {code}.")
        return people.regions_under([region.id])


def day(text: str) -> date:
    """Return the day a person typed."""
    found = date.fromisoformat(text)
    if not 1970 <= found.year < 2100:
        raise ValueError(text)
    return found


def _progress(stage: str, count: int) -> None:
    if count % 5000 == 0:
        sys.stderr.write(f"{stage}: {count}\n")
