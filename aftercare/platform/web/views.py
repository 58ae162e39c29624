"""The toolkit's own addresses: finding, badges, panels, saved views, language and theme."""

from __future__ import annotations

from collections.abc import Container

from django import forms
from django.conf import settings
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aftercare.platform import clock
from aftercare.platform.refusal import not_found
from aftercare.platform.web import door, fragments, navigation, palette, panels, preferences
from aftercare.platform.web.forms import StrictForm
from aftercare.platform.web.fragments import DeskRequest
from aftercare.platform.web.listing import saved_views, state
from aftercare.platform.web.listing.listing import registered


@door.signed_in()
def find(request: DeskRequest) -> HttpResponse:
    """Answer the search palette."""
    text = request.GET.get("q", "").replace("\0", " ")
    ctx = {"groups": palette.find(request.actor, text), "text": text.strip()[:100], "title": _("Search")}
    return fragments.fragment(request, "web/palette_hits.html", ctx)


@door.signed_in()
def badges(request: DeskRequest) -> HttpResponse:
    """Answer how much waits behind each entry of the navigation."""
    response = JsonResponse(navigation.badges(request.actor))
    response["Cache-Control"] = "no-store"
    return response


@door.signed_in()
def panel(request: DeskRequest, kind: str, pk: int, key: str) -> HttpResponse:
    """Answer one panel of a record page, when it is scrolled to."""
    found, body = panels.draw(request, kind, pk, key)
    return fragments.fragment(request, "web/panel.html", {"panel": found, "body": body, "title": found.title})


def own_id(request: DeskRequest) -> int:
    """Return the id of the person who is signed in."""
    return int(str(request.user.pk))


class SaveViewForm(StrictForm):
    """The name of a view, and whether colleagues see it."""

    title = forms.CharField(label=gettext_lazy("Name of the view"), max_length=60)
    is_shared = forms.BooleanField(label=gettext_lazy("Show it to my colleagues"), required=False)
    query = forms.CharField(widget=forms.HiddenInput, required=False, max_length=2000)


@door.signed_in(methods=("GET", "POST"))
def save_view(request: DeskRequest, name: str) -> HttpResponse:
    """Keep the list as it is now, under a name."""
    known = registered(name)
    if known is None or not request.actor.has(*known.roles):
        raise not_found()
    form = SaveViewForm(fragments.posted(request), initial={"query": request.GET.urlencode()})
    if request.method == "POST" and form.is_valid():
        asked = state.read(known(request.actor), QueryDict(form.cleaned_data["query"]), request.actor)
        if asked.errors:
            form.add_error(None, " ".join(asked.errors))
        else:
            with fragments.refusals_as_errors(form):
                data = {**form.cleaned_data, "query": asked.saved_query}
                saved_views.save(listing=name, owner_id=own_id(request), at=clock.now(), **data)
        if not form.errors:
            fragments.toast(request, _("The view is saved."))
            return fragments.redirect(request, request.headers.get("HX-Current-URL") or "/")
    return fragments.fragment(request, "web/listing/save_view.html", {"form": form}, status=fragments.status_of(form))


@door.signed_in(methods=("POST",))
def delete_view(request: DeskRequest, view_id: int) -> HttpResponse:
    """Delete one of the person's own views."""
    saved_views.delete(view_id=view_id, owner_id=own_id(request))
    fragments.toast(request, _("The view is deleted."))
    return fragments.redirect(request, _way_back(request).split("?")[0])


@door.public("a language can be chosen before signing in", methods=("POST",))
def language(request: HttpRequest) -> HttpResponse:
    """Speak another language from now on."""
    return _prefer(request, "language", dict(settings.LANGUAGES).keys(), preferences.LANGUAGE_COOKIE)


@door.public("a theme can be chosen before signing in", methods=("POST",))
def theme(request: HttpRequest) -> HttpResponse:
    """Draw pages light, dark or as the device does from now on."""
    return _prefer(request, "theme", preferences.THEMES, preferences.THEME_COOKIE)


@door.signed_in(methods=("POST",))
def nav(request: DeskRequest) -> HttpResponse:
    """Keep the navigation of this device wide or narrow."""
    value = request.POST.get("nav", "")
    if value not in {"wide", "narrow"}:
        return HttpResponse(_("Choose wide or narrow."), status=422)
    response = HttpResponse(status=204)
    preferences.remember(response, preferences.NAV_COOKIE, value)
    return response


def _prefer(request: HttpRequest, name: str, known: Container[str], cookie: str) -> HttpResponse:
    """Keep one choice with the login and on this device, and go back to where it was made."""
    value = request.POST.get(name, "")
    if value not in known:
        return HttpResponse(_("“%(value)s” is not on offer.") % {"value": value[:20]}, status=422)
    if request.user.is_authenticated:
        get_user_model().objects.filter(pk=request.user.pk).update(**{name: value})
    response = (
        HttpResponse(status=204, headers={"HX-Refresh": "true"})
        if fragments.is_partial(request)
        else HttpResponseRedirect(_way_back(request))
    )
    preferences.remember(response, cookie, value)
    return response


def _way_back(request: HttpRequest) -> str:
    """Return the page the person came from, when it is one of ours."""
    back = request.POST.get("next") or request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return back if ours else "/"
