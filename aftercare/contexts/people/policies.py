"""Who may see and do what with people: engineers, leave, logins and grants."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.people.models import Engineer, Grant, Leave
from aftercare.platform.accounts.models import User
from aftercare.platform.actor import ADMINISTRATORS, OFFICE, Actor, Role
from aftercare.platform.refusal import Decision, allow, deny

WRITERS = (Role.SERVICE_MANAGER,)
HIRERS = (Role.SERVICE_MANAGER, Role.SECURITY_ADMIN)


def visible_to(actor: Actor) -> QuerySet[Engineer]:
    """Return the engineers the actor may see: the office those of its regions, an engineer themself."""
    rows = Engineer.objects.all()
    if actor.is_system or (actor.has(*OFFICE) and actor.region_ids is None):
        return rows
    own = Q(user_id=actor.id) if actor.engineer_id else Q(pk__in=[])
    if actor.has(*OFFICE):
        own |= Q(region_id__in=actor.region_ids or ())
    return rows.filter(own)


def leave_visible_to(actor: Actor) -> QuerySet[Leave]:
    """Return the leave of the engineers the actor may see."""
    rows = Leave.objects.all()
    if actor.is_system or (actor.has(*OFFICE) and actor.region_ids is None):
        return rows
    return rows.filter(engineer__in=visible_to(actor).values("pk"))


def users_visible_to(actor: Actor) -> QuerySet[User]:
    """Return the logins the actor may see: all for the security administrator, role-less ones for the system one."""
    if actor.has(Role.SECURITY_ADMIN):
        return User.objects.all()
    if actor.has(Role.SYSTEM_ADMIN):
        return User.objects.exclude(pk__in=Grant.objects.values("user_id"))
    return User.objects.none()


def may_hire(region_id: int | None, *, by: Actor) -> Decision:
    """Tell whether the actor may hire an engineer into the region."""
    if by.has(Role.SECURITY_ADMIN):
        return allow()
    return may_manage(region_id, by=by)


def may_manage(region_id: int | None, *, by: Actor) -> Decision:
    """Tell whether the actor may write skills, certificates, shifts and leave of engineers of the region."""
    if not by.has(*WRITERS):
        return deny(_("Only a service manager may do this."))
    if region_id is not None and not by.works_in(region_id):
        return deny(_("This engineer belongs to a region that is not yours."))
    return allow()


def may_request_leave(engineer: Engineer, *, by: Actor) -> Decision:
    """Tell whether the actor may ask for leave of this engineer: for themself, or a manager for them."""
    if by.engineer_id == engineer.pk:
        return allow()
    return may_manage(engineer.region_id, by=by)


def may_decide_leave(leave: Leave, *, by: Actor) -> Decision:
    """Tell whether the actor may approve or refuse the leave; nobody decides on their own."""
    if by.engineer_id == leave.engineer_id:
        return deny(_("Somebody else decides on your own leave."))
    return may_manage(leave.engineer.region_id, by=by)


def may_cancel_leave(leave: Leave, *, by: Actor) -> Decision:
    """Tell whether the actor may call the leave off."""
    return may_request_leave(leave.engineer, by=by)


def may_create_user(*, by: Actor) -> Decision:
    """Tell whether the actor may make a login without any right."""
    if by.has(Role.SECURITY_ADMIN, Role.SYSTEM_ADMIN):
        return allow()
    return deny(_("Only an administrator may do this."))


def may_open_outside_login(*, by: Actor) -> Decision:
    """Tell whether the actor may open a login for a customer or partner."""
    if by.has(Role.DESK_AGENT, Role.SERVICE_MANAGER, Role.SECURITY_ADMIN):
        return allow()
    return deny(_("Only the service desk or a service manager may open a login for a customer."))


def may_grant(user: User, *, by: Actor) -> Decision:
    """Tell whether the actor may give roles to the login or take them; never their own."""
    if not by.has(Role.SECURITY_ADMIN):
        return deny(_("Only the security administrator may change who may do what."))
    if by.id == user.pk:
        return deny(_("Nobody changes their own rights; ask another security administrator."))
    return allow()


def may_deactivate(user: User, *, by: Actor) -> Decision:
    """Tell whether the actor may close the login or open it again."""
    if by.id == user.pk:
        return deny(_("Nobody closes their own login."))
    if by.has(Role.SECURITY_ADMIN):
        return allow()
    return deny(_("Only the security administrator may close a login."))


def may_issue_link(user: User, held: frozenset[Role], *, by: Actor) -> Decision:
    """Tell whether the actor may hand out a link to set the login's password."""
    if not by.has(Role.SECURITY_ADMIN):
        return deny(_("Only the security administrator may do this."))
    if by.id == user.pk:
        return deny(_("Change your own password under your name at the top right."))
    if not user.is_active:
        return deny(_("This login is closed."))
    if held & ADMINISTRATORS and user.last_login is not None:
        return deny(_("Administrators reset their password by e-mail; nobody does it for them."))
    return allow()
