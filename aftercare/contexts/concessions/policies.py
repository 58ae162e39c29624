"""Who may see, ask for and decide concessions."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from aftercare.contexts.clocks import public as clocks
from aftercare.contexts.concessions import mandates
from aftercare.contexts.concessions.lifecycle import CONCESSION
from aftercare.contexts.concessions.mandates import Mandate
from aftercare.contexts.concessions.models import ApprovalLimit, Concession, Concessions, Delegation
from aftercare.contexts.service_requests import public as service_requests
from aftercare.platform.actor import OFFICE, Actor, Role
from aftercare.platform.refusal import Decision, allow, deny

READERS = (*sorted(OFFICE), Role.ENGINEER)
ASKERS = (Role.DESK_AGENT, Role.DISPATCHER, Role.SERVICE_MANAGER, Role.QUALITY_MANAGER, Role.ENGINEER)
# Whoever may stand on a level, or in the place of somebody who does.
DECIDERS = tuple(sorted(OFFICE))
LIMIT_WRITERS = (Role.SERVICE_MANAGER,)


def visible_to(actor: Actor) -> Concessions:
    """
    Return the concessions the actor may see: the office those of its regions, an engineer those of their requests.

    Customers and partners see none, whatever else they see of a request.
    """
    rows: Concessions = Concession.objects.all()
    if actor.is_system or (actor.has(*OFFICE) and actor.region_ids is None):
        return rows
    if not actor.has(*READERS):
        return rows.none()
    return rows.filter(request__in=_requests_of(actor).values("pk"))


def _requests_of(actor: Actor) -> Any:
    """Return the requests somebody sees as one of the company."""
    if actor.is_system:
        return service_requests.visible_to(actor)
    as_staff = replace(actor, roles=actor.roles & frozenset(READERS), organisation_ids=frozenset())
    return service_requests.visible_to(as_staff)


def sees_request(request_id: int, *, by: Actor) -> bool:
    """Tell whether the actor may see the request as one of the company."""
    return by.has(*READERS) and _requests_of(by).filter(pk=request_id).exists()


def may_read_file(concession_id: int, actor: Actor) -> bool:
    """Tell whether the actor may read the evidence of a concession."""
    return visible_to(actor).filter(pk=concession_id).exists()


def may_ask(*, by: Actor, is_over: bool, is_asked: bool = False) -> Decision:
    """Tell whether the actor may ask to deviate from a promise they see."""
    if not by.has(*ASKERS):
        return deny(_("Service desk, dispatchers, managers and the engineers of a request ask for concessions."))
    if is_over:
        return deny(_("The promise is over; there is nothing to deviate from."), code="wrong_state")
    if is_asked:
        return deny(_("A concession for this promise is waiting to be decided."), code="conflict")
    return allow()


def may_ask_about(promise: clocks.Standing, *, by: Actor) -> Decision:
    """Tell whether the actor may ask about this promise now. One query."""
    open_one = Concession.objects.filter(clock_id=promise.clock_id, state="asked")
    return may_ask(by=by, is_over=promise.is_over, is_asked=open_one.exists())


def mandate_for(row: Concession, *, by: Actor, at: datetime, level: int = 0) -> Mandate | None:
    """Return the right by which the actor may decide, their own before a lent one; None without one."""
    wanted = max(row.needed_level, level)
    return next((mandate for mandate in mandates.of(by, at=at) if mandate.holds(row, wanted)), None)


def may_decide(row: Concession, *, by: Actor, at: datetime) -> Decision:
    """Tell whether the actor may grant or refuse: never what they asked for themselves."""
    if by.id is None or by.is_system:
        return deny(_("A person decides, with the name on it."))
    if row.asked_by_id == by.id:
        return deny(_("Nobody decides what they asked for themselves."))
    moves = CONCESSION.can(row.state, "grant")
    if not moves.ok:
        return moves
    if mandate_for(row, by=by, at=at) is None:
        return deny(_("This needs level %(level)s; you do not stand on it here.") % {"level": row.needed_level})
    return allow()


def may_withdraw(row: Concession, *, by: Actor) -> Decision:
    """Tell whether the actor may take the ask back: whoever asked."""
    if by.id is None or row.asked_by_id != by.id:
        return deny(_("Whoever asked takes it back."))
    return CONCESSION.can(row.state, "withdraw")


def deciding(actor: Actor, *, at: datetime) -> Q:
    """Return the condition of what waits for the actor's decision."""
    q = Q(pk__in=())
    for mandate in mandates.of(actor, at=at):
        q |= mandate.q
    return q


def may_add_document(row: Concession, actor: Actor) -> Decision:
    """Tell whether the actor may bring evidence: while it is not decided."""
    if not actor.has(*ASKERS):
        return deny(_("Service desk, dispatchers, managers and the engineers of a request ask for concessions."))
    return CONCESSION.can(row.state, "grant")


def may_delegate(*, by: Actor, at: datetime) -> Decision:
    """Tell whether the actor has a right of their own that can be lent."""
    if any(not mandate.is_lent for mandate in mandates.of(by, at=at)):
        return allow()
    return deny(_("Only whoever stands on a level can let somebody decide in their place."))


def may_end(row: Delegation, *, by: Actor, at: datetime) -> Decision:
    """Tell whether the actor may end a delegation: whoever gave it, or has it."""
    if by.id not in (row.giver_id, row.taker_id):
        return deny(_("Whoever gave or has a delegation ends it."))
    if row.ended_at is not None or row.during.upper <= at:
        return deny(_("It has ended already."), code="wrong_state")
    return allow()


def may_set_limits(*, by: Actor) -> Decision:
    """Tell whether the actor may say who grants how much: nobody of one region alone."""
    if by.has(*LIMIT_WRITERS) and by.region_ids is None:
        return allow()
    return deny(_("Service managers who work in every region set the limits."))


def who_decides(limit: ApprovalLimit) -> str:
    """Return who stands on a level, in words."""
    role = str(limit.get_role_display())
    return _("%(role)s for all regions") % {"role": role} if limit.is_companywide else role
