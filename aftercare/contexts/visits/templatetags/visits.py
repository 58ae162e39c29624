"""How steps and photos read on a visit's pages."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import gettext as _

from aftercare.contexts.visits import queries

register = template.Library()


@register.filter
def limits(step: Any) -> str:
    """Return the limits of a measured step in words: `1.8 – 2.4 A`, `at most 2.4 A`."""
    low = f"{step.minimum.normalize():f}" if step.minimum is not None else ""
    high = f"{step.maximum.normalize():f}" if step.maximum is not None else ""
    if low and high:
        return f"{low} – {high} {step.unit}".strip()
    if low:
        return _("at least %(value)s") % {"value": f"{low} {step.unit}".strip()}
    return _("at most %(value)s") % {"value": f"{high} {step.unit}".strip()} if high else ""


@register.filter
def moment(photo: Any) -> str:
    """Return whether a photo shows before, during or after the work."""
    words = {"before": _("Before"), "during": _("During"), "after": _("After")}
    return words[queries.PHOTO_MOMENTS.get(photo.role, "during")]
