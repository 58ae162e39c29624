"""Where retention money can be, and which verb moves it there."""

from __future__ import annotations

from aftercare.platform.lifecycle import Lifecycle, Move

RETENTION = Lifecycle(
    start="held",
    moves=[
        Move("deduct", {"held"}, "held"),
        Move("convert", {"held"}, "payable"),
        Move("request", {"held"}, "requested"),
        Move("remind", {"requested"}, "requested"),
        Move("object", {"requested"}, "held"),
        Move("verify", {"requested"}, "payable"),
        Move("say_paid", {"payable"}, "payable"),
        Move("miss", {"payable"}, "payable"),
        Move("pay", {"payable"}, "payable"),
        Move("clear", {"payable"}, "held"),
        Move("settle", {"held"}, "settled"),
        Move("void", {"held"}, "voided"),
    ],
)
