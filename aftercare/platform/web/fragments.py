"""How a door answers: a whole page, the fragment that changed, a redirect, a word in the corner."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django_htmx.middleware import HtmxDetails

from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused

_TONES = {"success": messages.SUCCESS, "info": messages.INFO, "warning": messages.WARNING, "danger": messages.ERROR}


class DeskRequest(HttpRequest):
    """A request that came through a door: it knows who asks and whether htmx asks."""

    actor: Actor
    htmx: HtmxDetails


def is_partial(request: HttpRequest) -> bool:
    """Tell whether htmx wants a fragment rather than a page (a restored history entry wants the page)."""
    htmx = getattr(request, "htmx", None)
    if htmx is None or not htmx:
        return False
    return not htmx.boosted and not htmx.history_restore_request


def page(request: HttpRequest, template: str, ctx: Mapping[str, Any] | None = None, status: int = 200) -> HttpResponse:
    """Return a whole page; the template extends `web/page.html`."""
    return _never_cached(render(request, template, dict(ctx or {}), status=status))


def fragment(
    request: HttpRequest, template: str, ctx: Mapping[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """Return the fragment for htmx; for a plain browser the same fragment inside the page frame."""
    ctx = dict(ctx or {})
    if is_partial(request):
        response = render(request, template, ctx, status=status)
    else:
        response = render(request, "web/framed.html", {**ctx, "fragment_template": template}, status=status)
    return _never_cached(response)


def html(request: HttpRequest, template: str, ctx: Mapping[str, Any] | None = None) -> SafeString:
    """Return the rendered template as markup; what panels and home cards return."""
    return mark_safe(render_to_string(template, dict(ctx or {}), request=request))  # noqa: S308 - our own template


def posted(request: HttpRequest) -> QueryDict | None:
    """Return what was sent, even if it is nothing at all; None while the form is only opened."""
    return request.POST if request.method == "POST" else None


@contextmanager
def refusals_as_errors(form: forms.BaseForm) -> Iterator[None]:
    """
    Turn a refusal of the command into an error on the form, beside its field when it names one.

    Another party's object stays a 404: `not_found` passes through. Afterwards `status_of(form)` is the status.
    """
    try:
        yield
    except Refused as refused:
        if refused.code == "not_found":
            raise
        form.add_error(refused.field if refused.field in form.fields else None, str(refused.message))
        form.refused = refused  # type: ignore[attr-defined]


def status_of(form: forms.BaseForm) -> int:
    """Return 200 for a form without errors, else 422, or the status of the refusal it carries."""
    refused = getattr(form, "refused", None)
    if refused is not None:
        return refused.status
    return 422 if form.errors else 200


def redirect_or_fragment(
    request: HttpRequest, url: str, template: str | None = None, ctx: Mapping[str, Any] | None = None
) -> HttpResponse:
    """Return the fragment when htmx asked and one is given; else send the person to the url."""
    if is_partial(request) and template:
        return fragment(request, template, ctx)
    return redirect(request, url)


def redirect(request: HttpRequest, url: str) -> HttpResponse:
    """Send the person to another page, also when htmx asked."""
    if is_partial(request):
        response = HttpResponse(status=204)
        response["HX-Redirect"] = url
        return response
    return HttpResponseRedirect(url)


def toast(request: HttpRequest, text: str, tone: str = "success") -> None:
    """Say one thing in the corner of the next answer: `success`, `info`, `warning` or `danger`."""
    messages.add_message(request, _TONES[tone], str(text))


def close_dialog(response: HttpResponse, *, refresh: str | None = None) -> HttpResponse:
    """Tell the page to close the open dialog, and to fire the event `refresh` on the body, e.g. `orders:changed`."""
    return trigger(trigger(response, "dialog:close"), refresh) if refresh else trigger(response, "dialog:close")


def trigger(response: HttpResponse, event: str, detail: Any = None) -> HttpResponse:
    """Add a client event to the answer, keeping those already there."""
    known = json.loads(response.headers.get("HX-Trigger", "{}"))
    known[event] = detail if detail is not None else {}
    response["HX-Trigger"] = json.dumps(known)
    return response


def _never_cached(response: HttpResponse) -> HttpResponse:
    response.headers.setdefault("Cache-Control", "no-store")
    return response
