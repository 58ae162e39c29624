"""The organisations context."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """Registers the context's doors."""

    name = "aftercare.contexts.organisations"
    label = "organisations"

    def ready(self) -> None:
        """Load what registers itself."""
        from aftercare.contexts.organisations import desk, telling  # noqa: F401
