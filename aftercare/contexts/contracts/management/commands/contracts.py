"""`aftercare contracts`: the standard terms a company starts with."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from aftercare.contexts.calendars.public import default_calendar_id, seed_holidays
from aftercare.contexts.contracts.models import ServiceContract
from aftercare.contexts.contracts.public import seed_standard_terms


class Command(BaseCommand):
    """Make the standard terms, or count the contracts."""

    help = "Count the contracts (show), or make the standard terms a company starts with (seed)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare what may be asked."""
        parser.add_argument("action", nargs="?", choices=["show", "seed"], default="show")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what was asked."""
        if options["action"] == "seed":
            if default_calendar_id() is None:
                seed_holidays()
            seed_standard_terms()
        standard = ServiceContract.objects.filter(is_default=True).first()
        self.stdout.write(f"Standard terms: {standard.get_status_display() if standard else 'none'}")
        for status, label in ServiceContract.Status.choices:
            count = ServiceContract.objects.filter(is_default=False, status=status).count()
            self.stdout.write(f"{label}: {count}")
