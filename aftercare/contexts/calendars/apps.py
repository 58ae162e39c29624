"""The calendars context."""

from django.apps import AppConfig


class CalendarsConfig(AppConfig):
    """Registers the context's doors and reactions."""

    name = "aftercare.contexts.calendars"
    label = "calendars"
