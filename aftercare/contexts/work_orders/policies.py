"""Who may see and do what with work orders."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.people import public as people
from aftercare.contexts.work_orders import rules
from aftercare.contexts.work_orders.lifecycle import DIAGNOSABLE, WORK_ORDER
from aftercare.contexts.work_orders.models import Appointment, WorkOrder
from aftercare.contexts.work_orders.models.orders import WorkOrders
from aftercare.platform.actor import OFFICE, Actor, Role
from aftercare.platform.refusal import Decision, Text, allow, deny

HANDLERS = (Role.DESK_AGENT, Role.DISPATCHER, Role.SERVICE_MANAGER)
REVIEWERS = (Role.DESK_AGENT, Role.SERVICE_MANAGER, Role.QUALITY_MANAGER)
PARTS_KEEPERS = (Role.DESK_AGENT, Role.SERVICE_MANAGER)
DONE = ("completed", "accepted", "closed")
READERS = (*sorted(OFFICE), Role.ENGINEER)
REGISTER_WRITERS = (Role.SERVICE_MANAGER, Role.SYSTEM_ADMIN)
_HANDLERS_ONLY = _("Service desk, dispatchers and service managers do this.")
_REVIEWERS_ONLY = _("Service desk, service managers and quality managers do this.")
_ENGINEER_ONLY = _("The engineer who is booked for the order does this.")
_ELSEWHERE = _("This order belongs to another region.")


def visible_to(actor: Actor) -> WorkOrders:
    """
    Return the orders the actor may see.

    The office sees those of its regions, an engineer the ones booked for, a customer the own ones once planned.
    """
    rows: WorkOrders = WorkOrder.objects.all()
    if actor.is_system:
        return rows
    seen = Q(pk__in=())
    if actor.has(*OFFICE):
        if actor.region_ids is None:
            return rows
        seen |= Q(region_id__in=actor.region_ids) | Q(region_id__isnull=True)
    if actor.has(Role.ENGINEER) and actor.engineer_id is not None:
        booked = Appointment.objects.filter(engineer_id=actor.engineer_id).exclude(state=Appointment.State.GONE)
        seen |= Q(pk__in=booked.values("work_order_id"))
    if actor.has(Role.CUSTOMER) and actor.organisation_ids:
        seen |= Q(customer_id__in=actor.organisation_ids) & ~Q(status="draft")
    return rows.filter(seen)


def may_read_file(work_order_id: int, actor: Actor) -> bool:
    """Tell whether the actor may read the files of an order."""
    return visible_to(actor).filter(pk=work_order_id).exists()


def readers(order: WorkOrder) -> frozenset[int]:
    """Return the logins of the company that may see this order: the office of its region, and who is booked for it."""
    booked = Appointment.objects.filter(work_order_id=order.pk).exclude(state=Appointment.State.GONE)
    office = people.office_in(order.region_id)
    return frozenset([*office, *people.engineer_logins(booked.values_list("engineer_id", flat=True))])


def is_booked(order: WorkOrder, *, by: Actor) -> bool:
    """Tell whether the actor is an engineer with an appointment on the order that did not fall away."""
    if not by.has(Role.ENGINEER) or by.engineer_id is None:
        return False
    mine = Appointment.objects.filter(work_order_id=order.pk, engineer_id=by.engineer_id)
    return mine.exclude(state=Appointment.State.GONE).exists()


def _office(order: WorkOrder, verb: str, roles: tuple[Role, ...], why: Text, by: Actor) -> Decision:
    """Return the answer for a verb of the office: the role first, then the region, then the status."""
    if not by.has(*roles):
        return deny(why)
    if not by.works_in(order.region_id):
        return deny(_ELSEWHERE)
    return WORK_ORDER.can(order.status, verb)


def _site(order: WorkOrder, verb: str, by: Actor) -> Decision:
    """Return the answer for a verb of the booked engineer."""
    if not by.is_system and not is_booked(order, by=by):
        return deny(_ENGINEER_ONLY)
    return WORK_ORDER.can(order.status, verb)


def _either(order: WorkOrder, verb: str, roles: tuple[Role, ...], why: Text, by: Actor) -> Decision:
    """Return the answer for a verb of the office and of the booked engineer."""
    if by.has(*roles) and by.works_in(order.region_id):
        return WORK_ORDER.can(order.status, verb)
    return _site(order, verb, by) if is_booked(order, by=by) else deny(why)


def may_open(*, by: Actor, region_id: int | None) -> Decision:
    """Tell whether the actor may open an order in this region."""
    if not by.has(*HANDLERS):
        return deny(_HANDLERS_ONLY)
    return allow() if by.works_in(region_id) else deny(_("You do not work in this region."))


def may_follow_up(order: WorkOrder, *, by: Actor) -> Decision:
    """Tell whether the actor may open an order for what is left over."""
    if order.status in {"draft", "canceled"}:
        return deny(_("Nothing was done on this order yet."), code="wrong_state")
    if (by.has(*HANDLERS) and by.works_in(order.region_id)) or is_booked(order, by=by):
        return allow()
    return deny(_HANDLERS_ONLY)


def may_plan(order: WorkOrder, *, by: Actor) -> Decision:
    """Tell whether the actor may plan the order."""
    return _office(order, "plan", HANDLERS, _HANDLERS_ONLY, by)


def may_hold(order: WorkOrder, *, by: Actor) -> Decision:
    """Tell whether the actor may stop the work for a while."""
    return _either(order, "hold", HANDLERS, _HANDLERS_ONLY, by)


def may_resume(order: WorkOrder, *, by: Actor) -> Decision:
    """Tell whether the actor may let the work go on."""
    return _either(order, "resume", HANDLERS, _HANDLERS_ONLY, by)


def may_cancel(order: WorkOrder, *, by: Actor) -> Decision:
    """Tell whether the actor may call the order off."""
    if order.status == "in_progress" and by.has(*HANDLERS):
        return deny(_("Work has begun; report why it cannot be completed instead."), code="wrong_state")
    return _office(order, "cancel", HANDLERS, _HANDLERS_ONLY, by)


def may_begin(order: WorkOrder, *, by: Actor) -> Decision:
    """Tell whether the actor may begin the work."""
    return _site(order, "begin", by)


def may_diagnose(order: WorkOrder, *, by: Actor) -> Decision:
    """Tell whether the actor may record what is wrong: the engineer on site, or the office after remote diagnosis."""
    if not (by.has(*HANDLERS) and by.works_in(order.region_id)) and not is_booked(order, by=by):
        return deny(_ENGINEER_ONLY)
    if order.status not in DIAGNOSABLE:
        return deny(_("The work is over; the diagnosis stands."), code="wrong_state")
    return allow()


def may_answer(order: WorkOrder, *, by: Actor) -> Decision:
    """Tell whether the actor may answer the steps of the checklist."""
    return _site(order, "report_done", by)


def may_report_done(order: WorkOrder, *, by: Actor) -> Decision:
    """Tell whether the actor may report the work done."""
    return _site(order, "report_done", by)


def may_accept(order: WorkOrder, *, by: Actor) -> Decision:
    """Tell whether the actor may record the customer's acceptance: the engineer, the office, or the customer."""
    if by.has(Role.CUSTOMER) and order.customer_id is not None and order.customer_id in by.organisation_ids:
        return WORK_ORDER.can(order.status, "accept")
    why = _("The engineer on site, the service desk, a service manager or the customer does this.")
    return _either(order, "accept", (Role.DESK_AGENT, Role.SERVICE_MANAGER), why, by)


