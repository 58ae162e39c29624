"""The desk: the frame of the pages people work in."""

from __future__ import annotations

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Binds the frame, the actors and the policies of library views."""

    name = "aftercare.surfaces.desk"
    label = "desk"

    def ready(self) -> None:
        """Register what the toolkit asks a surface for."""
        from aftercare.platform.web import context
        from aftercare.surfaces.desk import acting, home, inbox, library_views  # noqa: F401 - they register themselves

        context.lays_out("desk", "desk/layout.html")
        context.lays_out("entry", "desk/entry.html")
