"""The clocks context."""

from django.apps import AppConfig


class ClocksConfig(AppConfig):
    """Registers the context's doors and reactions."""

    name = "aftercare.contexts.clocks"
    label = "clocks"

    def ready(self) -> None:
        """Listen to the others."""
        from aftercare.contexts.clocks import reactions  # noqa: F401
