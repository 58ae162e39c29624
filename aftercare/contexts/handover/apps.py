"""The hand-over context."""

from django.apps import AppConfig


class HandoverConfig(AppConfig):
    """Registers the context's doors."""

    name = "aftercare.contexts.handover"
    label = "handover"

    def ready(self) -> None:
        """Load what registers itself."""
        from aftercare.contexts.handover import desk, telling  # noqa: F401
