"""The business acts on requests, one module each."""

from aftercare.contexts.service_requests.commands.acknowledge import acknowledge
from aftercare.contexts.service_requests.commands.assess import assess
from aftercare.contexts.service_requests.commands.assign import assign
from aftercare.contexts.service_requests.commands.cancel import cancel
from aftercare.contexts.service_requests.commands.change import change
from aftercare.contexts.service_requests.commands.close import close
from aftercare.contexts.service_requests.commands.comment import comment
from aftercare.contexts.service_requests.commands.follow import (
    follow_engineer,
    follow_order,
    forget_appointment,
    forget_engineer,
    note_appointment,
    note_journey,
    note_rating,
    resolve_by_work,
)
from aftercare.contexts.service_requests.commands.hold import hold
from aftercare.contexts.service_requests.commands.merge import merge
from aftercare.contexts.service_requests.commands.note_deadlines import note_deadlines
from aftercare.contexts.service_requests.commands.photos import add_evidence, add_photos
from aftercare.contexts.service_requests.commands.read_back import read_back
from aftercare.contexts.service_requests.commands.register import register
from aftercare.contexts.service_requests.commands.reopen import reopen
from aftercare.contexts.service_requests.commands.report import report_by_label
from aftercare.contexts.service_requests.commands.resolve import resolve
from aftercare.contexts.service_requests.commands.restore import restore
from aftercare.contexts.service_requests.commands.resume import resume
from aftercare.contexts.service_requests.commands.triage import triage

__all__ = [
    "acknowledge",
    "add_evidence",
    "add_photos",
    "assess",
    "assign",
    "cancel",
    "change",
    "close",
    "comment",
    "follow_engineer",
    "follow_order",
    "forget_appointment",
    "forget_engineer",
    "hold",
    "merge",
    "note_appointment",
    "note_deadlines",
    "note_journey",
    "note_rating",
    "read_back",
    "register",
    "reopen",
    "report_by_label",
    "resolve",
    "resolve_by_work",
    "restore",
    "resume",
    "triage",
]
