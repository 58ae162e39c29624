"""The figures as JSON and as lines of text."""

from __future__ import annotations

from typing import Any

from aftercare.contexts.insights import public as insights

TOP = 5


def as_json(question: insights.Question) -> dict[str, Any]:
    """Return every figure with the number it stands on; shares between 0 and 1, durations in hours."""
    told = insights.figures(question)
    top = insights.top_categories(question, limit=TOP)
    return {
        "source": question.source or "all",
        "from": _day(question.period.first or told.first_on),
        "to": _day(question.period.last or told.last_on),
        "requests": told.requests,
        "on_time": _share(told.on_time),
        "close_hours_median": told.close.median,
        "close_hours_mean": told.close.mean,
        "response_hours": _span(told.response),
        "arrival_hours": _span(told.arrival),
        "resolution_hours": _span(told.resolution),
        "sla": {**_share(told.sla), "by_promise": {row.promise: _share(row.kept) for row in told.promises}},
        "paused_minutes": [
            {"reason": row.reason, "party": row.party, "minutes": row.minutes, "n": row.count} for row in told.pauses
        ],
        "on_time_arrival": _share(told.on_time_arrival),
        "first_time_fix": {**_share(told.first_time_fix), "restated": told.restated},
        "csat": {**_share(told.csat), "response_rate": told.surveys.share, "sent": told.surveys.n},
        "nps": {"n": told.nps.n, "points": told.nps.points},
        "top_categories": [
            {"category": row.name, "group": row.group, "requests": row.requests, "cumulative_percent": row.cumulative}
            for row in top.rows
        ],
        "by_region": [_slice(row) for row in insights.by_region(question)],
        "by_month": [_slice(row) for row in insights.by_month(question)],
    }


def as_words(report: dict[str, Any]) -> str:
    """Return the report as aligned lines; lists are indented under their name."""
    return "\n".join(_lines(report, 0))


def _lines(value: dict[str, Any], depth: int) -> list[str]:
    found = []
    for name, item in value.items():
        head = f"{'  ' * depth}{name:<{24 - 2 * depth}}"
        if isinstance(item, dict) and any(isinstance(part, dict | list) for part in item.values()):
            found += [head.rstrip(), *_lines(item, depth + 1)]
        elif isinstance(item, list):
            found += [head.rstrip(), *(f"{'  ' * (depth + 1)}{_flat(row)}" for row in item)]
        else:
            found.append(f"{head} {_flat(item)}")
    return found


def _flat(item: Any) -> str:
    if isinstance(item, dict):
        return "  ".join(f"{name} {_flat(part)}" for name, part in item.items())
    return "–" if item is None else str(item)


def _slice(row: Any) -> dict[str, Any]:
    return {
        "name": row.name,
        "requests": row.requests,
        "on_time": _share(row.on_time),
        "response_hours": row.response_hours,
        "sla": _share(row.sla),
        "first_time_fix": _share(row.first_time_fix),
        "csat": _share(row.csat),
    }


def _share(share: Any) -> dict[str, Any]:
    return {"n": share.n, "share": share.share}


def _span(span: Any) -> dict[str, Any]:
    return {"n": span.n, "mean": span.mean, "median": span.median}


def _day(value: Any) -> str | None:
    return value.isoformat() if value else None
