"""One business act a module; called as `commands.hire_engineer(...)`."""

from aftercare.contexts.people.commands.add_certificate import add_certificate
from aftercare.contexts.people.commands.approve_leave import approve_leave
from aftercare.contexts.people.commands.cancel_leave import cancel_leave
from aftercare.contexts.people.commands.change_engineer import change_engineer
from aftercare.contexts.people.commands.create_user import create_user
from aftercare.contexts.people.commands.deactivate_user import deactivate_user
from aftercare.contexts.people.commands.grant_role import grant_role
from aftercare.contexts.people.commands.hire_engineer import hire_engineer
from aftercare.contexts.people.commands.issue_sign_in_link import issue_sign_in_link
from aftercare.contexts.people.commands.open_outside_login import open_outside_login
from aftercare.contexts.people.commands.reactivate_user import reactivate_user
from aftercare.contexts.people.commands.refuse_leave import refuse_leave
from aftercare.contexts.people.commands.remove_certificate import remove_certificate
from aftercare.contexts.people.commands.request_leave import request_leave
from aftercare.contexts.people.commands.reset_second_factor import reset_second_factor
from aftercare.contexts.people.commands.revoke_role import revoke_role
from aftercare.contexts.people.commands.set_shifts import set_shifts
from aftercare.contexts.people.commands.set_skill import set_skill
from aftercare.contexts.people.commands.warn_of_expiry import warn_of_expiry

__all__ = [
    "add_certificate",
    "approve_leave",
    "cancel_leave",
    "change_engineer",
    "create_user",
    "deactivate_user",
    "grant_role",
    "hire_engineer",
    "issue_sign_in_link",
    "open_outside_login",
    "reactivate_user",
    "refuse_leave",
    "remove_certificate",
    "request_leave",
    "reset_second_factor",
    "revoke_role",
    "set_shifts",
    "set_skill",
    "warn_of_expiry",
]
