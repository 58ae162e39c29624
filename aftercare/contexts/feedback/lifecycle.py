"""Where a follow-up can be, and which verb moves it there."""

from __future__ import annotations

from aftercare.platform.lifecycle import Lifecycle, Move

FOLLOW_UP = Lifecycle(
    start="open",
    moves=[
        Move("take", {"open"}, "open"),
        Move("complete", {"open"}, "done"),
    ],
)
