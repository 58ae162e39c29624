"""Where a contract can be, and which verb moves it there."""

from __future__ import annotations

from aftercare.platform.lifecycle import Lifecycle, Move

CONTRACT = Lifecycle(
    start="draft",
    moves=[
        Move("put_in_force", {"draft"}, "active"),
        Move("end", {"active"}, "ended"),
    ],
)
