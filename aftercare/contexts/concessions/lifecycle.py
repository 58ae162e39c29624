"""Where a concession can be, and which verb moves it there."""

from __future__ import annotations

from aftercare.platform.lifecycle import Lifecycle, Move

CONCESSION = Lifecycle(
    start="asked",
    moves=[
        Move("escalate", {"asked"}, "asked"),
        Move("grant", {"asked"}, "granted"),
        Move("refuse", {"asked"}, "refused"),
        Move("withdraw", {"asked"}, "withdrawn"),
        Move("lapse", {"asked"}, "lapsed"),
    ],
)
