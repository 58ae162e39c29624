"""The customer's door: confirm an appointment, or ask for another time, with the link alone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aftercare.contexts.dispatch import commands, forms, queries
from aftercare.contexts.dispatch.appointments import links
from aftercare.platform import clock, limits
from aftercare.platform.actor import NOBODY
from aftercare.platform.web import door, fragments, panels
from aftercare.platform.web.fragments import DeskRequest

app_name = "dispatch_portal"
TRIES_A_MINUTE = 30


@door.public("the link is the right: it is signed and shows one appointment", methods=("GET", "POST"))
def appointment(request: HttpRequest, token: str) -> HttpResponse:
    """Show who comes when, and take the customer's answer."""
    now = clock.now()
    limits.spend(f"appointment:{request.META.get('REMOTE_ADDR', '')}", limit=TRIES_A_MINUTE, per_seconds=60, at=now)
    row = queries.announced(links.confirmation_of(token[:80]), now=now)
    form = forms.AppointmentForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with fragments.refusals_as_errors(form):
            _answer(row, form.cleaned_data)
        if not form.errors:
            return fragments.redirect(request, request.path)
        row = queries.announced(row.id, now=now)
    ctx = {"row": row, "form": form, "title": _("Your appointment")}
    return fragments.page(request, "dispatch/portal/appointment.html", ctx, status=fragments.status_of(form))


def _answer(row: queries.Announced, said: dict[str, Any]) -> None:
    by, now = replace(NOBODY, name=row.contact_name or str(_("Customer"))), clock.now()
    if said["suits"]:
        commands.confirm_appointment(confirmation_id=row.id, seen=said["seen"], by=by, at=now)
    else:
        commands.wish_another_time(confirmation_id=row.id, seen=said["seen"], wish=said["wish"], by=by, at=now)


def of_request(request: DeskRequest, matter: Any) -> str:
    """Draw the appointments of a request on its customer's page."""
    rows = queries.announced_of_request(matter.pk, now=clock.now())
    return fragments.html(request, "dispatch/portal/_of_request.html", {"rows": rows}) if rows else ""


def enter() -> None:
    """Put the appointments onto the customer's page of a request."""
    panels.panel(
        "my_request",
        gettext_lazy("Your appointment"),
        of_request,
        order=5,
        key="appointment",
        eager=True,
        icon="calendar-event",
    )


urlpatterns = [path("a/<str:token>/", appointment, name="appointment")]
enter()
