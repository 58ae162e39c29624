"""Types for what programs send: bounded, and free of characters no text should carry."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from aftercare.platform import wording


def clean(text: str) -> str:
    """
    Return the text when everything in it can be seen.

    :raises ValueError: in words for the field.
    """
    if wording.has_unseen(text):
        raise ValueError("contains control or direction characters")
    return text


Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200), AfterValidator(clean)]
Text = Annotated[str, StringConstraints(max_length=10_000), AfterValidator(clean)]
Id = Annotated[int, Field(gt=0, lt=2**63)]
