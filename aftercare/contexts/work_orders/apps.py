"""The work_orders context."""

from django.apps import AppConfig


class WorkOrdersConfig(AppConfig):
    """Registers the context's doors and reactions."""

    name = "aftercare.contexts.work_orders"
    label = "work_orders"

    def ready(self) -> None:
        """Load what registers itself, and guard the files."""
        from aftercare.contexts.work_orders import desk, policies, reactions  # noqa: F401
        from aftercare.platform.files import storing

        storing.guard("work_order", policies.may_read_file)
