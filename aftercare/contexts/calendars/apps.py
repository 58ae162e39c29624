"""The calendars context."""

from django.apps import AppConfig


class CalendarsConfig(AppConfig):
    """Registers the context's doors and reactions."""

    name = "aftercare.contexts.calendars"
    label = "calendars"

    def ready(self) -> None:
        """Load what registers itself."""
        from aftercare.contexts.calendars import desk, telling  # noqa: F401
