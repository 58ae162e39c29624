"""The installed_base context."""

from django.apps import AppConfig


class InstalledBaseConfig(AppConfig):
    """Registers the context's doors and reactions."""

    name = "aftercare.contexts.installed_base"
    label = "installed_base"

    def ready(self) -> None:
        """Load what registers itself."""
        from aftercare.contexts.installed_base import desk, reactions, telling  # noqa: F401
