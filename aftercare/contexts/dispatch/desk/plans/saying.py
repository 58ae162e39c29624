"""A plan in words: figures before and after, and why a visit stands where it does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aftercare.contexts.dispatch.planning import clashes as clashing
from aftercare.contexts.dispatch.planning.clashes import Clash
from aftercare.contexts.dispatch.queries import PlannedRow


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One figure as it is, as it would be, and whether that is better (1), worse (-1) or the same."""

    key: str
    label: str
    before: str
    after: str
    change: str
    better: int


def figure_lines(figures: Mapping[str, Mapping[str, float]]) -> list[FigureLine]:
    """Return the figures of a plan; empty while there are none."""
    if not figures:
        return []
    before, after = figures["before"], figures["after"]
    return [
        _line("booked", _("Visits booked"), before, after, good=1),
        _line("left_out", _("Orders without anybody"), before, after),
        _line("late", _("Broken promises"), before, after),
        _line("late_minutes", _("Minutes late in all"), before, after),
        _line("km", _("Kilometres"), before, after),
        _line("travel_minutes", _("Minutes on the road"), before, after),
        _line("overtime_minutes", _("Minutes of overtime"), before, after),
        _line("busiest_minutes", _("Most work on one day, minutes"), before, after, good=0),
    ]


def _line(
    key: str, label: str, before: Mapping[str, float], after: Mapping[str, float], *, good: int = -1
) -> FigureLine:
    was, will = before.get(key, 0), after.get(key, 0)
    change = round(will - was, 1)
    sign = (change > 0) - (change < 0)
    spoken = f"{'+' if change > 0 else '−' if change < 0 else '±'}{_number(abs(change))}"
    return FigureLine(key, label, _number(was), _number(will), spoken, sign * good)


def _number(value: float) -> str:
    whole = float(value).is_integer()
    return str(number_format(value, decimal_pos=0 if whole else 1, use_l10n=True, force_grouping=True))


def reason_words(row: PlannedRow) -> str:
    """Return in a few words why the visit stands where it does."""
    code = row.reasons.get("code")
    if code:
        return _obstacle(str(code))
    parts = []
    if (minutes := row.reasons.get("travel_minutes")) is not None:
        parts.append(ngettext("%(n)d min on the way", "%(n)d min on the way", minutes) % {"n": minutes})
    if row.arrive_by or row.resolve_by:
        parts.append(_("breaks the promise") if row.is_late else _("keeps the promise"))
    parts += _others(row.reasons.get("others", []))
    return " · ".join(parts)


def _others(others: list[Mapping[str, Any]]) -> list[str]:
    """Return who else could go, and how much dearer that would be."""
    return [
        _("%(name)s: +%(n)d min") % {"name": other["name"], "n": other["dearer_minutes"]}
        for other in others
        if "dearer_minutes" in other
    ]


def _obstacle(code: str) -> str:
    """Return why a visit is in no tour."""
    words = {
        "nobody_fit": _("Nobody who works then has the skills, the certificates and the region"),
        "customer_wants_other": _("Whoever else suits is not wanted by the customer"),
        "window_passed": _("Its time is over"),
        "longer_than_any_shift": _("Longer than any shift"),
        "no_way_there": _("No road leads there"),
        "no_time_for_it": _("There and back does not fit into a shift"),
        "no_place": _("Everybody who fits is taken by what matters more"),
    }
    return words.get(code, code)


def clash_words(clash: Clash) -> str:
    """Return in a line what has changed since the plan was made."""
    order = clash.visit.work_order.number if clash.visit else clash.booking.work_order.number if clash.booking else ""
    name = clash.visit.engineer.name if clash.visit and clash.visit.engineer else ""
    words = {"number": order, "name": name}
    return {
        clashing.EDITED: _("%(number)s was changed by somebody"),
        clashing.TAKEN_BACK: _("%(number)s is no longer booked"),
        clashing.BOOKED: _("%(number)s has been booked meanwhile"),
        clashing.NOT_BOOKABLE: _("%(number)s can no longer be booked"),
        clashing.AWAY: _("%(number)s: %(name)s is away by now"),
        clashing.UNWANTED: _("%(number)s: the customer does not want %(name)s by now"),
        clashing.NEW: _("%(number)s was newly booked"),
        clashing.PASSED: _("%(number)s: the time proposed has passed"),
    }[clash.code] % words
