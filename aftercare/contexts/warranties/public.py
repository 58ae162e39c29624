"""What neighbours may ask of the warranties."""

from __future__ import annotations

from aftercare.contexts.warranties.queries import Cover, cover_of
from aftercare.contexts.warranties.rules.warranty import years_later
from aftercare.contexts.warranties.words import term_words

__all__ = ["Cover", "cover_of", "term_words", "years_later"]
