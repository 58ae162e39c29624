"""The words that scripts need, in the language of the page."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils import translation
from django.utils.html import json_script
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from aftercare.platform.web import marks


def words() -> dict[str, str]:
    """Return the words; `{name}` in them is filled in by the script."""
    return {
        "days": _("%(d)d d").replace("%(d)d", "{d}"),
        "days_hours": _("%(d)d d %(h)d h").replace("%(d)d", "{d}").replace("%(h)d", "{h}"),
        "hours": _("%(h)d h").replace("%(h)d", "{h}"),
        "hours_minutes": _("%(h)d h %(m)d min").replace("%(h)d", "{h}").replace("%(m)d", "{m}"),
        "minutes": _("%(m)d min").replace("%(m)d", "{m}"),
        "left": marks.left("{span}"),
        "overdue": marks.overdue("{span}"),
        "offline": _("The server cannot be reached. Check the connection and try again; nothing was changed."),
        "broken": _("Something went wrong on our side. Try again; if it stays, tell us this number: {id}"),
        "leave": _("Close without saving what you typed?"),
        "close": _("Close"),
        "back": _("Back"),
        "go": _("Go on"),
        "sure": _("Are you sure?"),
        "draft_kept": _("What you typed earlier is back."),
        "draft_drop": _("Start afresh"),
        "passkey_failed": _("The passkey was not used. Try again, or choose another way."),
        "nothing_found": _("Nothing found."),
    }


def word_block() -> SafeString:
    """Return the words as data for scripts."""
    return _word_block(translation.get_language())


@cache
def _word_block(language: str | None) -> SafeString:
    return json_script(words(), "words")


def message_block(request: HttpRequest) -> SafeString:
    """Return what the last command wants said, as data for scripts, and forget it."""
    waiting: list[dict[str, Any]] = [
        {"text": str(m.message), "tone": m.level_tag} for m in messages.get_messages(request)
    ]
    return json_script(waiting, "messages")
