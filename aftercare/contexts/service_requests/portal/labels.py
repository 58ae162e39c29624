"""The page behind an equipment's label: report a fault without signing in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from aftercare.contexts.installed_base import public as installed_base
from aftercare.contexts.service_requests import commands, queries
from aftercare.contexts.service_requests.portal.forms import ReportForm
from aftercare.platform import clock, limits
from aftercare.platform.refusal import not_found
from aftercare.platform.web import door, fragments

LOOKS_A_MINUTE = 60


@door.public(
    "whoever stands before the equipment may report a fault; the label's signature is checked", methods=("GET", "POST")
)
def report(request: HttpRequest, label: str) -> HttpResponse:
    """Show whose label it is, and take down what happened."""
    address = request.META.get("REMOTE_ADDR", "")
    limits.spend(f"label:{address}", limit=LOOKS_A_MINUTE, per_seconds=60, at=clock.now())
    code, signature = installed_base.split_label(label[:80])
    card = installed_base.equipment_by_label(code, signature)
    if card is None:
        raise not_found(_("This label is not one of ours. Scan it again, or call us."))
    form = ReportForm(fragments.posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        values = {name: value for name, value in form.cleaned_data.items() if name != "website"}
        with fragments.refusals_as_errors(form):
            row = commands.report_by_label(code=code, signature=signature, address=address, at=clock.now(), **values)
        if not form.errors:
            page = reverse("service_requests_portal:progress", args=[queries.progress_token(row.pk)])
            return fragments.redirect(request, f"{page}?new=1")
    ctx = {
        "form": form,
        "equipment": card,
        "open_since": queries.open_since(card.id),
        "draft": f"label-{card.number}",
        "title": _("Report a fault"),
    }
    return fragments.page(request, "service_requests/portal/report.html", ctx, status=fragments.status_of(form))


@door.public("whoever has the link of a report may follow it; the link is signed and names no customer")
def progress(request: HttpRequest, token: str) -> HttpResponse:
    """Show how far the matter has come; right after reporting it says thank you."""
    address = request.META.get("REMOTE_ADDR", "")
    limits.spend(f"progress:{address}", limit=LOOKS_A_MINUTE, per_seconds=60, at=clock.now())
    row = queries.by_token(token[:80], now=clock.now())
    is_new = request.GET.get("new") == "1"
    ctx = {
        "row": row,
        "way": queries.progress(row),
        "promised": row.next_due_at if row.next_promise in {"acknowledge", "respond"} else None,
        "is_new": is_new,
        "draft_taken": f"label-{row.equipment.number}" if is_new and row.equipment else "",
        "title": _("Thank you, it is taken down") if is_new else _("How far it is"),
    }
    return fragments.page(request, "service_requests/portal/progress.html", ctx)
