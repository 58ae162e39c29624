"""Notices to people."""

from django.apps import AppConfig


class NotifyConfig(AppConfig):
    """The inbox and the mails."""

    name = "aftercare.platform.notify"
    label = "notify"
