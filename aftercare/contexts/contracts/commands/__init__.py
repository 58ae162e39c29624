"""The business acts on contracts."""

from aftercare.contexts.contracts.commands.amend import amend
from aftercare.contexts.contracts.commands.consume import consume, reverse
from aftercare.contexts.contracts.commands.discard import discard
from aftercare.contexts.contracts.commands.draft import draft
from aftercare.contexts.contracts.commands.draft_from_pack import draft_from_pack
from aftercare.contexts.contracts.commands.end import end
from aftercare.contexts.contracts.commands.entitle import entitle
from aftercare.contexts.contracts.commands.entrust import entrust
from aftercare.contexts.contracts.commands.exclude import exclude
from aftercare.contexts.contracts.commands.limit_authority import limit_authority
from aftercare.contexts.contracts.commands.name_party import name_party
from aftercare.contexts.contracts.commands.put_in_force import put_in_force
from aftercare.contexts.contracts.commands.remind import remind
from aftercare.contexts.contracts.commands.remove_clause import remove_clause
from aftercare.contexts.contracts.commands.renew import renew
from aftercare.contexts.contracts.commands.revise import revise
from aftercare.contexts.contracts.commands.set_levels import PromiseRow, set_levels
from aftercare.contexts.contracts.commands.set_scope import set_scope
from aftercare.contexts.contracts.commands.state_use import state_use
from aftercare.contexts.contracts.commands.take_out import take_out
from aftercare.contexts.contracts.commands.write_clause import write_clause

__all__ = [
    "PromiseRow",
    "amend",
    "consume",
    "discard",
    "draft",
    "draft_from_pack",
    "end",
    "entitle",
    "entrust",
    "exclude",
    "limit_authority",
    "name_party",
    "put_in_force",
    "remind",
    "remove_clause",
    "renew",
    "reverse",
    "revise",
    "set_levels",
    "set_scope",
    "state_use",
    "take_out",
    "write_clause",
]
