"""What neighbours may ask of retention money."""

from __future__ import annotations

from aftercare.contexts.settlement.policies import visible_to
from aftercare.contexts.settlement.queries import of_project

__all__ = ["of_project", "visible_to"]
