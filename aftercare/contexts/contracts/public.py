"""What neighbours may ask of the contracts."""

from __future__ import annotations

from aftercare.contexts.contracts.models import Counting, Promise

__all__ = ["Counting", "Promise"]
