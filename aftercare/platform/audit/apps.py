"""The audit trail."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The audit trail's app; its tables belong to pghistory and to the tracked models."""

    name = "aftercare.platform.audit"
    label = "audit"
