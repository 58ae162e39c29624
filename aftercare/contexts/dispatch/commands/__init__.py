"""The verbs of dispatch."""

from aftercare.contexts.dispatch.commands.advise import advise
from aftercare.contexts.dispatch.commands.announce import announce, take_back_announcement
from aftercare.contexts.dispatch.commands.answer_appointment import confirm_appointment, wish_another_time
from aftercare.contexts.dispatch.commands.assign import assign
from aftercare.contexts.dispatch.commands.bump import bump
from aftercare.contexts.dispatch.commands.chase import chase
from aftercare.contexts.dispatch.commands.discard import discard, finish_early
from aftercare.contexts.dispatch.commands.fit_speeds import fit_speeds
from aftercare.contexts.dispatch.commands.help import approve_help, ask_help, decline_help, end_help, withdraw_help
from aftercare.contexts.dispatch.commands.mend import (
    drop_mending,
    let_fall,
    let_fall_if_overtaken,
    mend,
    propose_mending,
)
from aftercare.contexts.dispatch.commands.move import move
from aftercare.contexts.dispatch.commands.note_trip import note_trip
from aftercare.contexts.dispatch.commands.pin import pin
from aftercare.contexts.dispatch.commands.plan import plan
from aftercare.contexts.dispatch.commands.publish import publish
from aftercare.contexts.dispatch.commands.refuse import refuse
from aftercare.contexts.dispatch.commands.replan import drop_out, fit_in, no_show, overrun
from aftercare.contexts.dispatch.commands.send import send
from aftercare.contexts.dispatch.commands.send_on import send_on
from aftercare.contexts.dispatch.commands.set_status import set_status
from aftercare.contexts.dispatch.commands.unassign import call_off, unassign
from aftercare.contexts.dispatch.commands.wishes import end_wish, set_wish
from aftercare.contexts.dispatch.commands.work_out import begin_plan, fail_plan, finish_plan, note_progress

__all__ = [
    "advise",
    "announce",
    "approve_help",
    "ask_help",
    "assign",
    "begin_plan",
    "bump",
    "call_off",
    "chase",
    "confirm_appointment",
    "decline_help",
    "discard",
    "drop_mending",
    "drop_out",
    "end_help",
    "end_wish",
    "fail_plan",
    "finish_early",
    "finish_plan",
    "fit_in",
    "fit_speeds",
    "let_fall",
    "let_fall_if_overtaken",
    "mend",
    "move",
    "no_show",
    "note_progress",
    "note_trip",
    "overrun",
    "pin",
    "plan",
    "propose_mending",
    "publish",
    "refuse",
    "send",
    "send_on",
    "set_status",
    "set_wish",
    "take_back_announcement",
    "unassign",
    "wish_another_time",
    "withdraw_help",
]
