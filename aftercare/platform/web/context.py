"""What every template knows: the frame's data. Whatever costs a query is asked only when it is drawn."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation

from aftercare.platform.web import actors, creating, navigation, preferences

_layouts: dict[str, str] = {"desk": "web/bare.html", "portal": "web/bare.html"}


class Shell:
    """The frame of one page, for templates as `shell`."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @property
    def layout(self) -> str:
        """Return the template that frames pages of the desk."""
        return _layouts["desk"]

    @property
    def public_layout(self) -> str:
        """Return the template that frames pages without a login."""
        return _layouts["portal"]

    @property
    def theme(self) -> str:
        """Return `auto`, `light` or `dark`."""
        return preferences.theme_of(self._request)

    @property
    def language(self) -> str:
        """Return the language spoken on this page."""
        return translation.get_language() or settings.LANGUAGE_CODE

    @property
    def languages(self) -> list[tuple[str, str]]:
        """Return the languages on offer, each in its own words."""
        return [(code, {"zh-hans": "中文", "en": "English"}.get(code, str(name))) for code, name in settings.LANGUAGES]

    @property
    def company(self) -> str:
        """Return the name of the service company."""
        return settings.COMPANY_NAME if hasattr(settings, "COMPANY_NAME") else ""

    @property
    def live_url(self) -> str:
        """Return the address of the event stream's host; empty for this one."""
        return settings.LIVE_URL

    @property
    def nav_is_narrow(self) -> bool:
        """Tell whether this device keeps the navigation collapsed to icons."""
        return self._request.COOKIES.get(preferences.NAV_COOKIE) == "narrow"

    @property
    def actor(self) -> Any:
        """Return who is signed in."""
        return actors.of(self._request)

    @property
    def sections(self) -> list[navigation.Section]:
        """Return the navigation of this person."""
        return navigation.sections(self.actor)

    @property
    def creatables(self) -> list[creating.Item]:
        """Return the first steps this person may take."""
        return creating.items(self.actor)

    @property
    def current(self) -> str:
        """Return the url name of this page, to mark its entry."""
        match = self._request.resolver_match
        return match.view_name if match else ""


def lays_out(surface: str, template: str) -> None:
    """Make this template the frame of `desk` or `portal` pages."""
    _layouts[surface] = template


def shell(request: HttpRequest) -> dict[str, Any]:
    """Give every template the frame's data as `shell`."""
    return {"shell": Shell(request)}
