"""The business acts on contracts."""

from aftercare.contexts.contracts.commands.amend import amend
from aftercare.contexts.contracts.commands.discard import discard
from aftercare.contexts.contracts.commands.draft import draft
from aftercare.contexts.contracts.commands.end import end
from aftercare.contexts.contracts.commands.put_in_force import put_in_force
from aftercare.contexts.contracts.commands.remove_clause import remove_clause
from aftercare.contexts.contracts.commands.revise import revise
from aftercare.contexts.contracts.commands.set_levels import PromiseRow, set_levels
from aftercare.contexts.contracts.commands.set_scope import set_scope
from aftercare.contexts.contracts.commands.write_clause import write_clause

__all__ = [
    "PromiseRow",
    "amend",
    "discard",
    "draft",
    "end",
    "put_in_force",
    "remove_clause",
    "revise",
    "set_levels",
    "set_scope",
    "write_clause",
]
