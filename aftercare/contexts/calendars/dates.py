"""Dates in addresses."""

from __future__ import annotations

from datetime import date


class IsoDate:
    """A day as 2026-10-01; an impossible one is no address."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        """Return the day."""
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        """Return the day as the address writes it."""
        return value.isoformat()
