"""The service_requests context."""

from django.apps import AppConfig


class ServiceRequestsConfig(AppConfig):
    """Registers the context's doors and reactions."""

    name = "aftercare.contexts.service_requests"
    label = "service_requests"
