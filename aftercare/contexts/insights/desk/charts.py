"""The charts of the page as data: titles that say what they show, series, targets, and where a click leads."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from aftercare.contexts.insights.desk.asked import Asked
from aftercare.contexts.insights.queries import Categories, SliceRow
from aftercare.contexts.insights.rules import Code

PARETO_LINE = 80
MOST_REGIONS = 15
Chart = dict[str, Any]


def promises_by_month(rows: Sequence[SliceRow], target: float, asked: Asked) -> Chart:
    """Return requests as bars and the share of promises kept as a line."""
    kept = any(row.sla.n for row in rows)
    share = [row.sla if kept else row.on_time for row in rows]
    where, moment = ("promises", "due") if kept else ("requests", "received")
    name = _("Promises kept") if kept else _("Put right by the due date")
    return {
        "kind": "trend",
        "labels": [row.name for row in rows],
        "bars": {"name": _("Requests received"), "values": [row.requests for row in rows],
                 "urls": [month_url(asked, "requests", "received", row) for row in rows]},
        "lines": [{"name": name, "tone": "accent", "values": [s.percent for s in share], "n": [s.n for s in share],
                   "urls": [month_url(asked, where, moment, row) for row in rows]}],
        "target": {"value": target, "name": _("target %(value)g %%") % {"value": target}},
    }  # fmt: skip


def quality_by_month(rows: Sequence[SliceRow], targets: dict[Code, float], asked: Asked) -> Chart:
    """Return first-time fix and satisfaction as lines."""
    series = (
        (_("First-time fix"), "indigo", [row.first_time_fix for row in rows], "orders", "completed", {"planned": "0"}),
        (_("Satisfaction (CSAT)"), "amber", [row.csat for row in rows], "surveys", "sent", {"answered": "1"}),
    )
    target = targets[Code.FIRST_TIME_FIX]
    return {
        "kind": "trend",
        "labels": [row.name for row in rows],
        "lines": [
            {"name": name, "tone": tone, "values": [s.percent for s in shares], "n": [s.n for s in shares],
             "urls": [month_url(asked, where, moment, row, **more) for row in rows]}
            for name, tone, shares, where, moment, more in series
        ],
        "target": {"value": target, "name": _("target %(value)g %%") % {"value": target}},
    }  # fmt: skip


def pareto(found: Categories, asked: Asked) -> Chart:
    """Return the categories as bars and their growing share as a line against 80 %."""
    # A rest larger than every category would flatten them all.
    fits = found.others and found.rows and found.others <= found.rows[0].requests
    rest = [_("others (%(count)d)") % {"count": found.count - len(found.rows)}] if fits else []
    return {
        "kind": "pareto",
        "labels": [*(row.name for row in found.rows), *rest],
        "bars": {
            "name": _("Requests received"),
            "values": [*(row.requests for row in found.rows), *([found.others] if rest else [])],
            "urls": [_list(asked, "requests", "received", category=row.category_id) for row in found.rows],
        },
        "lines": [
            {
                "name": _("Growing share"),
                "tone": "amber",
                "values": [*(row.cumulative for row in found.rows), *([100.0] if rest else [])],
            }
        ],
        "target": {"value": PARETO_LINE, "name": ""},
    }


def regions(rows: Sequence[SliceRow], target: float, asked: Asked) -> Chart:
    """Return the share of promises kept, or of due dates, by region."""
    kept = any(row.sla.n for row in rows)
    shown = [row for row in rows if (row.sla if kept else row.on_time).n][:MOST_REGIONS]
    share = [row.sla if kept else row.on_time for row in shown]
    where, moment, more = ("promises", "due", {}) if kept else ("requests", "received", {"on_time": "judged"})
    return {
        "kind": "ranking",
        "labels": [row.name for row in shown],
        "bars": {
            "name": _("Promises kept") if kept else _("Put right by the due date"),
            "values": [s.percent for s in share],
            "n": [s.n for s in share],
            "urls": [_list(asked, where, moment, **{**more, "region": row.key}) for row in shown],
        },
        "target": {"value": target, "name": _("target %(value)g %%") % {"value": target}},
    }


def pareto_title(found: Categories) -> str:
    """Return what the Pareto chart says: how few categories make up most requests."""
    words = _("%(few)d of %(count)d categories make up 80 %% of the requests")
    return words % {"few": found.vital, "count": found.count}


def _list(asked: Asked, name: str, moment: str, /, **more: Any) -> str:
    return reverse(f"insights:{name}") + asked.behind(moment, **more)


def month_url(asked: Asked, name: str, moment: str, row: SliceRow, /, **more: Any) -> str:
    """Return the list behind one month of a figure, not beyond the period."""
    first: date = row.key
    last = first.replace(day=monthrange(first.year, first.month)[1])
    limit = asked.question.period.last
    days = {f"{moment}.from": first, f"{moment}.to": min(last, limit) if limit else last}
    return _list(asked, name, moment, **{**more, **days})
