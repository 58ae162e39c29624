"""What the address asks of the figures: a period, a region, a source."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aftercare.contexts.insights.queries import Figures, Question, sources
from aftercare.contexts.insights.queries.asking import OWN
from aftercare.contexts.insights.rules import FIRST_YEAR, LAST_YEAR, Period, months_back
from aftercare.contexts.people import public as people
from aftercare.platform.actor import Actor

DEFAULT_PERIOD, WHOLE = "90d", "all"
TREND_MONTHS = 12
Span = Callable[[date], tuple[date | None, date | None]]
PERIODS: dict[str, tuple[Any, Span]] = {
    "month": (gettext_lazy("This month"), lambda d: (d.replace(day=1), d)),
    "last_month": (gettext_lazy("Last month"), lambda d: (months_back(d, 2), d.replace(day=1) - timedelta(1))),
    "30d": (gettext_lazy("30 days"), lambda d: (d - timedelta(29), d)),
    "90d": (gettext_lazy("90 days"), lambda d: (d - timedelta(89), d)),
    "year": (gettext_lazy("12 months"), lambda d: (months_back(d, TREND_MONTHS), d)),
    WHOLE: (gettext_lazy("All time"), lambda d: (None, None)),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The question with what the page shows of it; `errors` tells what the address asked wrongly."""

    question: Question
    named: str
    region_id: int | None = None
    region_name: str = ""
    regions: list[tuple[int, str]] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def params(self, **changes: Any) -> str:
        """Return the query string of this page, with parameters changed; None takes one out."""
        period = self.question.period
        kept: dict[str, Any] = {"region": self.region_id, "source": self.question.source}
        if self.named:
            kept["period"] = None if self.named == self._usual() else self.named
        else:
            kept |= {"from": period.first, "to": period.last}
        return "?" + urlencode({k: v for k, v in (kept | changes).items() if v not in (None, "")})

    def behind(self, moment: str, /, **more: Any) -> str:
        """Return the query string of a list behind the page; `moment` is the list's period filter."""
        period = self.question.period
        wanted: dict[str, object] = {f"{moment}.from": period.first, f"{moment}.to": period.last}
        wanted |= {"region": self.region_id, "source": self.question.source, **more}
        return "?" + urlencode({k: v for k, v in wanted.items() if v not in (None, "")})

    def trend(self) -> Asked:
        """Return the same question about whole months: at least a year of them, to the end of the period."""
        period = self.question.period
        if period.first is None:
            return self
        last = period.last or self.today
        first = min(period.first.replace(day=1), months_back(last, TREND_MONTHS))
        return replace(self, question=replace(self.question, period=replace(period, first=first)), named="")

    def days(self, told: Figures) -> str:
        """Return the period in words: its days, else those of the first and the last request."""
        first, last = self.question.period.first or told.first_on, self.question.period.last or told.last_on
        return f"{first or '…'} – {last or '…'}"

    @property
    def today(self) -> date:
        """Return the day it is for the person."""
        return timezone.localtime(self.question.now).date()

    def _usual(self) -> str:
        return WHOLE if self.question.source not in ("", OWN) else DEFAULT_PERIOD


def read(params: QueryDict, actor: Actor, now: datetime) -> Asked:
    """Return what the address asks; junk is left out and told in `errors`."""
    errors: list[str] = []
    known = sources()
    source = params.get("source", "")
    if source and source not in {OWN, *known}:
        errors.append(_("There is no source “%(name)s”.") % {"name": source[:40]})
        source = ""
    regions = people.region_choices(actor)
    region_id = _region(params.get("region", ""), regions, errors)
    named, first, last = _days(params, source, timezone.localtime(now).date(), errors)
    question = Question(
        actor=actor,
        period=Period(first, last, timezone.get_current_timezone_name()),
        now=now,
        region_ids=people.regions_under([region_id]) if region_id else None,
        source=source,
    )
    name = dict(regions).get(region_id, "").strip() if region_id else ""
    return Asked(
        question=question, named=named, region_id=region_id, region_name=name,
        regions=regions, sources=known, errors=errors,
    )  # fmt: skip


def _region(text: str, regions: list[tuple[int, str]], errors: list[str]) -> int | None:
    if not text:
        return None
    found = next((pk for pk, _name in regions if str(pk) == text), None)
    if found is None:
        errors.append(_("There is no region “%(name)s”.") % {"name": text[:40]})
    return found


def _days(params: QueryDict, source: str, today: date, errors: list[str]) -> tuple[str, date | None, date | None]:
    """Return the period's name (empty for typed days) and its days."""
    texts = params.get("from", "").strip(), params.get("to", "").strip()
    usual = DEFAULT_PERIOD if source in ("", OWN) else WHOLE
    if not any(texts):
        named = params.get("period", "") or usual
        if named not in PERIODS:
            errors.append(_("There is no period “%(name)s”.") % {"name": named[:40]})
            named = usual
        return named, *PERIODS[named][1](today)
    try:
        first, last = (date.fromisoformat(text) if text else None for text in texts)
    except ValueError:
        errors.append(_("Enter days as 2026-05-31."))
        return usual, *PERIODS[usual][1](today)
    if any(day and not FIRST_YEAR <= day.year < LAST_YEAR for day in (first, last)):
        errors.append(_("The year must be between 1970 and 2100."))
        return usual, *PERIODS[usual][1](today)
    if first and last and last < first:
        errors.append(_("The period ends before it begins."))
        return usual, *PERIODS[usual][1](today)
    return "", first, last
