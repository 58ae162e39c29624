"""Language, zone and theme: kept with the login, else in a cookie, else the company's own."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import get_supported_language_variant

from aftercare.platform import zones

LANGUAGE_COOKIE = "aftercare_language"
THEME_COOKIE = "aftercare_theme"
NAV_COOKIE = "aftercare_nav"
THEMES = ("auto", "light", "dark")
_YEAR = int(timedelta(days=365).total_seconds())


def language_of(request: HttpRequest) -> str:
    """Return the language to speak: the login's, the cookie's, or the company's; the browser's is not asked."""
    known = dict(settings.LANGUAGES)
    chosen = getattr(request.user, "language", "") if _signed_in(request) else ""
    for code in (chosen, request.COOKIES.get(LANGUAGE_COOKIE, ""), settings.LANGUAGE_CODE):
        if code in known:
            return code
    return get_supported_language_variant(settings.LANGUAGE_CODE)


def zone_of(request: HttpRequest) -> str:
    """Return the name of the zone to show times in; an unknown one falls back to the company's."""
    chosen = getattr(request.user, "time_zone", "") if _signed_in(request) else ""
    return chosen if chosen in zones.known() else settings.TIME_ZONE


def theme_of(request: HttpRequest) -> str:
    """Return `auto`, `light` or `dark`, so that the server draws the page in it at once."""
    chosen = getattr(request.user, "theme", "") if _signed_in(request) else ""
    for theme in (chosen, request.COOKIES.get(THEME_COOKIE, "")):
        if theme in THEMES:
            return theme
    return "auto"


def remember(response: HttpResponseBase, cookie: str, value: str) -> None:
    """Keep a choice in a cookie for a year; for people who are not signed in, and for this device."""
    response.set_cookie(cookie, value, max_age=_YEAR, samesite="Lax", secure=settings.HTTPS, httponly=True)


def _signed_in(request: HttpRequest) -> bool:
    """Tell whether somebody is signed in; early answers come before anybody was looked up."""
    return bool(getattr(request, "user", None)) and request.user.is_authenticated
