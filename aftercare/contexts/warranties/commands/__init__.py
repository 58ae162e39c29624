"""One business act a module; called as `commands.accept_section(...)`."""

from aftercare.contexts.warranties.commands.accept_section import accept_section
from aftercare.contexts.warranties.commands.call_inspection import call_inspection
from aftercare.contexts.warranties.commands.change_part import change_part
from aftercare.contexts.warranties.commands.keep_season import keep_season
from aftercare.contexts.warranties.commands.lift import lift
from aftercare.contexts.warranties.commands.note_repair import note_repair
from aftercare.contexts.warranties.commands.open_file import open_file
from aftercare.contexts.warranties.commands.remove_part import remove_part
from aftercare.contexts.warranties.commands.settling import settle, settle_all
from aftercare.contexts.warranties.commands.suspend import suspend
from aftercare.contexts.warranties.commands.write_part import write_part

__all__ = [
    "accept_section",
    "call_inspection",
    "change_part",
    "keep_season",
    "lift",
    "note_repair",
    "open_file",
    "remove_part",
    "settle",
    "settle_all",
    "suspend",
    "write_part",
]
