"""What neighbours may ask of the warranties."""

from __future__ import annotations

from aftercare.contexts.warranties.commands import change_part, write_part
from aftercare.contexts.warranties.queries import Cover, cover_of, parts_of
from aftercare.contexts.warranties.words import term_words

__all__ = ["Cover", "change_part", "cover_of", "parts_of", "term_words", "write_part"]
