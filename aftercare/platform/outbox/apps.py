"""Events that must not be lost, and what follows from them."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """The outbox: events in the database, reactions as jobs."""

    name = "aftercare.platform.outbox"
    label = "outbox"
