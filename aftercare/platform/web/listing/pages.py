"""What a list page answers: the page, its body alone, a filter's form, an export, a bulk verb."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _

from aftercare.platform import clock
from aftercare.platform.refusal import Refused
from aftercare.platform.web import fragments
from aftercare.platform.web.listing import bulk, export, saved_views, state
from aftercare.platform.web.listing.counting import Count, counts
from aftercare.platform.web.listing.drawing import row_markup

if TYPE_CHECKING:
    from aftercare.platform.web.listing.listing import Listing

EXPORTS_PER_HOUR = 30


def answer(listing: Listing, request: HttpRequest) -> HttpResponseBase:
    """Return what this request asks of the list."""
    if request.method == "POST":
        return _bulk(listing, request)
    if key := request.GET.get("filter_form"):
        return _filter_form(listing, request, key)
    asked = state.read(listing, request.GET, listing.actor)
    if kind := request.GET.get("export"):
        return _export(listing, request, asked, kind)
    ctx = _page(listing, request, asked)
    status = 422 if asked.errors else 200
    target = getattr(request, "htmx", None) and request.htmx.target  # type: ignore[attr-defined]
    if fragments.is_partial(request) and target == "listing":
        return fragments.fragment(request, "web/listing/body.html", ctx, status=status)
    return fragments.page(request, listing.template, ctx, status=status)


def _page(listing: Listing, request: HttpRequest, asked: state.State) -> dict[str, Any]:
    """Return what the page shows, in three queries."""
    views = saved_views.of(listing, request.user)
    total, tabs, view_counts = _counts(listing, asked, views)
    start = (asked.page - 1) * asked.size
    found = list(listing.ordered(listing.narrowed(asked), asked)[start : start + asked.size + 1])
    rows = listing.rows(found[: asked.size])
    actions = listing.actions_for(listing.actor)
    tick = _("Select") if actions else ""
    return {
        "listing": listing,
        "state": asked,
        "title": listing.title,
        "rows": [(row, row_markup(listing, asked.columns, row, selectable=tick)) for row in rows],
        "total": total,
        "tabs": tabs,
        "views": [(view, view_counts[view.pk], _view_link(view)) for view in views],
        "first": start + 1 if rows else 0,
        "last": start + len(rows),
        "has_next": len(found) > asked.size,
        "pages": _page_links(asked, total, len(found) > asked.size),
        "heads": [(column, *_head_link(asked, column)) for column in asked.columns],
        "offered": listing.columns_for(listing.actor),
        "chosen": {column.key for column in asked.columns},
        "sizes": state.SIZES,
        "actions": actions,
        "create": listing.create if listing.create and listing.actor.has(*listing.create.roles) else None,
        "free_filters": [f for f in listing.filters if f.key not in {chip.key for chip in asked.chips}],
        "save_url": reverse("web:save_view", args=[listing.name]),
    }


def _counts(
    listing: Listing, asked: state.State, views: list[Any]
) -> tuple[Count, list[tuple[Any, Count, str]], dict[int, Count]]:
    """Return the count of these rows, of each tab and of each saved view, in one query."""
    wanted = {"total": listing.narrowed(asked)}
    plain = state.State(params=QueryDict())
    for tab in listing.tabs:
        wanted[f"tab:{tab.key}"] = listing.narrowed(plain, tab=tab.key)
    for view in views:
        kept = state.read(listing, QueryDict(view.query), listing.actor)
        wanted[f"view:{view.pk}"] = listing.narrowed(kept)
    found = counts(wanted)
    keep = asked.params.copy()
    for name in set(keep) - {"cols", "size"}:
        keep.pop(name)
    bare = state.State(params=keep)
    tabs = [(tab, found[f"tab:{tab.key}"], bare.link(tab=tab.key)) for tab in listing.tabs]
    return found["total"], tabs, {view.pk: found[f"view:{view.pk}"] for view in views}


def _view_link(view: Any) -> str:
    return f"?{view.query}&view={view.pk}" if view.query else f"?view={view.pk}"


def _head_link(asked: state.State, column: Any) -> tuple[str, str]:
    """Return the link that sorts by the column, and how it sorts now: ascending, descending or not at all."""
    if not column.order:
        return "", ""
    if asked.sort != column.key:
        return asked.link(sort=column.key), "none"
    if asked.descending:
        return asked.link(sort=None), "descending"
    return asked.link(sort=f"-{column.key}"), "ascending"


def _page_links(asked: state.State, total: Count, has_next: bool) -> list[tuple[int, str]]:
    """Return the pages near this one; the last page only where the count is known."""
    last = asked.page + 1 if total.many and has_next else max(1, -(-int(total) // asked.size))
    near = sorted({1, asked.page - 1, asked.page, asked.page + 1, last} & set(range(1, max(last, asked.page) + 1)))
    return [(number, asked.link(drop=("export",), page=number)) for number in near]


def _filter_form(listing: Listing, request: HttpRequest, key: str) -> HttpResponse:
    """Return the small form of one filter."""
    found = next((f for f in listing.filters if f.key == key), None)
    if found is None:
        raise Refused("not_found", _("This list has no such filter."))
    drop = {*found.params, "page", "export", "view", "filter_form", "find"}
    kept = [(name, value) for name in request.GET if name not in drop for value in request.GET.getlist(name)]
    ctx = {"listing": listing, "filter": found, "form": found.form(request.GET, listing.actor), "kept": kept}
    only = found.template if request.GET.get("find") is not None else "web/listing/filter.html"
    return fragments.fragment(request, only, ctx)


def _export(listing: Listing, request: HttpRequest, asked: state.State, kind: str) -> HttpResponseBase:
    """
    Return the filtered rows as a file, and keep the trace of it.

    :raises Refused: when the URL asks for junk, when there are too many rows, or too many exports.
    """
    if not listing.is_exportable or kind not in export.CONTENT_TYPES:
        raise Refused("bad_export", _("Lists can be exported as xlsx or csv."), field="export")
    if asked.errors:
        raise Refused("bad_filter", " ".join(asked.errors))
    limit, now = listing.export_limit(listing.actor), clock.now()
    rows = counts({"rows": listing.narrowed(asked)}, cap=limit + 1)["rows"].n
    if rows > limit:
        words = _("You may export %(limit)d rows at a time; narrow the list first.") % {"limit": limit}
        raise Refused("too_many_rows", words)
    saved_views.trace_export(request.user, listing, asked, kind, rows, at=now, most=EXPORTS_PER_HOUR)
    name = f"{slugify(listing.name.replace('.', '-'))}-{now:%Y%m%d-%H%M}"
    head = [column.label for column in asked.columns]
    return export.answer(kind, name, head, listing.exported(asked, limit))


def _bulk(listing: Listing, request: HttpRequest) -> HttpResponse:
    """Run a bulk verb on the selected rows, or show its form first."""
    action = next((a for a in listing.actions_for(listing.actor) if a.name == request.POST.get("action")), None)
    if action is None:
        raise Refused("not_allowed", _("You may not do this to several rows at once."))
    ids = bulk.read_ids(request.POST.getlist("ids"))
    if action.opens:
        return fragments.redirect(request, f"{reverse(action.opens)}?ids={','.join(map(str, ids))}")
    form = action.form(request.POST if "sent" in request.POST else None) if action.form else None
    ctx = {"listing": listing, "action": action, "ids": ids, "form": form, "back": request.get_full_path()}
    if form is not None and not form.is_valid():
        return fragments.fragment(request, "web/listing/bulk_form.html", ctx, status=422 if form.is_bound else 200)
    fields = form.cleaned_data if form is not None else {}
    visible = set(listing.queryset(listing.actor).filter(pk__in=ids).values_list("pk", flat=True))
    result = bulk.run(action, [pk for pk in ids if pk in visible], by=listing.actor, at=clock.now(), fields=fields)
    result.refused += [(pk, _("There is no such record.")) for pk in ids if pk not in visible]
    names = _names(listing, [pk for pk, _why in result.refused])
    refused = [(names.get(pk, f"#{pk}"), why) for pk, why in result.refused]
    response = fragments.fragment(request, "web/listing/bulk_result.html", {**ctx, "result": result, "told": refused})
    return fragments.trigger(response, "listing:changed")


def _names(listing: Listing, ids: list[int]) -> dict[int, str]:
    if not ids:
        return {}
    return {row.pk: str(row) for row in listing.queryset(listing.actor).filter(pk__in=ids)}
