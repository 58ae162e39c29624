"""The pages for what went wrong: the same look, in words that say what to do."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from aftercare.platform.refusal import Refused
from aftercare.platform.web import refusals

SAFE_TITLES = {400: "Bad request", 403: "Forbidden", 404: "Not found", 500: "Internal error"}


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer what cannot be understood."""
    return _fault(request, 400, _("The request could not be understood. Go back and try again."))


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer what is not allowed."""
    return _fault(request, 403, _("You may not open this page. Ask your administrator if you need it."))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer what is not there, or not for this person."""
    return _fault(request, 404, _("There is no such page. It may have moved, or the address has a typing error."))


def out_of_date(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form without a valid token: the page was open too long, or cookies are off."""
    words = _("This page was open too long. Go back, load it again and send the form once more.")
    return _fault(request, 403, words)


def broken(request: HttpRequest) -> HttpResponse:
    """Answer when we failed; needs neither the database nor a login."""
    if _wants_json(request):
        return _problem(request, 500, _("Something went wrong on our side."))
    ctx: dict[str, Any] = {"request_id": getattr(request, "id", "")}
    return render(request, "desk/broken.html", ctx, status=500)


def _fault(request: HttpRequest, status: int, words: str) -> HttpResponse:
    if _wants_json(request):
        return _problem(request, status, words)
    code = {400: "bad_request", 403: "not_allowed", 404: "not_found"}[status]
    response = refusals.answer(request, Refused(code, words))
    response.status_code = status
    return response


def _wants_json(request: HttpRequest) -> bool:
    return request.path.startswith("/api/")


def _problem(request: HttpRequest, status: int, words: str) -> HttpResponse:
    """Return the fault as a problem document (RFC 9457)."""
    body = {"type": "about:blank", "title": SAFE_TITLES[status], "status": status, "detail": words}
    body["instance"] = getattr(request, "id", "")
    return JsonResponse(body, status=status, content_type="application/problem+json")
