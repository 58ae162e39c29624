"""The clocks context."""

from django.apps import AppConfig


class ClocksConfig(AppConfig):
    """Registers the context's doors and reactions."""

    name = "aftercare.contexts.clocks"
    label = "clocks"

    def ready(self) -> None:
        """Load what registers itself."""
        from aftercare.contexts.clocks import desk, reactions, shares, telling  # noqa: F401
