"""What neighbours may ask of feedback."""

from __future__ import annotations

from aftercare.contexts.feedback.commands import answer
from aftercare.contexts.feedback.policies import visible_to
from aftercare.contexts.feedback.queries import survey_of

__all__ = ["answer", "survey_of", "visible_to"]
