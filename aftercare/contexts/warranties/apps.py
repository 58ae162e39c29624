"""The warranties context."""

from django.apps import AppConfig


class WarrantiesConfig(AppConfig):
    """Registers the context's doors and reactions."""

    name = "aftercare.contexts.warranties"
    label = "warranties"

    def ready(self) -> None:
        """Load what registers itself."""
        from aftercare.contexts.warranties import desk, jobs, reactions, telling  # noqa: F401
