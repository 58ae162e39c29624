"""What neighbours may ask of concessions."""

from __future__ import annotations

from aftercare.contexts.concessions.policies import visible_to
from aftercare.contexts.concessions.queries import of_request

__all__ = ["of_request", "visible_to"]
