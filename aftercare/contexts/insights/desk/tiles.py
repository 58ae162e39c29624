"""The tiles of the page: one figure each, with its target, the number it stands on, and the list behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from aftercare.contexts.insights.desk.asked import Asked
from aftercare.contexts.insights.queries import Figures
from aftercare.contexts.insights.rules import LESS_IS_BETTER, Code, Share, Span, reaches
from aftercare.platform.web.marks import duration_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """One figure in words; `reached` is None where there is no figure or no target."""

    label: str
    value: str
    unit: str = ""
    detail: str = ""
    target: str = ""
    reached: bool | None = None
    url: str = ""
    formula: str = ""


def tiles(told: Figures, targets: dict[Code, float], asked: Asked) -> list[Tile]:
    """Return the tiles in the order in which a manager reads them."""
    maker = _Maker(targets, asked)
    return [tile for tile in (*maker.service(told), *maker.quality(told)) if tile]


class _Maker:
    def __init__(self, targets: dict[Code, float], asked: Asked) -> None:
        self.targets, self.asked = targets, asked

    def service(self, told: Figures) -> list[Tile]:
        requests = self._behind("requests", "received")
        found = [
            Tile(label=_("Requests received"), value=number(told.requests), url=requests,
                 detail=_("all kinds, all states"), formula=_("Requests received in the period.")),
            self._share(Code.SLA, _("Promises kept"), told.sla, self._behind("promises", "due"),
                        _("Promises kept / promises that came due in the period, net of paused time.")),
            self._span(Code.RESPONSE_HOURS, _("Time to respond"), told.response,
                       self._behind("requests", "received", moment="responded"),
                       _("First qualified answer minus received, mean.")),
            self._span(Code.ARRIVAL_HOURS, _("Arrival time"), told.arrival,
                       self._behind("requests", "received", moment="arrived"),
                       _("Engineer on site minus received, mean.")),
            self._span(Code.RESOLUTION_HOURS, _("Resolution time"), told.resolution,
                       self._behind("requests", "received", moment="resolved"),
                       _("Put right minus received, mean.")),
        ]  # fmt: skip
        if told.on_time.n:
            found.append(
                self._share(Code.ON_TIME, _("Put right by the due date"), told.on_time,
                            self._behind("requests", "received", on_time="judged"),
                            _("Requests put right by their due date / requests with a due date that are put right."))
            )  # fmt: skip
        return found

    def quality(self, told: Figures) -> list[Tile]:
        return [
            self._share(Code.ON_TIME_ARRIVAL, _("On-time arrival"), told.on_time_arrival,
                        self._behind("orders", "promised", expected="1"),
                        _("Arrivals before the end of the promised window / arrivals due.")),
            self._share(Code.FIRST_TIME_FIX, _("First-time fix"), told.first_time_fix,
                        self._behind("orders", "completed", done="1", planned="0"),
                        _("Orders resolved on the first visit with no repeat on the same equipment and failure mode "
                          "within 30 days / orders completed; planned follow-ups excluded.")),
            self._share(Code.CSAT, _("Satisfaction (CSAT)"), told.csat, self._behind("surveys", "sent", answered="1"),
                        _("Answers 4 and 5 of 5 / answers."),
                        more=_("response rate %(rate)s %%") % {"rate": number(told.surveys.percent, 1)}
                        if told.surveys.n else ""),
            self._score(told),
        ]  # fmt: skip

    def _behind(self, name: str, moment: str, /, **more: Any) -> str:
        return reverse(f"insights:{name}") + self.asked.behind(moment, **more)

    def _share(self, code: Code, label: str, share: Share, url: str, formula: str, more: str = "") -> Tile:
        target = self.targets[code]
        words = [_("%(hits)s of %(n)s") % {"hits": number(share.hits), "n": number(share.n)}] if share.n else []
        return Tile(
            label=label, value=number(share.percent, 1), unit="%" if share.n else "",
            detail=" · ".join([*words, *([more] if more else [])]) or _("nothing to count yet"),
            target=target_words(code, target), reached=reaches(code, share.percent, target), url=url, formula=formula,
        )  # fmt: skip

    def _span(self, code: Code, label: str, span: Span, url: str, formula: str) -> Tile:
        target = self.targets[code]
        words = _("median %(median)s · n = %(n)s")
        detail = words % {"median": hours_words(span.median), "n": number(span.n)} if span.n else ""
        return Tile(
            label=label, value=hours_words(span.mean), detail=detail or _("nothing to count yet"),
            target=target_words(code, target), reached=reaches(code, span.mean, target), url=url, formula=formula,
        )  # fmt: skip

    def _score(self, told: Figures) -> Tile:
        target, score = self.targets[Code.NPS], told.nps
        words = _("%(up)s promoters, %(down)s detractors · n = %(n)s")
        detail = words % {"up": score.promoters, "down": score.detractors, "n": number(score.n)} if score.n else ""
        return Tile(
            label=_("Recommendation (NPS)"), value=number(score.points, 0), detail=detail or _("nothing to count yet"),
            target=target_words(Code.NPS, target), reached=reaches(Code.NPS, score.points, target),
            url=self._behind("surveys", "sent", scored="1"),
            formula=_("Share of 9 and 10 minus share of 0 to 6, in points."),
        )  # fmt: skip


def number(value: float | int | None, places: int = 0) -> str:
    """Return a number with thousands marks, or a dash."""
    return "–" if value is None else f"{value:,.{places}f}"


def hours_words(value: float | None) -> str:
    """Return hours as days, hours and minutes."""
    return "–" if value is None else duration_words(round(value * 60))


def target_words(code: Code, target: float) -> str:
    """Return the target with its direction and unit."""
    if code in LESS_IS_BETTER:
        return _("target ≤ %(target)s") % {"target": hours_words(target)}
    unit = "" if code == Code.NPS else " %"
    return _("target ≥ %(target)s") % {"target": f"{number(target, 0 if target == int(target) else 1)}{unit}"}
