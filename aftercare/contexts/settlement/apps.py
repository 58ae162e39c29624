"""The settlement context."""

from django.apps import AppConfig


class SettlementConfig(AppConfig):
    """Registers the context's doors and reactions."""

    name = "aftercare.contexts.settlement"
    label = "settlement"

    def ready(self) -> None:
        """Make reactions, jobs and words known, and guard the files."""
        from aftercare.contexts.settlement import jobs, policies, reactions, telling  # noqa: F401
        from aftercare.platform.files import storing

        storing.guard("retention", policies.may_read_file)
