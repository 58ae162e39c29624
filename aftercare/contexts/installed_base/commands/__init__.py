"""One business act a module; called as `commands.register_equipment(...)`."""

from aftercare.contexts.installed_base.commands.add_location import add_location
from aftercare.contexts.installed_base.commands.add_party import add_party
from aftercare.contexts.installed_base.commands.change_equipment import change_equipment
from aftercare.contexts.installed_base.commands.change_project import change_project
from aftercare.contexts.installed_base.commands.move_location import move_location
from aftercare.contexts.installed_base.commands.register_equipment import register_equipment
from aftercare.contexts.installed_base.commands.register_project import register_project
from aftercare.contexts.installed_base.commands.remove_location import remove_location
from aftercare.contexts.installed_base.commands.remove_party import remove_party
from aftercare.contexts.installed_base.commands.renew_label import renew_label
from aftercare.contexts.installed_base.commands.scrap_equipment import scrap_equipment

__all__ = [
    "add_location",
    "add_party",
    "change_equipment",
    "change_project",
    "move_location",
    "register_equipment",
    "register_project",
    "remove_location",
    "remove_party",
    "renew_label",
    "scrap_equipment",
]
