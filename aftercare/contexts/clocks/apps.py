"""The clocks context."""

from django.apps import AppConfig


class ClocksConfig(AppConfig):
    """Registers the context's doors and reactions."""

    name = "aftercare.contexts.clocks"
    label = "clocks"
