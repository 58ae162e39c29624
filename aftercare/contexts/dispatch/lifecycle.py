"""Where a booking can be, and which verb moves it there."""

from __future__ import annotations

from aftercare.platform.lifecycle import Lifecycle, Move

# The time and the engineer may still change.
MOVABLE = {"proposed", "scheduled", "dispatched", "accepted"}
UNDERWAY = {"traveling", "on_site", "on_break"}
# The engineer's phone knows of it.
SENT = {"dispatched", "accepted"}

BOOKING = Lifecycle(
    start="scheduled",
    moves=[
        Move("send", {"proposed", "scheduled"}, "dispatched"),
        Move("accept", {"dispatched"}, "accepted"),
        Move("set_out", {"dispatched", "accepted"}, "traveling"),
        Move("arrive", {"accepted", "traveling"}, "on_site"),
        Move("take_break", {"on_site"}, "on_break"),
        Move("go_on", {"on_break"}, "on_site"),
        Move("finish", {"on_site", "on_break"}, "done"),
        Move("give_up", {"accepted"} | UNDERWAY, "cannot_complete"),
        Move("refuse", {"proposed", "scheduled", "dispatched", "accepted"}, "canceled"),
        Move("unassign", MOVABLE | {"traveling"}, "canceled"),
        Move("call_off", MOVABLE | UNDERWAY, "canceled"),
    ],
)

# How an engineer's step is called by the state it leads to; from a break the way back to work is another verb.
_VERBS = {
    "accepted": "accept",
    "traveling": "set_out",
    "on_site": "arrive",
    "on_break": "take_break",
    "done": "finish",
    "cannot_complete": "give_up",
}
STEPS = frozenset(_VERBS)


def verb_for(status: str, wanted: str) -> str:
    """Return the verb that leads an engineer from one state to the wanted one."""
    return "go_on" if (status, wanted) == ("on_break", "on_site") else _VERBS[wanted]


# From working back to working: a job whose worker was killed begins anew.
PLAN = Lifecycle(
    start="waiting",
    moves=[
        Move("begin", {"waiting", "working"}, "working"),
        Move("finish", {"working"}, "ready"),
        Move("fail", {"waiting", "working"}, "failed"),
        Move("publish", {"ready"}, "published"),
        Move("discard", {"waiting", "working", "ready", "failed"}, "discarded"),
    ],
)

# One region lends another an engineer.
HELP = Lifecycle(
    start="asked",
    moves=[
        Move("approve", {"asked"}, "approved"),
        Move("decline", {"asked"}, "declined"),
        Move("withdraw", {"asked"}, "withdrawn"),
        Move("end", {"approved"}, "ended"),
    ],
)
