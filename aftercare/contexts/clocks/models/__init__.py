"""What the clocks keep."""

from aftercare.contexts.clocks.models.clocks import TERMS, UNCAUSED, BreachCause, Clock
from aftercare.contexts.clocks.models.granted import Extension, Waiver
from aftercare.contexts.clocks.models.history import (
    DeadlineChange,
    Milestone,
    PastTerm,
    Pause,
    PausedShare,
    SolvedSpan,
)
from aftercare.contexts.clocks.models.ladder import Audience, WarningStep

__all__ = [
    "TERMS",
    "UNCAUSED",
    "Audience",
    "BreachCause",
    "Clock",
    "DeadlineChange",
    "Extension",
    "Milestone",
    "PastTerm",
    "Pause",
    "PausedShare",
    "SolvedSpan",
    "Waiver",
    "WarningStep",
]
