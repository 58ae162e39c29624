"""Bring the database up to date."""

from __future__ import annotations

from typing import Any

from django.core.management.commands import migrate

from aftercare.platform.migrating import additions_alone


class Command(migrate.Command):
    """Django's own, with additions rendered alone."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate."""
        with additions_alone():
            super().handle(*args, **options)
