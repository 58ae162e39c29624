"""Record numbers."""

from django.apps import AppConfig


class NumberingConfig(AppConfig):
    """The counters behind record numbers."""

    name = "aftercare.platform.numbering"
    label = "numbering"
