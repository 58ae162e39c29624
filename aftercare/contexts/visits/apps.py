"""The visits context."""

from django.apps import AppConfig


class VisitsConfig(AppConfig):
    """Registers the context's doors and reactions."""

    name = "aftercare.contexts.visits"
    label = "visits"

    def ready(self) -> None:
        """Make the reactions and jobs known, and guard the files."""
        from aftercare.contexts.visits import jobs, policies, reactions  # noqa: F401
        from aftercare.platform.files import storing

        storing.guard("visit", policies.may_read_file)
