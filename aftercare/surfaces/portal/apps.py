"""The portal: pages for customers, without a login."""

from __future__ import annotations

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Binds the frame of public pages."""

    name = "aftercare.surfaces.portal"
    label = "portal"

    def ready(self) -> None:
        """Register the frame."""
        from aftercare.platform.web import context

        context.lays_out("portal", "portal/layout.html")
