"""The insights context."""

from django.apps import AppConfig


class InsightsConfig(AppConfig):
    """Registers the context's doors and reactions."""

    name = "aftercare.contexts.insights"
    label = "insights"

    def ready(self) -> None:
        """Make the reactions known."""
        from aftercare.contexts.insights import reactions  # noqa: F401
