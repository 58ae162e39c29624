"""Rate limits."""

from django.apps import AppConfig


class LimitsConfig(AppConfig):
    """The buckets behind rate limits."""

    name = "aftercare.platform.limits"
    label = "limits"
