"""The keys of programs: each person's own, made, shown once and ended here."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aftercare.platform import clock
from aftercare.platform.api import tokens
from aftercare.platform.api.models import ApiToken
from aftercare.platform.web import door, fragments
from aftercare.platform.web.forms import StrictForm
from aftercare.platform.web.fragments import DeskRequest

DAYS = {"30": gettext_lazy("30 days"), "90": gettext_lazy("90 days"), "365": gettext_lazy("1 year")}


class TokenForm(StrictForm):
    """What a program will be allowed."""

    name = forms.CharField(label=gettext_lazy("Used by"), max_length=80)
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("Scopes"), choices=list(tokens.SCOPES.items()), widget=forms.CheckboxSelectMultiple
    )
    days = forms.ChoiceField(label=gettext_lazy("Valid for"), choices=list(DAYS.items()), initial="90")
    examples = {"name": gettext_lazy("ERP interface")}


@door.signed_in()
def api_tokens(request: DeskRequest) -> HttpResponse:
    """List the person's tokens."""
    return fragments.page(request, "administration/tokens.html", _context(request))


@door.signed_in(methods=("GET", "POST"))
def new_token(request: DeskRequest) -> HttpResponse:
    """Make a token and show its secret this once."""
    form = TokenForm(fragments.posted(request))
    if request.method == "POST" and form.is_valid():
        asked, now = form.cleaned_data, clock.now()
        with fragments.refusals_as_errors(form):
            _row, secret = tokens.issue(
                user_id=request.actor.id or 0,
                name=asked["name"],
                scopes=asked["scopes"],
                expires_at=now + timedelta(days=int(asked["days"])),
                by=request.actor,
                at=now,
            )
            ctx = {**_context(request), "secret": secret}
            return fragments.page(request, "administration/tokens.html", ctx)
    ctx = {"form": form, "title": _("New API token")}
    return fragments.fragment(request, "administration/_token_form.html", ctx, status=fragments.status_of(form))


@door.signed_in(methods=("POST",))
def revoke_token(request: DeskRequest, token_id: int) -> HttpResponse:
    """End a token at once."""
    tokens.revoke(token_id=token_id, by=request.actor, at=clock.now())
    fragments.toast(request, _("The token is ended."))
    return fragments.redirect(request, reverse("administration:tokens"))


def _context(request: DeskRequest) -> dict[str, Any]:
    rows = ApiToken.objects.filter(user_id=request.actor.id or 0).order_by("-created_at")[:100]
    shown = [(row, [tokens.SCOPES[scope] for scope in row.scopes if scope in tokens.SCOPES]) for row in rows]
    return {"title": _("API tokens"), "rows": shown, "now": clock.now()}
