"""The tables behind the charts, on screen and as files; every number leads to the rows it counts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from aftercare.contexts.contracts.public import HoldParty, HoldReason, Promise
from aftercare.contexts.insights import queries
from aftercare.contexts.insights.desk import charts
from aftercare.contexts.insights.desk.asked import Asked
from aftercare.contexts.insights.desk.tiles import hours_words, number
from aftercare.contexts.insights.queries import CategoryRow, Figures, PauseRow, SliceRow
from aftercare.contexts.insights.rules import Share
from aftercare.platform.web.marks import duration_words

PROMISES = dict(Promise.choices)
REASONS, PARTIES = dict(HoldReason.choices), dict(HoldParty.choices)

EVERY = 500


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: what it says, what a file holds, and where it leads."""

    words: str
    plain: Any = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with the name its download is asked by."""

    name: str
    head: list[Any]
    lines: list[list[Cell]]

    @property
    def rows(self) -> list[list[Any]]:
        """Return the rows for a file."""
        return [[cell.words if cell.plain is None else cell.plain for cell in line] for line in self.lines]


def months(rows: Sequence[SliceRow], asked: Asked) -> Table:
    """Return the figures by month."""
    return Table("months", [_("Month"), *_slice_head()], [[Cell(row.name), *_slice(row, asked)] for row in rows])


def regions(rows: Sequence[SliceRow], asked: Asked) -> Table:
    """Return the figures by region."""
    lines = []
    for row in rows:
        url = reverse("insights:figures") + asked.params(region=row.key) if row.key else ""
        lines.append([Cell(row.name, url=url), *_slice(row, asked, region=row.key)])
    return Table("regions", [_("Region"), *_slice_head()], lines)


def categories(rows: Sequence[CategoryRow], asked: Asked) -> Table:
    """Return the categories with the most requests."""
    head = [_("Category"), _("Group"), _("Requests received"), _("Growing share"), _("Put right by the due date")]
    where = reverse("insights:requests")
    lines = [
        [
            Cell(row.name), Cell(row.group),
            Cell(number(row.requests), row.requests, where + asked.behind("received", category=row.category_id)),
            Cell(f"{number(row.cumulative, 1)} %", row.cumulative), _share(row.on_time),
        ]
        for row in rows
    ]  # fmt: skip
    return Table("categories", head, lines)


def promises(told: Figures, asked: Asked) -> Table:
    """Return how each kind of promise was kept."""
    head = [_("Promise"), _("Came due"), _("Kept"), _("Broken"), _("Share kept"), _("Paused")]
    where = reverse("insights:promises")
    lines = []
    for row in told.promises:
        broken = row.kept.n - row.kept.hits
        lines.append([
            Cell(str(PROMISES.get(row.promise, row.promise))),
            Cell(number(row.kept.n), row.kept.n, where + asked.behind("due", promise=row.promise)),
            Cell(number(row.kept.hits), row.kept.hits, where + asked.behind("due", promise=row.promise, kept="1")),
            Cell(number(broken), broken, where + asked.behind("due", promise=row.promise, kept="0")),
            _share(Share(row.kept.n, row.kept.hits), bare=True),
            Cell(duration_words(row.paused_minutes), row.paused_minutes,
                 where + asked.behind("due", promise=row.promise, paused="1") if row.paused_minutes else ""),
        ])  # fmt: skip
    return Table("promises", head, lines)


def pauses(rows: Sequence[PauseRow]) -> Table:
    """Return the paused time by cause and accountable party."""
    head = [_("Cause"), _("Accountable"), _("Paused"), _("Times")]
    lines = [
        [
            Cell(str(REASONS.get(row.reason, row.reason))), Cell(str(PARTIES.get(row.party, row.party))),
            Cell(duration_words(row.minutes), row.minutes), Cell(number(row.count), row.count),
        ]
        for row in rows
    ]  # fmt: skip
    return Table("pauses", head, lines)


def _slice_head() -> list[str]:
    return [
        _("Requests received"), _("Time to respond"), _("Promises kept"), _("Put right by the due date"),
        _("First-time fix"), _("CSAT"),
    ]  # fmt: skip


def _slice(row: SliceRow, asked: Asked, **more: Any) -> list[Cell]:
    def behind(name: str, moment: str, /, **extra: Any) -> str:
        if more:
            return reverse(f"insights:{name}") + asked.behind(moment, **{**more, **extra})
        return charts.month_url(asked, name, moment, row, **extra)

    return [
        Cell(number(row.requests), row.requests, behind("requests", "received")),
        Cell(hours_words(row.response_hours), row.response_hours),
        _share(row.sla, behind("promises", "due")),
        _share(row.on_time, behind("requests", "received", on_time="judged")),
        _share(row.first_time_fix, behind("orders", "completed", planned="0")),
        _share(row.csat, behind("surveys", "sent", answered="1")),
    ]


def _share(share: Share, url: str = "", *, bare: bool = False) -> Cell:
    if not share.n:
        return Cell("–", "")
    n = "" if bare else f" ({number(share.n)})"
    return Cell(f"{number(share.percent, 1)} %{n}", share.percent, url)


TABLES: dict[str, Callable[[Asked], Table]] = {
    "months": lambda asked: months(queries.by_month(asked.trend().question), asked.trend()),
    "regions": lambda asked: regions(queries.by_region(asked.question), asked),
    "categories": lambda asked: categories(queries.top_categories(asked.question, limit=EVERY).rows, asked),
    "promises": lambda asked: promises(queries.figures(asked.question), asked),
    "pauses": lambda asked: pauses(queries.figures(asked.question).pauses),
}
