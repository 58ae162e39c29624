"""The business acts on retention money."""

from aftercare.contexts.settlement.commands.agree import agree
from aftercare.contexts.settlement.commands.checking import Guarantee
from aftercare.contexts.settlement.commands.convert import convert
from aftercare.contexts.settlement.commands.deduct import deduct
from aftercare.contexts.settlement.commands.elapse import accrue, count_silence
from aftercare.contexts.settlement.commands.follow_acceptance import follow_acceptance
from aftercare.contexts.settlement.commands.object_to import object_to
from aftercare.contexts.settlement.commands.pay import pay
from aftercare.contexts.settlement.commands.remind import remind
from aftercare.contexts.settlement.commands.request_release import request_release
from aftercare.contexts.settlement.commands.say_paid import miss_payment, say_paid
from aftercare.contexts.settlement.commands.verify import verify
from aftercare.contexts.settlement.commands.void import void

__all__ = [
    "Guarantee",
    "accrue",
    "agree",
    "convert",
    "count_silence",
    "deduct",
    "follow_acceptance",
    "miss_payment",
    "object_to",
    "pay",
    "remind",
    "request_release",
    "say_paid",
    "verify",
    "void",
]
