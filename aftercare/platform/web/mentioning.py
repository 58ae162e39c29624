"""Comment boxes that offer colleagues after an `@`, and names that stand out in what was said."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TypeVar

from django import forms
from django.http import JsonResponse
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

F = TypeVar("F", bound=forms.BaseForm)


def offering(form: F, url: str, *, field: str = "text") -> F:
    """Have the form's box ask this address for colleagues, and say so below it."""
    box = form.fields[field]
    box.widget.attrs["data-mention-url"] = url
    box.help_text = _("@ and a name tells a colleague.")
    return form


def answer(rows: Iterable[tuple[str, str, str]]) -> JsonResponse:
    """Answer (what is written after the `@`, name, note) to a box one types into."""
    return JsonResponse([{"value": value, "text": text, "note": note} for value, text, note in rows], safe=False)


def marked(text: str, written: Iterable[str]) -> SafeString:
    """Return the text with each `@` name that was resolved as a mark; everything else is escaped."""
    names = sorted({name for name in written if name}, key=len, reverse=True)
    if not names:
        return conditional_escape(text)
    pattern = re.compile("(@(?:" + "|".join(re.escape(name) for name in names) + "))")
    parts = pattern.split(text)
    plain, marks = parts[::2], [*parts[1::2], ""]
    return format_html_join("", "{}{}", ((said, _mark(name)) for said, name in zip(plain, marks, strict=True)))


def _mark(name: str) -> str:
    return format_html('<span class="mention">{}</span>', name) if name else ""
