"""Where a work order can be, and which verb moves it there."""

from __future__ import annotations

from aftercare.platform.lifecycle import Lifecycle, Move

# What the office may still change the plan of.
PLANNABLE = {"draft", "unscheduled", "scheduled", "cannot_complete"}
# Where an engineer may be booked.
BOOKABLE = {"unscheduled", "scheduled", "in_progress"}
DIAGNOSABLE = {"draft", "unscheduled", "scheduled", "in_progress"}
NOT_BEGUN = {"draft", "unscheduled", "scheduled", "on_hold"}

WORK_ORDER = Lifecycle(
    start="draft",
    moves=[
        Move("plan", {"draft", "unscheduled", "cannot_complete"}, "unscheduled"),
        Move("plan", {"scheduled"}, "scheduled"),
        Move("mark_scheduled", {"unscheduled", "scheduled"}, "scheduled"),
        Move("mark_unscheduled", {"scheduled", "in_progress"}, "unscheduled"),
        Move("begin", {"unscheduled", "scheduled", "in_progress"}, "in_progress"),
        Move("report_done", {"in_progress"}, "completed"),
        Move("accept", {"completed"}, "accepted"),
        Move("close", {"accepted"}, "closed"),
        Move("hold", {"unscheduled", "scheduled", "in_progress"}, "on_hold"),
        # Which of the three follows from the order's appointments.
        Move("resume", {"on_hold"}, "unscheduled"),
        Move("resume_booked", {"on_hold"}, "scheduled"),
        Move("resume_underway", {"on_hold"}, "in_progress"),
        Move("rework", {"completed"}, "unscheduled"),
        Move("report_not_completable", {"unscheduled", "scheduled", "in_progress", "on_hold"}, "cannot_complete"),
        Move("cancel", NOT_BEGUN | {"cannot_complete"}, "canceled"),
    ],
)
