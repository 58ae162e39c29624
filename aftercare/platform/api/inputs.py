"""Types for what programs send: bounded, and free of characters no text should carry."""

from __future__ import annotations

import unicodedata
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

DIRECTION_MARKS = set("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def clean(text: str) -> str:
    """
    Return the text when it carries no control, direction or broken characters.

    :raises ValueError: in words for the field.
    """
    for char in text:
        if char in DIRECTION_MARKS or (unicodedata.category(char) in {"Cc", "Cs"} and char not in "\n\r\t"):
            raise ValueError("contains control or direction characters")
    return text


Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200), AfterValidator(clean)]
Text = Annotated[str, StringConstraints(max_length=10_000), AfterValidator(clean)]
Id = Annotated[int, Field(gt=0, lt=2**63)]
