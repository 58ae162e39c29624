"""Where a request can be, and which verb moves it there."""

from __future__ import annotations

from aftercare.platform.lifecycle import Lifecycle, Move

_UNTIL_RESOLVED = {"new", "acknowledged", "in_progress", "pending"}

REQUEST = Lifecycle(
    start="new",
    moves=[
        Move("acknowledge", {"new"}, "acknowledged"),
        Move("triage", {"new", "acknowledged", "in_progress"}, "in_progress"),
        Move("triage", {"pending"}, "pending"),
        # What reactions call when work on it goes on elsewhere.
        Move("progress", {"new", "acknowledged", "in_progress"}, "in_progress"),
        Move("progress", {"pending"}, "pending"),
        Move("hold", {"acknowledged", "in_progress"}, "pending"),
        Move("resume", {"pending"}, "in_progress"),
        Move("resolve", {"acknowledged", "in_progress", "pending"}, "resolved"),
        Move("close", {"resolved"}, "closed"),
        Move("reopen", {"resolved", "closed"}, "in_progress"),
        Move("merge", _UNTIL_RESOLVED, "merged"),
        Move("cancel", _UNTIL_RESOLVED, "canceled"),
    ],
)
