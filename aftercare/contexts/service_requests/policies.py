"""Who may see and do what with requests."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.installed_base import public as installed_base
from aftercare.contexts.people import public as people
from aftercare.contexts.service_requests import rules
from aftercare.contexts.service_requests.lifecycle import REQUEST
from aftercare.contexts.service_requests.models import RequestEngineer, Requests, ServiceRequest
from aftercare.platform.actor import OFFICE, Actor, Role
from aftercare.platform.refusal import Decision, allow, deny

HANDLERS = (Role.DESK_AGENT, Role.DISPATCHER, Role.SERVICE_MANAGER)
READERS = (*sorted(OFFICE), Role.ENGINEER)
_HANDLERS_ONLY = _("Service desk, dispatchers and service managers do this.")


def visible_to(actor: Actor) -> Requests:
    """Return the requests the actor may see; none without a role that reads them."""
    rows: Requests = ServiceRequest.objects.all()
    if actor.is_system:
        return rows
    seen = Q(pk__in=())
    if actor.has(*OFFICE):
        if actor.region_ids is None:
            return rows
        seen |= Q(region_id__in=actor.region_ids) | Q(region_id__isnull=True)
    if actor.has(Role.ENGINEER) and actor.engineer_id is not None:
        booked = RequestEngineer.objects.filter(engineer_id=actor.engineer_id).values("order__request_id")
        seen |= Q(pk__in=booked)
    if actor.has(Role.CUSTOMER) and actor.organisation_ids:
        seen |= Q(customer_id__in=actor.organisation_ids)
    return rows.filter(seen)


def sees(row: ServiceRequest, *, by: Actor) -> bool:
    """Tell whether the actor may see this request."""
    if by.is_system:
        return True
    if by.has(*OFFICE) and by.works_in(row.region_id):
        return True
    if by.has(Role.CUSTOMER) and row.customer_id is not None and row.customer_id in by.organisation_ids:
        return True
    return is_booked(row, by=by)


def is_booked(row: ServiceRequest, *, by: Actor) -> bool:
    """Tell whether the actor is an engineer sent for this matter."""
    if not by.has(Role.ENGINEER) or by.engineer_id is None:
        return False
    return RequestEngineer.objects.filter(order__request_id=row.pk, engineer_id=by.engineer_id).exists()


def readers(row: ServiceRequest) -> frozenset[int]:
    """Return the logins of the company that may see this request: the office of its region, and the booked."""
    booked = RequestEngineer.objects.filter(order__request_id=row.pk).values_list("engineer_id", flat=True)
    office = people.office_in(row.region_id)
    return frozenset([*office, *people.engineer_logins(booked)])


def may_read_file(request_id: int, actor: Actor) -> bool:
    """Tell whether the actor may read the files of a request."""
    return visible_to(actor).filter(pk=request_id).exists()


def may_register(*, by: Actor, customer_id: int | None) -> Decision:
    """Tell whether the actor may take down a matter of this customer."""
    if by.has(*HANDLERS, Role.ENGINEER):
        return allow()
    if by.has(Role.CUSTOMER):
        if customer_id in by.organisation_ids:
            return allow()
        return deny(_("You can report for your own organisation only."))
    return deny(_("Service desk, dispatchers, service managers, engineers and customers register requests."))


def may_name_liable(organisation_id: int | None, project_id: int | None, *, by: Actor) -> Decision:
    """Tell whether the party may be named as liable: the office names parties of the project alone."""
    if organisation_id is None:
        return allow()
    if not by.has(*HANDLERS):
        return deny(_HANDLERS_ONLY)
    if project_id is not None and organisation_id in installed_base.party_ids(project_id):
        return allow()
    return deny(
        _("This organisation has no part in the project; add it to the project's parties first."), code="unknown"
    )


def _handling(row: ServiceRequest, verb: str, by: Actor) -> Decision:
    """Return the answer for a verb of the desk: the role first, then the status."""
    if not by.has(*HANDLERS):
        return deny(_HANDLERS_ONLY)
    if not by.works_in(row.region_id):
        return deny(_("This request belongs to another region."))
    return REQUEST.can(row.status, verb)


def may_acknowledge(row: ServiceRequest, *, by: Actor) -> Decision:
    """Tell whether the actor may take the matter on."""
    return _handling(row, "acknowledge", by)


def may_read_back(row: ServiceRequest, *, by: Actor) -> Decision:
    """Tell whether the actor may note that the report was read back to the caller."""
    if row.read_back_at is not None:
        return deny(_("It has been read back already."), code="wrong_state")
    return _handling(row, "triage", by)


def may_triage(row: ServiceRequest, *, by: Actor) -> Decision:
    """Tell whether the actor may assess the matter."""
    return _handling(row, "triage", by)


def may_assign(row: ServiceRequest, *, by: Actor) -> Decision:
    """Tell whether the actor may say who handles the matter."""
    return _handling(row, "triage", by)


def may_change(row: ServiceRequest, *, by: Actor) -> Decision:
    """Tell whether the actor may correct what was taken down."""
    return _handling(row, "triage", by)


def may_hold(row: ServiceRequest, *, by: Actor) -> Decision:
    """Tell whether the actor may let the matter wait."""
    return _handling(row, "hold", by)


def may_resume(row: ServiceRequest, *, by: Actor) -> Decision:
    """Tell whether the actor may let the matter go on."""
    return _handling(row, "resume", by)


def may_restore(row: ServiceRequest, *, by: Actor) -> Decision:
    """Tell whether the actor may say that it can be used again: whoever handles it, or the engineer sent there."""
    if row.restored_at is not None:
        return deny(_("It is noted already that it can be used again."), code="wrong_state")
    if is_booked(row, by=by):
        return REQUEST.can(row.status, "resolve")
    return _handling(row, "resolve", by)


def may_resolve(row: ServiceRequest, *, by: Actor) -> Decision:
    """Tell whether the actor may call the matter put right."""
    if row.orders.filter(is_open=True).exists() and not by.is_system:
        return deny(
            _("A work order is still open; it resolves the request when the customer signs."), code="open_order"
        )
    return _handling(row, "resolve", by)


def may_close(row: ServiceRequest, *, by: Actor) -> Decision:
    """Tell whether the actor may close the file."""
    return _handling(row, "close", by)


def may_reopen(row: ServiceRequest, *, by: Actor, at: datetime) -> Decision:
    """Tell whether the actor may say it is not right; a customer may for fifteen days."""
    if by.has(*HANDLERS):
        return _handling(row, "reopen", by)
    if by.has(Role.CUSTOMER) and row.customer_id in by.organisation_ids:
        moves = REQUEST.can(row.status, "reopen")
        if moves.ok and not rules.may_still_reopen(row.resolved_at, at=at):
            return deny(_("It was resolved more than 15 days ago; report it again."), code="too_late")
        return moves
    return deny(_HANDLERS_ONLY)


def may_merge(row: ServiceRequest, *, by: Actor) -> Decision:
    """Tell whether the actor may continue the matter inside another request."""
    if row.orders.filter(is_open=True).exists():
        return deny(_("A work order is still open; merge the other request into this one."), code="open_order")
    return _handling(row, "merge", by)


def may_cancel(row: ServiceRequest, *, by: Actor) -> Decision:
    """Tell whether the actor may withdraw the matter."""
    if row.orders.filter(is_open=True).exists():
        return deny(_("A work order is still open; cancel the work order first."), code="open_order")
    return _handling(row, "cancel", by)


def may_comment(row: ServiceRequest, *, by: Actor) -> Decision:
    """Tell whether the actor may say something about the matter."""
    if row.status == "merged":
        return deny(_("This request was merged; comment on the one it goes on in."), code="wrong_state")
    if by.has(*READERS) or (by.has(Role.CUSTOMER) and row.customer_id in by.organisation_ids):
        return allow()
    return deny(_("Only those who work on the request and the customer comment on it."))
