"""Where a leave can be, and which verb moves it there."""

from __future__ import annotations

from aftercare.platform.lifecycle import Lifecycle, Move

LEAVE = Lifecycle(
    start="requested",
    moves=[
        Move("approve", {"requested"}, "approved"),
        Move("refuse", {"requested"}, "refused"),
        Move("cancel", {"requested", "approved"}, "canceled"),
    ],
)
LOGIN = Lifecycle(start="open", moves=[Move("close", {"open"}, "closed"), Move("reopen", {"closed"}, "open")])
