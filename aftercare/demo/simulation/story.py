"""One matter as it will be told: decided beforehand, so that the same seed tells the same stories."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

# What a visit may come to.
DONE, PARTS, NO_ACCESS, REJECTED = "done", "waiting_parts", "no_access", "rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """What is wrong, what the engineer finds, and what helps."""

    category: str
    subject: str
    said: str
    urgency: int
    impact: int
    weight: int
    equipment: tuple[str, ...] = ()
    kind: str = "fault"
    emergency: bool = False
    mode: str = ""
    mechanism: str = ""
    cause: str = ""
    found: str = ""
    did: str = ""
    parts: str = ""
    remote: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the customer answers when asked."""

    csat: int
    nps: int
    comment: str
    after_hours: float


@dataclass(slots=True, kw_only=True)
class Story:
    """One matter: who says what when, how it goes on, and how it ends."""

    key: str
    received_at: datetime
    trouble: Trouble
    report: dict[str, Any]
    source: str = "hotline"
    ending: str = "visit"
    visits: list[str] = field(default_factory=lambda: [DONE])
    pace: float = 1.0
    late_minutes: int = 0
    hold_hours: float = 0
    leftovers: str = ""
    answer: Answer | None = None
    visit_at: datetime | None = None
    engineer: str = ""
    stops_at: str = ""
    signer: str = ""
