"""The API's own records."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Tokens and answered calls."""

    name = "aftercare.platform.api"
    label = "api"
