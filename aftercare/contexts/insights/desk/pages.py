"""The page of figures, its downloads, and the targets."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from aftercare.contexts.insights import commands, policies, queries
from aftercare.contexts.insights.desk import asked, charts, tables
from aftercare.contexts.insights.desk.tiles import number, tiles
from aftercare.contexts.insights.forms import TargetsForm
from aftercare.contexts.insights.rules import Code
from aftercare.platform import clock
from aftercare.platform.refusal import Refused
from aftercare.platform.web import door, fragments
from aftercare.platform.web.fragments import DeskRequest
from aftercare.platform.web.listing import export


@door.door(*policies.READERS)
def figures(request: DeskRequest) -> HttpResponse:
    """Show the figures of the period, region and source in the address."""
    question = asked.read(request.GET, request.actor, clock.now())
    ctx = {"title": _("Figures"), **_page(question), "may_set": policies.may_set_target(by=request.actor)}
    return fragments.page(request, "insights/figures.html", ctx, status=422 if question.errors else 200)


@door.door(*policies.READERS)
def download(request: DeskRequest) -> HttpResponseBase:
    """Give one of the page's tables as a file."""
    question = asked.read(request.GET, request.actor, clock.now())
    kind, table = request.GET.get("as", "xlsx"), tables.TABLES.get(request.GET.get("table", ""))
    if question.errors:
        raise Refused("bad_filter", " ".join(question.errors))
    if table is None or kind not in export.CONTENT_TYPES:
        raise Refused("bad_export", _("Choose one of the page's tables, as xlsx or csv."), field="table")
    made = table(question)
    return export.answer(kind, f"figures-{made.name}-{clock.now():%Y%m%d}", made.head, made.rows)


@door.door(*policies.TARGET_SETTERS, methods=("GET", "POST"))
def targets(request: DeskRequest) -> HttpResponse:
    """Show and set what the company wants to reach."""
    current = queries.targets()
    form = TargetsForm(fragments.posted(request), initial={code.value: current[code] for code in Code})
    if request.method == "POST" and form.is_valid():
        with fragments.refusals_as_errors(form):
            commands.set_targets(values=form.changed(current), by=request.actor, at=clock.now())
        if not form.errors:
            fragments.toast(request, _("The targets are set."))
            return fragments.redirect(request, reverse("insights:figures"))
    ctx = {"form": form, "title": _("Targets")}
    return fragments.fragment(request, "insights/_targets.html", ctx, status=fragments.status_of(form))


def _page(question: asked.Asked) -> dict[str, Any]:
    """Return what the page shows; the trend looks further back than the period."""
    told, targets_ = queries.figures(question.question), queries.targets()
    trend = question.trend()
    months, by_region = queries.by_month(trend.question), queries.by_region(question.question)
    categories = queries.top_categories(question.question)
    promised = targets_[Code.SLA if told.sla.n or not told.on_time.n else Code.ON_TIME]
    return {
        "asked": question,
        "trend": trend,
        "told": told,
        "periods": [(key, words, question.params(**{"period": key, "from": None, "to": None}), key == question.named)
                    for key, (words, _span) in asked.PERIODS.items()],
        "tiles": tiles(told, targets_, question),
        "is_empty": not told.requests and not months,
        "months": tables.months(months, trend),
        "regions": tables.regions(by_region, question),
        "categories": tables.categories(categories.rows, question),
        "pauses": tables.pauses(told.pauses),
        "promises": tables.promises(told, question),
        **_words(question, trend, told, sum(row.requests for row in months)),
        "trend_chart": charts.promises_by_month(months, promised, trend),
        "quality_chart": charts.quality_by_month(months, targets_, trend),
        "has_quality": any(row.first_time_fix.n or row.csat.n for row in months),
        "pareto_chart": charts.pareto(categories, question),
        "pareto_title": charts.pareto_title(categories),
        "region_chart": charts.regions(by_region, promised, question),
    }  # fmt: skip


def _words(question: asked.Asked, trend: asked.Asked, told: queries.Figures, in_trend: int) -> dict[str, Any]:
    """Return the titles of the charts, and the days and number each stands on."""
    kept = _("promises kept") if told.sla.n else _("put right by the due date")
    days, judged = question.days(told), told.sla.n or told.on_time.n
    return {
        "scope": f"{days} · n = {number(told.requests)}",
        "region_scope": f"{days} · n = {number(judged)}",
        "trend_scope": f"{trend.days(told)} · n = {number(in_trend)}",
        "trend_title": _("Requests received, and share %(what)s, by month") % {"what": kept},
        "region_title": _("Share %(what)s, by region") % {"what": kept},
        "quality_title": _("First-time fix and satisfaction, by month"),
    }
