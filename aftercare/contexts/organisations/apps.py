"""The organisations context."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """Registers the context's doors and reactions."""

    name = "aftercare.contexts.organisations"
    label = "organisations"
