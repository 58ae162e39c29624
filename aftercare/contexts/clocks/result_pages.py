"""A contract's page says how its promises were kept; the customer reads the same on theirs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from aftercare.contexts.clocks import results
from aftercare.contexts.clocks.forms import PeriodForm
from aftercare.contexts.clocks.listings import READERS
from aftercare.contexts.clocks.results import Line, Results
from aftercare.contexts.contracts import public as contracts
from aftercare.platform.actor import Actor, Role
from aftercare.platform.refusal import not_found
from aftercare.platform.web import door, fragments, marks, panels
from aftercare.platform.web.fragments import DeskRequest

SEES = (*READERS, Role.CUSTOMER)
Figure = tuple[str, Any, str, str]


@dataclass(frozen=True, slots=True)
class Row:
    """One line as the page shows it: its figures and the waiting, each with the address of the list behind it."""

    line: Line
    figures: list[Figure]
    share: str
    tone: str
    paused: list[tuple[str, str, str]]


@door.door(*SEES)
def results_of(request: DeskRequest, contract_id: int) -> HttpResponse:
    """Show how a contract's promises were kept in a period."""
    contract = contracts.visible_to(request.actor).select_related("original").filter(pk=contract_id).first()
    if contract is None or contract.status == "draft":
        raise not_found()
    form = PeriodForm(request.GET or None)
    period = form.period() if request.GET and form.is_valid() else None
    ctx = _context(request.actor, contract, period, form)
    status = 422 if form.errors else 200
    return fragments.fragment(request, "clocks/_results.html", ctx | {"title": _("Results")}, status=status)


def of_contract(request: DeskRequest, contract: Any) -> str:
    """Draw the results of the contract year; nothing for a draft, which has promised nobody anything."""
    if contract.status == "draft":
        return ""
    return fragments.html(request, "clocks/_results.html", _context(request.actor, contract, None, PeriodForm()))


def _context(actor: Actor, contract: Any, period: tuple[date, date] | None, form: PeriodForm) -> dict[str, Any]:
    years = contracts.years_of(contract, timezone.localdate())
    since, until = period or (years[0].since, years[0].until)
    found = results.of_contract(contract.pk, since=since, until=until, by=actor)
    listed = _listing(actor, contract.first_id, found)
    return {
        "contract": contract,
        "results": found,
        "rows": [_row(_plain(line, found), listed) for line in found.lines],
        "whole": _row(Line("", None, found.total, ()), listed),
        "years": [(year, (year.since, year.until) == (since, until)) for year in years],
        "errors": [str(error) for errors in form.errors.values() for error in errors],
    }


def _plain(line: Line, found: Results) -> Line:
    """Leave the waiting out of a promise's own line where one of its priorities says the very same."""
    same = (one for one in found.lines if one.promise == line.promise and one.priority is not None)
    if line.priority is None and any(one.paused == line.paused for one in same):
        return replace(line, paused=())
    return line


def _listing(actor: Actor, first_id: int, found: Results) -> Callable[..., str]:
    """Return a way to the list behind a figure: the office's, or the customer's own."""
    base = reverse("clocks:list" if actor.has(*READERS) else "clocks:mine")
    about: dict[str, Any] = {"contract": first_id, "began.from": found.since, "began.to": found.until}

    def url(line: Line, **more: Any) -> str:
        which = {"promise": line.promise, "priority": line.priority}
        asked = about | {key: value for key, value in which.items() if value} | more
        return f"{base}?{urlencode(asked, doseq=True)}"

    return url


def _row(line: Line, url: Callable[..., str]) -> Row:
    tally = line.tally
    figures: list[Figure] = [
        (str(_PROMISED), tally.promised, url(line, result=list(results.RESULTS)), ""),
        (str(_KEPT), tally.kept, url(line, result="kept"), ""),
        (str(_BROKEN), tally.broken, url(line, result="broken"), "text-danger"),
        (str(_OPEN), tally.still_open, url(line, result="open"), ""),
    ]
    paused = [
        (results.party_words(party), marks.duration_words(minutes), url(line, held=party))
        for party, minutes in line.paused
    ]
    share = "–" if tally.share is None else f"{tally.share:.1f}".removesuffix(".0") + " %"
    tone = "" if tally.share is None else "good" if tally.share >= 95 else "waiting" if tally.share >= 80 else "bad"
    return Row(line, figures, share, tone, paused)


_PROMISED = pgettext_lazy("results", "Promised")
_KEPT = pgettext_lazy("results", "Kept")
_BROKEN = pgettext_lazy("results", "Broken")
_OPEN = pgettext_lazy("results", "Open")


def enter() -> None:
    """Register the panel."""
    panels.panel(
        "contract", gettext_lazy("How the promises were kept"), of_contract, 5, key="results", place="top", roles=SEES,
        icon="chart-bar",
    )  # fmt: skip
