"""One business act a module; called as `commands.register_organisation(...)`."""

from aftercare.contexts.organisations.commands.add_contact import add_contact
from aftercare.contexts.organisations.commands.change_contact import change_contact
from aftercare.contexts.organisations.commands.change_organisation import change_organisation
from aftercare.contexts.organisations.commands.open_portal_login import open_portal_login
from aftercare.contexts.organisations.commands.register_organisation import register_organisation
from aftercare.contexts.organisations.commands.tag_organisation import tag_organisation

__all__ = [
    "add_contact",
    "change_contact",
    "change_organisation",
    "open_portal_login",
    "register_organisation",
    "tag_organisation",
]
