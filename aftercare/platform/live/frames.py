"""The words of an event stream."""

from __future__ import annotations

import json
from collections.abc import Iterable

# A comment that keeps proxies from closing a quiet stream.
PING = ": ping\n\n"
# The screen may have missed something: fetch everything anew.
RESYNC = "event: resync\ndata: {}\n\n"


def hello(topics: Iterable[str], retry_ms: int) -> str:
    """Return the first words: how long to wait before coming back, and what is being watched."""
    return f"retry: {retry_ms}\nevent: hello\ndata: {json.dumps({'topics': sorted(topics)})}\n\n"


def message(payload: str) -> str:
    """Return what was told, as one event; JSON has no raw line breaks."""
    return f"data: {payload}\n\n"