def may_rework(order: WorkOrder, *, by: Actor) -> Decision:
    """Tell whether the actor may send the order back because the customer does not accept the result."""
    return _either(order, "rework", REVIEWERS, _REVIEWERS_ONLY, by)


def may_report_not_completable(order: WorkOrder, *, by: Actor) -> Decision:
    """Tell whether the actor may give the order up."""
    roles = (Role.DISPATCHER, Role.SERVICE_MANAGER)
    why = _("The engineer on site, a dispatcher or a service manager does this.")
    return _either(order, "report_not_completable", roles, why, by)


def may_state_parts(order: WorkOrder, *, by: Actor) -> Decision:
    """Tell whether the actor may say what the parts were worth: whoever reviews the order and keeps the contracts."""
    if not by.has(*PARTS_KEEPERS):
        return deny(_("The service desk and service managers do this."))
    if not by.works_in(order.region_id):
        return deny(_ELSEWHERE)
    if order.status not in DONE:
        return deny(_("What was used is entered when the work is done."), code="wrong_state")
    return allow()


def may_close(order: WorkOrder, *, by: Actor) -> Decision:
    """Tell whether the actor may review and archive the order."""
    return _office(order, "close", REVIEWERS, _REVIEWERS_ONLY, by)


def may_comment(order: WorkOrder, *, by: Actor) -> Decision:
    """Tell whether the actor may say something about the order; comments stay inside the company."""
    if (by.has(*OFFICE) and by.works_in(order.region_id)) or is_booked(order, by=by):
        return allow()
    return deny(_("Only those who work on the order comment on it."))


def may_write_procedures(*, by: Actor) -> Decision:
    """Tell whether the actor may change the standard procedures."""
    return allow() if by.has(*REGISTER_WRITERS) else deny(_("Service managers and system administrators do this."))


def is_ready(order: WorkOrder) -> Decision:
    """Tell whether the order holds what dispatch needs; else say what is missing."""
    gaps = rules.gaps({name: getattr(order, name) for name in rules.NEEDED})
    if not gaps:
        return allow()
    what = _(", ").join(str(gap.text) for gap in gaps)
    return deny(_("Before dispatch this is missing: %(what)s.") % {"what": what}, code="incomplete")
