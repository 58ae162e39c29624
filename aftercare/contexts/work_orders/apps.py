"""The work_orders context."""

from django.apps import AppConfig


class WorkOrdersConfig(AppConfig):
    """Registers the context's doors and reactions."""

    name = "aftercare.contexts.work_orders"
    label = "work_orders"

    def ready(self) -> None:
        """Load what registers itself."""
        from aftercare.contexts.work_orders import desk, reactions  # noqa: F401
