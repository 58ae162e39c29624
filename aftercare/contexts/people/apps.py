"""The people context."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Registers the context's doors and reactions."""

    name = "aftercare.contexts.people"
    label = "people"

    def ready(self) -> None:
        """Load what registers itself."""
        from aftercare.contexts.people import desk, reactions, telling  # noqa: F401
