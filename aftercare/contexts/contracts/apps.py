"""The contracts context."""

from django.apps import AppConfig


class ContractsConfig(AppConfig):
    """Registers the context's doors and reactions."""

    name = "aftercare.contexts.contracts"
    label = "contracts"

    def ready(self) -> None:
        """Load what registers itself."""
        from aftercare.contexts.contracts import desk, jobs, policies, reactions, telling  # noqa: F401
        from aftercare.platform.files import storing

        storing.guard("contract", policies.may_read_file)
