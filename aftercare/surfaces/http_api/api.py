"""The one API, put together from the contexts' routers; every no is a problem document."""

from __future__ import annotations

from functools import cached_property
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import structlog
from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema

from aftercare.platform.api import problems
from aftercare.platform.api.routes import Nobody
from aftercare.platform.refusal import Refused

log = structlog.get_logger(__name__)

DESCRIPTION = """
Sign in with `Authorization: Bearer <token>`; a token acts as its owner within its scopes.
Lists are paged by `cursor`. Send an `Idempotency-Key` with a POST and it is done once, however often it is sent.
Every error is an `application/problem+json` document. Times are UTC with offset.
"""


class ServiceApi(NinjaAPI):
    """Describes errors as what they are: problem documents."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """Return the OpenAPI document; to put it together takes half a second, and it never changes."""
        return self._document

    @cached_property
    def _document(self) -> OpenAPISchema:
        """Return the document with problem documents under their own media type."""
        document = super().get_openapi_schema(path_params={})
        for path in document["paths"].values():
            for operation in path.values():
                for status, response in operation.get("responses", {}).items():
                    content = response.get("content", {})
                    if int(status) >= 400 and "application/json" in content:
                        response["content"] = {"application/problem+json": content.pop("application/json")}
        return document


api = ServiceApi(title="Aftercare", version="1", description=DESCRIPTION, auth=Nobody(), docs_url=None)


@api.exception_handler(Refused)
def _refused(request: HttpRequest, refused: Refused) -> HttpResponse:
    errors = [{"field": refused.field, "message": str(refused.message)}] if refused.field else []
    return problems.answer(request, refused.status, refused.code, str(refused.message), errors)


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    errors = [
        {"field": ".".join(str(part) for part in item["loc"][1:] if part != "payload"), "message": item["msg"]}
        for item in error.errors
    ]
    return problems.answer(request, 422, "invalid_input", _("Some inputs are missing or wrong."), errors)


@api.exception_handler(AuthenticationError)
def _unknown(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return problems.answer(request, 401, "no_token", _("Send a valid token."))


@api.exception_handler(Http404)
def _missing(request: HttpRequest, error: Http404) -> HttpResponse:
    return problems.answer(request, 404, "not_found", _("There is no such record."))


@api.exception_handler(HttpError)
def _broken(request: HttpRequest, error: HttpError) -> HttpResponse:
    return problems.answer(request, error.status_code, "unreadable", _("The request cannot be read."))


@api.exception_handler(RequestDataTooBig)
def _too_big(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    return problems.answer(request, 413, "too_large", _("The request is too large."))


@api.exception_handler(Exception)
def _failed(request: HttpRequest, error: Exception) -> HttpResponse:
    log.exception("api_failed", path=request.path)
    if transaction.get_connection().in_atomic_block:
        transaction.set_rollback(True)
    return problems.answer(request, 500, "internal", _("Something went wrong on our side; the request id helps us."))


def mount() -> None:
    """Put every context's router under its path, in river order."""
    for context in settings.RIVER:
        name = f"aftercare.contexts.{context}.api"
        if find_spec(name):
            module = import_module(name)
            for prefix, router in module.routers.items():
                api.add_router(prefix, router)


mount()
