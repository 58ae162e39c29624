"""Logins: who can sign in, in which language and zone."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The logins."""

    name = "aftercare.platform.accounts"
    label = "accounts"
