"""The dispatch context."""

from django.apps import AppConfig


class DispatchConfig(AppConfig):
    """Registers the context's doors and reactions."""

    name = "aftercare.contexts.dispatch"
    label = "dispatch"

    def ready(self) -> None:
        """Load what registers itself."""
        from aftercare.contexts.dispatch import desk, jobs, reactions  # noqa: F401
        from aftercare.contexts.dispatch.planning import warming
        from aftercare.platform import interpreter

        interpreter.beforehand(warming.warm_up)
