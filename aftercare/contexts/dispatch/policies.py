"""Who may see and do what with bookings."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.dispatch.lending import helping
from aftercare.contexts.dispatch.lifecycle import BOOKING, HELP
from aftercare.contexts.dispatch.models import Booking, Bookings, EngineerWish, Help, Helps, Plan, Wishes
from aftercare.contexts.organisations import public as organisations
from aftercare.platform.actor import OFFICE, Actor, Role
from aftercare.platform.refusal import Decision, allow, deny

DISPATCHERS = (Role.DISPATCHER, Role.SERVICE_MANAGER)
READERS = tuple(sorted(OFFICE))
# Who hears customers speak of engineers, and who sends these; nobody else reads of it.
WISH_NOTERS = (*DISPATCHERS, Role.DESK_AGENT)
_DISPATCHERS_ONLY = _("Dispatchers and service managers do this.")


def visible_to(actor: Actor) -> Bookings:
    """
    Return the bookings the actor may see.

    The office sees those of orders and of engineers in its regions, and of who helps there on these days; an engineer
    the own ones.
    """
    rows: Bookings = Booking.objects.all()
    if actor.is_system:
        return rows
    seen = Q(pk__in=())
    if actor.has(*OFFICE):
        if actor.region_ids is None:
            return rows
        here = Q(work_order__region_id__in=actor.region_ids) | Q(engineer__region_id__in=actor.region_ids)
        seen |= here | Q(work_order__region_id__isnull=True) | helping.booked_on_loan(actor.region_ids)
    if actor.has(Role.ENGINEER) and actor.engineer_id is not None:
        seen |= Q(engineer_id=actor.engineer_id)
    return rows.filter(seen)


def may_assign(*, by: Actor, region_id: int | None) -> Decision:
    """Tell whether the actor may send engineers to orders of this region."""
    if not by.has(*DISPATCHERS):
        return deny(_DISPATCHERS_ONLY)
    return allow() if by.works_in(region_id) else deny(_("This order belongs to another region."))


def plans_visible_to(actor: Actor) -> QuerySet[Plan]:
    """Return the plans of the regions the actor dispatches."""
    if actor.is_system or (actor.has(*DISPATCHERS) and actor.region_ids is None):
        return Plan.objects.all()
    return Plan.objects.filter(region_id__in=actor.region_ids or ()) if actor.has(*DISPATCHERS) else Plan.objects.none()


def may_plan(*, by: Actor, region_id: int) -> Decision:
    """Tell whether the actor may plan for the region."""
    if not by.has(*DISPATCHERS):
        return deny(_DISPATCHERS_ONLY)
    return allow() if by.works_in(region_id) else deny(_("This region is planned by others."))


def may_change(booking: Booking, verb: str, *, by: Actor, region_id: int | None) -> Decision:
    """Tell whether the actor may move, send or take back the booking: the right first, then the status."""
    may = may_assign(by=by, region_id=region_id)
    if not may:
        return may
    if verb == "move":
        return may_move(booking)
    return BOOKING.can(booking.status, verb)


def may_move(booking: Booking) -> Decision:
    """Tell whether the booking's time and engineer may still change."""
    if BOOKING.can(booking.status, "refuse"):
        return allow()
    return deny(_("The engineer is on the way or done; this booking cannot be moved."), code="wrong_state")


def may_send_on(booking: Booking, *, by: Actor, region_id: int | None) -> Decision:
    """Tell whether the actor may send the job to somebody else: it was handed back, or lies unanswered."""
    may = may_assign(by=by, region_id=region_id)
    if not may or booking.status == "dispatched" or (booking.status == "canceled" and booking.refused_code):
        return may
    return deny(_("The engineer has answered in the meantime; look again."), code="wrong_state")


def may_step(booking: Booking, *, by: Actor) -> Decision:
    """Tell whether the actor is the engineer who is booked."""
    if by.is_system or (by.has(Role.ENGINEER) and by.engineer_id == booking.engineer_id):
        return allow()
    return deny(_("Only the engineer booked for this job can do this."))


def helps_visible_to(actor: Actor) -> Helps:
    """Return the help the actor may see: the office that which its regions lend or borrow."""
    rows: Helps = Help.objects.all()
    if actor.is_system or (actor.has(*OFFICE) and actor.region_ids is None):
        return rows
    if not actor.has(*OFFICE):
        return rows.none()
    return rows.filter(Q(lender_id__in=actor.region_ids or ()) | Q(borrower_id__in=actor.region_ids or ()))


def may_ask_help(*, by: Actor, region_id: int) -> Decision:
    """Tell whether the actor may borrow engineers for the region."""
    if not by.has(*DISPATCHERS):
        return deny(_DISPATCHERS_ONLY)
    return allow() if by.works_in(region_id) else deny(_("You do not dispatch in the region that wants help."))


def may_decide_help(row: Help, *, by: Actor) -> Decision:
    """Tell whether the actor may lend the engineer: the lender's dispatchers; on the own question only who has both."""
    if not by.has(*DISPATCHERS):
        return deny(_DISPATCHERS_ONLY)
    if not by.works_in(row.lender_id):
        return deny(_("The region that lends decides."))
    if by.id is not None and by.id == row.asked_by_id and not by.works_in(row.borrower_id):
        return deny(_("Somebody else decides on your own question."))
    return HELP.can(row.status, "approve")


def may_end_help(row: Help, *, by: Actor) -> Decision:
    """Tell whether the actor may end the help: the dispatchers of either region."""
    if not by.has(*DISPATCHERS):
        return deny(_DISPATCHERS_ONLY)
    if not (by.works_in(row.lender_id) or by.works_in(row.borrower_id)):
        return deny(_("Only the two regions concerned do this."))
    return HELP.can(row.status, "end")


def may_withdraw_help(row: Help, *, by: Actor) -> Decision:
    """Tell whether the actor may take the question back."""
    may = may_ask_help(by=by, region_id=row.borrower_id)
    return HELP.can(row.status, "withdraw") if may else may


def wishes_visible_to(actor: Actor) -> Wishes:
    """Return what customers of the actor's regions wish about engineers; nothing for who neither hears nor sends."""
    rows: Wishes = EngineerWish.objects.all()
    if actor.is_system or (actor.has(*WISH_NOTERS) and actor.region_ids is None):
        return rows
    if not actor.has(*WISH_NOTERS):
        return rows.none()
    return rows.filter(customer__in=organisations.visible_to(actor).values("pk"))


def may_note_wish(*, by: Actor, region_id: int | None) -> Decision:
    """Tell whether the actor may note and end what a customer of the region wishes about engineers."""
    if not by.has(*WISH_NOTERS):
        return deny(_("The service desk, dispatchers and service managers do this."))
    return allow() if by.works_in(region_id) else deny(_("This customer belongs to another region."))
