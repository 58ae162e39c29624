"""The verbs of dispatch."""

from aftercare.contexts.dispatch.commands.assign import assign
from aftercare.contexts.dispatch.commands.fit_speeds import fit_speeds
from aftercare.contexts.dispatch.commands.move import move
from aftercare.contexts.dispatch.commands.note_trip import note_trip
from aftercare.contexts.dispatch.commands.pin import pin
from aftercare.contexts.dispatch.commands.refuse import refuse
from aftercare.contexts.dispatch.commands.send import send
from aftercare.contexts.dispatch.commands.set_status import set_status
from aftercare.contexts.dispatch.commands.unassign import call_off, unassign

__all__ = ["assign", "call_off", "fit_speeds", "move", "note_trip", "pin", "refuse", "send", "set_status", "unassign"]
