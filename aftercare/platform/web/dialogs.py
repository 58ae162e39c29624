"""A form in the dialog or on a page of its own: shown, checked, carried out, answered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse

from aftercare.platform.web import fragments

To = str | Callable[[Any], str]


def answer(
    request: HttpRequest,
    form: forms.Form,
    do: Callable[[dict[str, Any]], Any],
    *,
    to: To,
    verb: Any,
    done: Any = "",
    note: Any = "",
    danger: bool = False,
) -> HttpResponse:
    """
    Show the form in the dialog; once it is sent and right, call `do(values)`, say `done` and go to `to`.

    `to` may be made from what `do` returned. A refusal becomes an error on the form.
    """
    if sent := _carried_out(request, form, do, to=to, done=done):
        return sent
    ctx = {"form": form, "verb": verb, "note": note, "danger": danger, "title": verb}
    return fragments.fragment(request, "web/dialog.html", ctx, status=fragments.status_of(form))


def form_page(
    request: HttpRequest,
    form: forms.Form,
    do: Callable[[dict[str, Any]], Any],
    *,
    to: To,
    title: Any,
    verb: Any,
    back: str,
    done: Any = "",
    note: Any = "",
    draft: str = "",
    template: str = "web/form_page.html",
) -> HttpResponse:
    """
    Show the form on a page of its own; `draft` keeps what is typed on the device until it is sent.

    Another `template` extends `web/form_page.html`, for example to load a script.
    """
    if sent := _carried_out(request, form, do, to=to, done=done):
        return sent
    ctx = {"form": form, "verb": verb, "note": note, "title": title, "back": back, "draft": draft}
    return fragments.page(request, template, ctx, status=fragments.status_of(form))


def _carried_out(
    request: HttpRequest, form: forms.Form, do: Callable[[dict[str, Any]], Any], *, to: To, done: Any
) -> HttpResponse | None:
    if request.method != "POST" or not form.is_valid():
        return None
    result = None
    with fragments.refusals_as_errors(form):
        result = do(form.cleaned_data)
    if form.errors:
        return None
    if done:
        fragments.toast(request, done)
    return fragments.redirect(request, to(result) if callable(to) else to)
