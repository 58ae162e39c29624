"""How calendars look and how their events read."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aftercare.platform.web import timeline
from aftercare.published.calendars import CalendarChanged

REASONS: dict[str, Any] = {
    "created": gettext_lazy("Calendar made"),
    "week": gettext_lazy("Weekly hours changed"),
    "calendar": gettext_lazy("Zone or holidays changed"),
    "special_day": gettext_lazy("A special day changed"),
    "own_day": gettext_lazy("A day of its own changed"),
    "year_published": gettext_lazy("The holidays of a year were published"),
}

timeline.tells(
    CalendarChanged,
    lambda e: (
        _("%(what)s; version %(version)s counts from here on")
        % {"what": REASONS.get(e["reason"], e["reason"]), "version": e["version"]}
    ),
    icon="calendar-time",
)
