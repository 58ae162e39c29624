"""The door toolkit: what every page, list, form and record page is made of."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebConfig(AppConfig):
    """Registers the toolkit's saved views, preferences and templates."""

    name = "aftercare.platform.web"
    label = "web"
    verbose_name = _("Door toolkit")
