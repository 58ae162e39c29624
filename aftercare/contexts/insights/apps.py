"""The insights context."""

from django.apps import AppConfig


class InsightsConfig(AppConfig):
    """Registers the context's doors and reactions."""

    name = "aftercare.contexts.insights"
    label = "insights"
