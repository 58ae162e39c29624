"""One business act a module; called as `commands.take_over(...)`."""

from aftercare.contexts.handover.commands.take_over import Outcome, take_over

__all__ = ["Outcome", "take_over"]
