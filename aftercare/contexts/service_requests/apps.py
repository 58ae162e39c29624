"""The service_requests context."""

from django.apps import AppConfig


class ServiceRequestsConfig(AppConfig):
    """Registers the context's doors and reactions."""

    name = "aftercare.contexts.service_requests"
    label = "service_requests"

    def ready(self) -> None:
        """Make the reactions and jobs known, and guard the files."""
        from aftercare.contexts.service_requests import jobs, policies, reactions, words  # noqa: F401
        from aftercare.platform.files import storing

        words.show()
        storing.guard("service_request", policies.may_read_file)
