"""The business acts on concessions."""

from aftercare.contexts.concessions.commands.ask import ask
from aftercare.contexts.concessions.commands.delegate import delegate, end_delegation
from aftercare.contexts.concessions.commands.escalate import escalate
from aftercare.contexts.concessions.commands.grant import grant
from aftercare.contexts.concessions.commands.refuse import refuse
from aftercare.contexts.concessions.commands.set_limits import set_limits
from aftercare.contexts.concessions.commands.withdraw import lapse, withdraw

__all__ = ["ask", "delegate", "end_delegation", "escalate", "grant", "lapse", "refuse", "set_limits", "withdraw"]
