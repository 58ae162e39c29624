"""Who may see a visit, and who may do what in it."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.visits import lifecycle
from aftercare.contexts.visits.models import ServiceReport, Visit, Visits
from aftercare.platform.actor import OFFICE, Actor, Role
from aftercare.platform.refusal import Decision, allow, deny


def visible_to(actor: Actor) -> Visits:
    """
    Return the visits the actor may see.

    The office sees those of its regions, an engineer the own ones, a customer the signed ones of the own orders.
    """
    if actor.is_system:
        return Visit.objects.all()
    return Visit.objects.filter(_scope(actor))


def visible_reports(actor: Actor) -> QuerySet[ServiceReport]:
    """Return the reports of the visits the actor may see."""
    return ServiceReport.objects.filter(visit__in=visible_to(actor))


def _scope(actor: Actor) -> Q:
    scope = Q(pk__in=[])
    if actor.roles & OFFICE:
        if actor.region_ids is None:
            return Q()
        scope |= Q(work_order__region__isnull=True) | Q(work_order__region_id__in=actor.region_ids)
    if Role.ENGINEER in actor.roles and actor.engineer_id is not None:
        scope |= Q(engineer_id=actor.engineer_id)
    if Role.CUSTOMER in actor.roles and actor.organisation_ids:
        scope |= Q(work_order__customer_id__in=actor.organisation_ids, status="signed")
    return scope


# What is done once for the whole crew.
LEADS = {"finish", "sign", "refuse_signature", "cannot_complete"}


def may_act(visit: Visit, *, by: Actor) -> Decision:
    """Tell whether the actor is the engineer whose job this is."""
    if by.is_system or (by.has(Role.ENGINEER) and by.engineer_id == visit.engineer_id):
        return allow()
    return deny(_("Only the engineer booked for this job can do this."))


def may(visit: Visit, verb: str, *, by: Actor) -> Decision:
    """Tell whether the actor may do this now: the right first, then the state."""
    own = may_act(visit, by=by)
    if own and verb in LEADS:
        own = _may_lead(visit, by=by)
    if own and verb == "help_done" and not visit.is_assisting:
        return deny(_("You lead this job: report what was done."), code="leads")
    return own if not own else lifecycle.VISIT.can(visit.status, verb)


def _may_lead(visit: Visit, *, by: Actor) -> Decision:
    """Tell whether the actor writes and reports in the job; of a crew only the lead does."""
    own = may_act(visit, by=by)
    if own and visit.is_assisting:
        return deny(_("Your partner leads this job and reports for both of you."), code="assists")
    return own


def may_record(visit: Visit, *, by: Actor) -> Decision:
    """Tell whether the work may be written down: on site, by the engineer."""
    own = _may_lead(visit, by=by)
    if own and visit.status != lifecycle.AT_WORK:
        return deny(_("Work can be written down only between arrival and the end of the work."), code="wrong_state")
    return own


def may_decide(visit: Visit, *, by: Actor) -> Decision:
    """Tell whether something may be decided on site: by the engineer who is there."""
    own = _may_lead(visit, by=by)
    if own and visit.status != lifecycle.AT_WORK:
        return deny(_("You decide on site only between arrival and the end of the work."), code="wrong_state")
    return own


def may_picture(visit: Visit, *, by: Actor) -> Decision:
    """Tell whether photos may be added or kept out of the report: until the customer signs."""
    own = _may_lead(visit, by=by)
    if own and visit.status not in lifecycle.PICTURED:
        return deny(_("Photos can be added from arrival until the customer signs."), code="wrong_state")
    return own


def may_read_file(visit_id: int, actor: Actor) -> bool:
    """Tell whether the actor may read the files of a visit."""
    return visible_to(actor).filter(pk=visit_id).exists()
