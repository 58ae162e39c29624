"""The insights context."""

from django.apps import AppConfig


class InsightsConfig(AppConfig):
    """Registers the context's doors and reactions."""

    name = "aftercare.contexts.insights"
    label = "insights"

    def ready(self) -> None:
        """Open the door and make the reactions known."""
        from aftercare.contexts.insights import desk, reactions  # noqa: F401
