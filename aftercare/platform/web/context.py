"""What every template knows: the frame's data. Whatever costs a query is asked only when it is drawn."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from aftercare.platform.live.address import address as live_address
from aftercare.platform.web import actors, navigation, preferences

_layouts: dict[str, str] = {"desk": "web/bare.html", "entry": "web/bare.html", "portal": "web/bare.html"}


class Shell:
    """The frame of one page, for templates as `shell`."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @property
    def layout(self) -> str:
        """Return the template that frames this page: the desk, or the door to it for somebody not signed in."""
        user = getattr(self._request, "user", None)
        return _layouts["desk" if user and user.is_authenticated else "entry"]

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
        return settings.COMPANY_NAME or _("Aftercare")

    @property
    def live_url(self) -> str:
        """Return the address of the event stream's host; empty for this one."""
        return live_address(self._request)

    @property
    def nav_is_narrow(self) -> bool:
        """Tell whether this device keeps the navigation collapsed to icons."""
        return self._request.COOKIES.get(preferences.NAV_COOKIE) == "narrow"

    @property
    def actor(self) -> Any:
        """Return who is signed in."""
        return actors.of(self._request)

    def part(self, template: str) -> SafeString:
        """Return a part of the frame that is the same for everybody of these roles, drawn by its template."""
        return navigation.drawn(template, self.actor, self._request.path, language=self.language, company=self.company)


def lays_out(surface: str, template: str) -> None:
    """Make this template the frame of `desk`, `entry` (not signed in) or `portal` pages."""
    _layouts[surface] = template


def shell(request: HttpRequest) -> dict[str, Any]:
    """Give every template the frame's data as `shell`."""
    return {"shell": Shell(request)}
