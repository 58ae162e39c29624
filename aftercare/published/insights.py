"""What happens to figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetsSet:
    """The company wants other figures from now on: (code, value) of each."""

    values: tuple[tuple[str, str], ...]
    at: datetime
