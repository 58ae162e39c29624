"""Text people type, as commands take it: stripped, bounded, and nothing in it that cannot be seen."""

from __future__ import annotations

import re
import unicodedata

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from aftercare.platform.refusal import Refused

# Direction overrides can make a reader see other words than the program; zero-width ones hide words.
_HIDDEN = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_LINE_MARKS = {"\n", "\r", "\t"}


def has_unseen(text: str) -> bool:
    """Tell whether the text carries control, direction, zero-width or broken characters."""
    strange = any(c not in _LINE_MARKS and unicodedata.category(c) in {"Cc", "Cs"} for c in text)
    return strange or bool(_HIDDEN.search(text))


def line(text: str, *, field: str, limit: int, required: bool = False) -> str:
    """
    Return one line of text with its white space made single blanks.

    :raises Refused: `missing`, `too_long` or `unseen_characters`, naming the field.
    """
    return _checked(" ".join(text.split()), field=field, limit=limit, required=required)


def lines(text: str, *, field: str, limit: int, required: bool = False) -> str:
    """
    Return a longer text, stripped, with plain line ends.

    :raises Refused: `missing`, `too_long` or `unseen_characters`, naming the field.
    """
    return _checked(text.replace("\r\n", "\n").strip(), field=field, limit=limit, required=required)


def _checked(text: str, *, field: str, limit: int, required: bool) -> str:
    if required and not text:
        raise Refused("missing", _("This must be filled in."), field=field)
    if len(text) > limit:
        words = ngettext("Use at most %(n)d character.", "Use at most %(n)d characters.", limit)
        raise Refused("too_long", words % {"n": limit}, field=field)
    if has_unseen(text):
        why = _("The text contains characters that cannot be seen. Type it again instead of pasting it.")
        raise Refused("unseen_characters", why, field=field)
    return text
