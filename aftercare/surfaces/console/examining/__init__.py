"""The doctor: looks at everything the product needs and says what to do where something is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum


class Health(StrEnum):
    """How bad a finding is; only `bad` makes the doctor fail."""

    FINE = "fine"
    POOR = "poor"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was seen, and what to do about it."""

    name: str
    health: Health
    detail: str
    advice: str = ""


Look = Callable[[], Iterator[Finding]]


def fine(name: str, detail: str) -> Finding:
    """Return a finding that needs nothing."""
    return Finding(name, Health.FINE, detail)


def poor(name: str, detail: str, advice: str) -> Finding:
    """Return a finding that can wait, with what to do."""
    return Finding(name, Health.POOR, detail, advice)


def bad(name: str, detail: str, advice: str) -> Finding:
    """Return a finding that must be put right, with what to do."""
    return Finding(name, Health.BAD, detail, advice)


def examine(looks: list[tuple[str, Look]]) -> list[Finding]:
    """Return the findings of every look; one that cannot be finished is a bad finding itself."""
    findings: list[Finding] = []
    for name, look in looks:
        try:
            findings += list(look())
        except Exception as error:  # whatever is broken must be told, not stop the rest
            advice = "Put right what is said above; if nothing is, this is a defect of the product."
            findings.append(bad(name, f"could not be examined: {type(error).__name__}: {error}".strip(), advice))
    return findings
