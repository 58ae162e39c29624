"""A project's warranties as a picture: parts down, years across, seasons marked."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.translation import gettext as _

from aftercare.contexts.installed_base.public import PartKind
from aftercare.contexts.warranties import queries, words
from aftercare.contexts.warranties.listings import state_of
from aftercare.contexts.warranties.models import WarrantyPart
from aftercare.contexts.warranties.rules.warranty import Season

# A structure's fifty years would leave nothing to see of two: what reaches further runs out of the picture.
MOST_YEARS = 7


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the picture, in percent of its width from the left."""

    left: float
    width: float
    title: str = ""
    css: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One part: its bar, the seasons it is counted by, its repairs, and what to read beside it."""

    part: WarrantyPart
    url: str
    state: str
    flag: str
    bar: Mark | None
    runs_on: bool
    seasons: list[Mark] = field(default_factory=list)
    repairs: list[Mark] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """All of it: the years across, where today stands, and the lines."""

    years: list[tuple[int, Mark]]
    today: float | None
    lines: list[Line]


def draw(
    project_id: int, accepted_on: date | None, today: date, url: Callable[[int], str] = "#part-{}".format
) -> Picture | None:
    """
    Return the picture of the parts on file; None when there are none, or nothing has been accepted.

    `url` says where a part is explained; unless given, further down on the same page.
    """
    parts = queries.parts_of(project_id)
    begun = [part.accepted_on for part in parts if part.accepted_on] + ([accepted_on] if accepted_on else [])
    if not parts or not begun:
        return None
    ends = [part.until for part in parts if part.until] + [r.until for part in parts for r in part.repairs.all()]
    first = date(min(begun).year, 1, 1)
    last_year = min(max([today.year, *(day.year for day in ends)]), first.year + MOST_YEARS - 1)
    scale = Scale(first, date(last_year, 12, 31))
    known = queries.known_of(project_id)
    return Picture(
        years=[(year, scale.mark(date(year, 1, 1), date(year, 12, 31))) for year in range(first.year, last_year + 1)],
        today=scale.left(today) if scale.first <= today <= scale.last else None,
        lines=[_line(part, scale, known.seasons.get(part.kind), today, url(part.pk)) for part in parts],
    )


@dataclass(frozen=True, slots=True)
class Scale:
    """Days as percent of the picture's width."""

    first: date
    last: date

    def left(self, day: date) -> float:
        """Return where a day begins."""
        return round(100 * (day - self.first).days / ((self.last - self.first).days + 1), 3)

    def mark(self, since: date, last: date, title: str = "", css: str = "") -> Mark:
        """Return a stretch, both days included, cut to the picture."""
        begins, ends = max(since, self.first), min(last, self.last)
        left = self.left(begins)
        return Mark(left, max(round(self.left(ends + timedelta(days=1)) - left, 3), 0.0), title, css)


def _line(part: WarrantyPart, scale: Scale, season: Season | None, today: date, url: str) -> Line:
    bar = None
    open_end = part.until is None and part.flag == "suspended"
    if part.accepted_on and (part.until or open_end):
        words_ = _("%(since)s to %(until)s") % {"since": part.accepted_on, "until": part.until or "…"}
        bar = scale.mark(part.accepted_on, part.until or scale.last, words_)
    return Line(
        part=part,
        url=url,
        state=state_of(part, today),
        flag=words.flag_words(part.flag),
        bar=bar,
        runs_on=open_end or bool(part.until and part.until > scale.last),
        seasons=list(_seasons(part, scale, season)),
        repairs=[scale.mark(r.repaired_on, r.until, f"{r.item} – {r.until}") for r in part.repairs.all()],
    )


def _seasons(part: WarrantyPart, scale: Scale, season: Season | None) -> Iterable[Mark]:
    """Yield the seasons of the city that lie in the picture; those that count for the warranty stand out."""
    if season is None or part.accepted_on is None:
        return
    for year in range(scale.first.year - 1, scale.last.year + 1):
        begins, ends = season.beginning(year), season.end(year)
        if ends < scale.first or begins > scale.last:
            continue
        counts = begins > part.accepted_on and part.statutory_until is not None and ends <= part.statutory_until
        label = PartKind(part.kind).label
        title = _("%(what)s season %(since)s to %(until)s") % {"what": label, "since": begins, "until": ends}
        yield scale.mark(begins, ends, title, "counts" if counts else "")
