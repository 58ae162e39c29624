"""The business acts on clocks."""

from aftercare.contexts.clocks.commands.cancel import cancel
from aftercare.contexts.clocks.commands.change_priority import change_priority
from aftercare.contexts.clocks.commands.correct import correct
from aftercare.contexts.clocks.commands.extend import extend
from aftercare.contexts.clocks.commands.give_cause import give_cause
from aftercare.contexts.clocks.commands.need_arrival import need_arrival
from aftercare.contexts.clocks.commands.pause import pause
from aftercare.contexts.clocks.commands.reach import reach
from aftercare.contexts.clocks.commands.recount import recount
from aftercare.contexts.clocks.commands.restart import restart
from aftercare.contexts.clocks.commands.resume import resume
from aftercare.contexts.clocks.commands.set_ladder import set_ladder
from aftercare.contexts.clocks.commands.share_pauses import share_pauses
from aftercare.contexts.clocks.commands.start import About, start
from aftercare.contexts.clocks.commands.sweep import Swept, sweep
from aftercare.contexts.clocks.commands.take_over import Held, PastPromise, take_over
from aftercare.contexts.clocks.commands.waive import waive

__all__ = [
    "About",
    "Held",
    "PastPromise",
    "Swept",
    "cancel",
    "change_priority",
    "correct",
    "extend",
    "give_cause",
    "need_arrival",
    "pause",
    "reach",
    "recount",
    "restart",
    "resume",
    "set_ladder",
    "share_pauses",
    "start",
    "sweep",
    "take_over",
    "waive",
]
