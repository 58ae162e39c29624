"""A call sent again with the same `Idempotency-Key` is answered again, not done again."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _

from aftercare.platform import clock
from aftercare.platform.api import problems, tokens
from aftercare.platform.api.models import AnsweredCall, ApiToken

_KEY = re.compile(r"[\x21-\x7e]{1,128}")


class ReplaySafe:
    """Wraps writing calls that carry a key: effect and kept answer are one transaction."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer from memory, or answer and remember."""
        key = request.headers.get("Idempotency-Key")
        if key is None or request.method not in {"POST", "PATCH"} or not request.path.startswith("/api/"):
            return self.get_response(request)
        if not _KEY.fullmatch(key):
            detail = _("The Idempotency-Key must be 1 to 128 visible ASCII characters.")
            return problems.answer(request, 422, "bad_idempotency_key", detail)
        token = tokens.check(request.headers.get("Authorization", "").removeprefix("Bearer ").strip(), at=clock.now())
        if token is None:
            return self.get_response(request)
        with transaction.atomic():
            return self._once(request, token, key)

    def _once(self, request: HttpRequest, token: ApiToken, key: str) -> HttpResponseBase:
        fingerprint = hashlib.sha256(b"\0".join([request.get_full_path().encode(), request.body])).hexdigest()
        call, new = self._claim(token, key, fingerprint)
        if not new:
            return self._replay(request, call, fingerprint)
        response = self.get_response(request)
        if not isinstance(response, HttpResponse) or response.status_code >= 300:
            transaction.set_rollback(True)
            return response
        call.status, call.body = response.status_code, response.content
        call.content_type = response.headers.get("Content-Type", "")
        call.save(update_fields=["status", "body", "content_type"])
        return response

    @staticmethod
    def _claim(token: ApiToken, key: str, fingerprint: str) -> tuple[AnsweredCall, bool]:
        """Take the key, waiting for whoever holds it now."""
        try:
            with transaction.atomic():
                call = AnsweredCall.objects.create(token=token, key=key, fingerprint=fingerprint, at=clock.now())
                return call, True
        except IntegrityError:
            return AnsweredCall.objects.get(token=token, key=key), False

    @staticmethod
    def _replay(request: HttpRequest, call: AnsweredCall, fingerprint: str) -> HttpResponse:
        if call.fingerprint != fingerprint:
            detail = _("This Idempotency-Key was used for another call; use a new key for each new call.")
            return problems.answer(request, 422, "idempotency_key_reused", detail)
        response = HttpResponse(bytes(call.body), status=call.status, content_type=call.content_type)
        response["Idempotent-Replayed"] = "true"
        return response
