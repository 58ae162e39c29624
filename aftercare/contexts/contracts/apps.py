"""The contracts context."""

from django.apps import AppConfig


class ContractsConfig(AppConfig):
    """Registers the context's doors and reactions."""

    name = "aftercare.contexts.contracts"
    label = "contracts"
