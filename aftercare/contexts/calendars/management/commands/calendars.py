"""`aftercare calendars`: which years are known, and filling the Chinese holidays."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from aftercare.contexts.calendars import chinese_year, listings
from aftercare.contexts.calendars.models import HolidayTable
from aftercare.contexts.calendars.public import missing_years_now, seed_holidays


class Command(BaseCommand):
    """Show which years' holidays are known, or fill those of mainland China."""

    help = "Show which years' holidays are published (show), or fill the Chinese holidays the package knows (seed)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare what may be asked."""
        parser.add_argument("action", nargs="?", choices=["show", "seed"], default="show")
        parser.add_argument("--year", type=int, action="append", help="fill this year only; may be given several times")
        parser.add_argument("--json", action="store_true", help="print one JSON document")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what was asked."""
        filled = self._seed(options["year"]) if options["action"] == "seed" else []
        tables = {t.code: listings.years_in_words(t) for t in HolidayTable.objects.prefetch_related("years")}
        missing = [{"table": m.table, "year": m.year} for m in missing_years_now()]
        if options["json"]:
            self.stdout.write(json.dumps({"filled": filled, "tables": tables, "missing": missing}, ensure_ascii=False))
            return
        if filled:
            self.stdout.write(f"Filled: {', '.join(map(str, filled))}")
        for code, years in tables.items():
            self.stdout.write(f"{code}: {years or 'no year published'}")
        for row in missing:
            self.stdout.write(f"Missing: {row['table']} {row['year']}. Publish it under Settings > Holidays.")
        if not tables:
            self.stdout.write("No holidays yet; run `aftercare calendars seed`.")

    def _seed(self, years: list[int] | None) -> list[int]:
        unknown = sorted(set(years or []) - set(chinese_year.known_years()))
        if unknown:
            known = chinese_year.known_years()
            raise CommandError(
                f"--year: {', '.join(map(str, unknown))} not known to the package (it knows {known[0]} to {known[-1]});"
                " publish it under Settings > Holidays."
            )
        return seed_holidays(years)
