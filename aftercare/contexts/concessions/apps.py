"""The concessions context."""

from django.apps import AppConfig


class ConcessionsConfig(AppConfig):
    """Registers the context's doors and reactions."""

    name = "aftercare.contexts.concessions"
    label = "concessions"

    def ready(self) -> None:
        """Make reactions, jobs and words known, and guard the files."""
        from aftercare.contexts.concessions import jobs, policies, reactions, telling  # noqa: F401
        from aftercare.platform.files import storing

        storing.guard("concession", policies.may_read_file)
