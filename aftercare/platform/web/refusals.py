"""How a no is told: the page, the fragment or the problem document of a `Refused`."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from aftercare.platform.refusal import Refused


def answer(request: HttpRequest, refused: Refused) -> HttpResponse:
    """Return the refusal in the shape the caller reads: a fragment for htmx, else a whole page."""
    ctx: dict[str, Any] = {"refused": refused, "status": refused.status}
    partial = request.headers.get("HX-Request") == "true" and "HX-History-Restore-Request" not in request.headers
    name = "web/refused_fragment.html" if partial else "web/refused.html"
    response = render(request, name, ctx, status=refused.status)
    response["Cache-Control"] = "no-store"
    return response
