"""The verbs of work orders."""

from aftercare.contexts.work_orders.commands.accept import accept
from aftercare.contexts.work_orders.commands.answer_step import answer_step
from aftercare.contexts.work_orders.commands.appointments import mark_scheduled, mark_unscheduled, note_progress
from aftercare.contexts.work_orders.commands.automatic import open_for_request
from aftercare.contexts.work_orders.commands.begin import begin
from aftercare.contexts.work_orders.commands.cancel import cancel
from aftercare.contexts.work_orders.commands.close import close
from aftercare.contexts.work_orders.commands.comment import comment
from aftercare.contexts.work_orders.commands.following import cancel_not_begun, follow_correction, note_promise
from aftercare.contexts.work_orders.commands.hold import hold
from aftercare.contexts.work_orders.commands.open import open
from aftercare.contexts.work_orders.commands.open_follow_up import open_follow_up
from aftercare.contexts.work_orders.commands.plan import plan
from aftercare.contexts.work_orders.commands.record_diagnosis import record_diagnosis
from aftercare.contexts.work_orders.commands.report_done import report_done
from aftercare.contexts.work_orders.commands.report_not_completable import report_not_completable
from aftercare.contexts.work_orders.commands.resume import resume
from aftercare.contexts.work_orders.commands.rework import rework
from aftercare.contexts.work_orders.commands.state_parts_value import state_parts_value
from aftercare.contexts.work_orders.commands.write_procedure import StepDraft, write_procedure

__all__ = [
    "StepDraft",
    "accept",
    "answer_step",
    "begin",
    "cancel",
    "cancel_not_begun",
    "close",
    "comment",
    "follow_correction",
    "hold",
    "mark_scheduled",
    "mark_unscheduled",
    "note_progress",
    "note_promise",
    "open",
    "open_follow_up",
    "open_for_request",
    "plan",
    "record_diagnosis",
    "report_done",
    "report_not_completable",
    "resume",
    "rework",
    "state_parts_value",
    "write_procedure",
]
