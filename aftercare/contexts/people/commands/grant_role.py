"""Give a login a role."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.people import policies, rules
from aftercare.contexts.people.models import Engineer, Grant, Region
from aftercare.platform import outbox, rows
from aftercare.platform.accounts.models import User
from aftercare.platform.actor import ADMINISTRATORS, Actor, Role
from aftercare.platform.refusal import Refused
from aftercare.published.people import RoleGranted

CLASHES = {
    "grant_once": Refused("conflict", _("The login holds this role already.")),
    "one_administrator_role": Refused(
        "separation", _("Nobody holds two of the three administrators' roles."), field="role"
    ),
}


@transaction.atomic
def grant_role(*, user_id: int, role: str, region_id: int | None = None, by: Actor, at: datetime) -> Grant:
    """
    Give a login a role, in one region with its parts or everywhere.

    :raises Refused: `not_found`, `not_allowed`, `invalid` for an unknown role or region, `separation` when the role
        may not stand beside those already held, `conflict` when it is held already.
    """
    user = rows.locked(policies.users_visible_to(by), user_id)
    policies.may_grant(user, by=by).or_refuse()
    wanted = _role(role)
    region = _region(wanted, region_id)
    if wanted == Role.ENGINEER and not Engineer.objects.filter(user=user).exists():
        raise Refused("invalid", _("An engineer is hired first, under engineers."), field="role")
    held = {Role(name) for name in Grant.objects.filter(user=user).values_list("role", flat=True)}
    _check_separation(held, wanted)
    with rows.telling(CLASHES):
        grant = Grant.objects.create(user=user, role=wanted, region_id=region_id)
    told = RoleGranted(user_id=user.pk, role=wanted, region_id=region_id, region=region.name if region else "", at=at)
    outbox.publish(told, about=f"user:{user.pk}", by=by)
    return grant


def _role(name: str) -> Role:
    try:
        return Role(name)
    except ValueError as error:
        raise Refused("invalid", _("There is no such role."), field="role") from error


def _region(role: Role, region_id: int | None) -> Region | None:
    if region_id is None:
        return None
    if role not in rules.REGIONAL:
        raise Refused("invalid", _("This role is not bound to a region; leave the region empty."), field="region_id")
    region = Region.objects.filter(pk=region_id).first()
    if region is None:
        raise Refused("invalid", _("There is no such region."), field="region_id")
    return region


def _check_separation(held: set[Role], wanted: Role) -> None:
    """
    Refuse a role that may not stand beside the held ones: administrators see no business, outsiders are no staff.

    :raises Refused: `separation`.
    """
    if rules.clashing_administrator(held, wanted):
        raise CLASHES["one_administrator_role"]
    every = held | {wanted}
    if every & ADMINISTRATORS and every - ADMINISTRATORS:
        words = _("An administrator's login holds no other role; make a second login for the daily work.")
        raise Refused("separation", words, field="role")
    outside = {Role.CUSTOMER, Role.PARTNER}
    if every & outside and every - outside:
        raise Refused("separation", _("A customer's or partner's login holds no role of the staff."), field="role")


def grant_beside(user: User, role: Role) -> None:
    """Give a new outside login its one role; the caller has asked whether it may be opened."""
    Grant.objects.create(user=user, role=role)
