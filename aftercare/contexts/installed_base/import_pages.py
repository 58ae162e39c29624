"""The import of equipment from a sheet."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from aftercare.contexts.installed_base import importing, policies
from aftercare.platform import clock
from aftercare.platform.web import door, register_pages
from aftercare.platform.web.fragments import DeskRequest
from aftercare.platform.web.listing import export


@door.door(*policies.WRITERS, methods=("GET", "POST"))
def equipment_import(request: DeskRequest) -> HttpResponse:
    """Register or change the equipment of a sheet: all of it or nothing."""
    sheet = importing.Importing(by=request.actor, at=clock.now())
    return register_pages.import_page(
        request,
        heads=importing.heads(),
        one=sheet.one,
        to=reverse("installed_base:list"),
        optional=importing.OPTIONAL,
        most=importing.MOST_ROWS,
        note=_(
            "Equipment is known by its number, else by maker, model and serial number, else by project, place and "
            "name. An empty cell leaves what is there."
        ),
    )


@door.door(*policies.WRITERS)
def equipment_template(request: DeskRequest) -> HttpResponseBase:
    """Answer an empty sheet with the heads as the reader knows them."""
    return export.answer("xlsx", "equipment", [known[-1] for known in importing.heads().values()], [])
