"""`aftercare demo --replay DAY`: what it takes and what it prints."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from aftercare.contexts.insights import public as insights
from aftercare.demo.figures_report import as_json, as_words
from aftercare.demo.history import loading, mapping
from aftercare.demo.simulation import replay
from aftercare.platform import clock
from aftercare.platform.actor import Actor

MOST_DAYS = 31


def day(text: str) -> date:
    """Return the day a person typed."""
    found = date.fromisoformat(text)
    if not 1970 <= found.year < 2100:
        raise ValueError(text)
    return found


def some_days(text: str) -> int:
    """Return a number of days a replay can last."""
    count = int(text)
    if not 1 <= count <= MOST_DAYS:
        raise argparse.ArgumentTypeError(f"from 1 to {MOST_DAYS} days")
    return count


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what a replay takes."""
    group = parser.add_argument_group(
        "replay", "live real days of an imported source again, print the figures, and end"
    )
    group.add_argument("--replay", type=day, metavar="DAY", help="first day, as 2016-06-01")
    group.add_argument("--days", type=some_days, default=1, metavar="N", help="how many days (1)")
    group.add_argument("--agency", default="", metavar="NAME", help="only requests of this agency")
    group.add_argument("--source", default="baltimore_311", metavar="NAME", help="the imported source (baltimore_311)")
    group.add_argument("--file", type=Path, metavar="PATH", help="import this file of the source first")
    group.add_argument("--seed", type=int, default=1, metavar="N", help="the same seed tells the same stories (1)")
    group.add_argument("--json", action="store_true", help="print JSON")


def run(options: dict[str, Any], say: Callable[[str], None], out: Callable[[str], None]) -> None:
    """
    Replay the days and print what became of them.

    :raises Refused: when there is nothing to replay, or the file cannot be imported.
    """
    if options["file"]:
        say(_("Importing %(path)s") % {"path": options["file"]})
        loading.load(options["file"], mapping.load(options["source"]), progress=lambda stage, count: None)
    told = replay.play(
        source=options["source"], day=options["replay"], days=options["days"], agency=options["agency"],
        seed=options["seed"], now=clock.now(), say=say,
    )  # fmt: skip
    question = insights.Question(
        actor=Actor.system("kpi", via="console"), period=insights.Period(None, None, settings.TIME_ZONE),
        now=clock.now(), source=told.source,
    )  # fmt: skip
    figures = as_json(question)
    if options["json"]:
        out(json.dumps({"replay": told.as_json(), "figures": figures}, ensure_ascii=False))
        return
    out(as_words({"replay": told.as_json()}))
    out(as_words(figures))
    out(_("On the page of figures: /figures/?source=%(source)s") % {"source": told.source})
