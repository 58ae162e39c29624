"""What writes facts and targets."""

from aftercare.contexts.insights.commands.note_clock import (
    note_clock_broken,
    note_clock_stopped,
    note_deadline_set,
    note_past_clocks,
    note_request_changed,
)
from aftercare.contexts.insights.commands.note_order import (
    note_order_arrival,
    note_order_canceled,
    note_order_completed,
    note_order_corrected,
    note_order_diagnosed,
    note_order_opened,
)
from aftercare.contexts.insights.commands.note_survey import note_survey_answered, note_survey_sent
from aftercare.contexts.insights.commands.rebuild import rebuild
from aftercare.contexts.insights.commands.refresh_requests import refresh_requests
from aftercare.contexts.insights.commands.set_targets import set_targets

__all__ = [
    "note_clock_broken",
    "note_clock_stopped",
    "note_deadline_set",
    "note_order_arrival",
    "note_order_canceled",
    "note_order_completed",
    "note_order_corrected",
    "note_order_diagnosed",
    "note_order_opened",
    "note_past_clocks",
    "note_request_changed",
    "note_survey_answered",
    "note_survey_sent",
    "rebuild",
    "refresh_requests",
    "set_targets",
]
