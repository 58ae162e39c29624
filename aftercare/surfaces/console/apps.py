"""The operator's console."""

from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    """Commands that run and examine the product."""

    name = "aftercare.surfaces.console"
    label = "console"
