"""A no for programs: problem details after RFC 9457."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, JsonResponse
from ninja import Schema

TITLES = {
    400: "The request cannot be read",
    401: "No valid token",
    403: "Not allowed",
    404: "No such record",
    405: "Method not allowed",
    409: "Not possible in the present state",
    413: "Too large",
    415: "Unknown content type",
    422: "Input not accepted",
    429: "Too many calls",
    500: "Internal error",
}


class FieldError(Schema):
    """One input at fault."""

    field: str
    message: str


class Problem(Schema):
    """What went wrong: `code` is stable, `detail` is for people in the token owner's language."""

    type: str = "about:blank"
    title: str
    status: int
    code: str
    detail: str
    errors: list[FieldError] = []
    request_id: str = ""


def problems(*statuses: int) -> dict[int, type[Problem]]:
    """Return the declarations of error answers for a route; 400, 401, 403, 422 and 429 are always among them."""
    return dict.fromkeys(sorted({400, 401, 403, 422, 429, *statuses}), Problem)


def answer(
    request: HttpRequest, status: int, code: str, detail: str, errors: list[dict[str, Any]] | None = None
) -> JsonResponse:
    """Return a problem document."""
    body = {
        "type": "about:blank",
        "title": TITLES.get(status, "Refused"),
        "status": status,
        "code": code,
        "detail": detail,
        "errors": errors or [],
        "request_id": getattr(request, "id", ""),
    }
    response = JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False})
    response["Content-Type"] = "application/problem+json"
    response["Cache-Control"] = "no-store"
    if status == 401:
        response["WWW-Authenticate"] = "Bearer"
    if status == 429:
        response["Retry-After"] = "60"
    return response
