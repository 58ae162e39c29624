"""A booking sent to an engineer becomes a visit; what dispatch changes, the visit follows."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from aftercare.contexts.visits import queries
from aftercare.contexts.visits.commands.leading import lock, settle_lead
from aftercare.contexts.visits.lifecycle import VISIT
from aftercare.contexts.visits.models import Visit
from aftercare.platform.actor import Actor


@transaction.atomic
def assign(*, booking_id: int, work_order_id: int, engineer_id: int, by: Actor, at: datetime) -> Visit | None:
    """Put the booking on the engineer's phone; None when it is there already. Of a crew the first booked leads."""
    lock(work_order_id)
    visit, is_new = Visit.objects.get_or_create(
        booking_id=booking_id,
        defaults={"work_order_id": work_order_id, "engineer_id": engineer_id, "assigned_at": at},
    )
    if not is_new:
        return hand_over(booking_id=booking_id, engineer_id=engineer_id, by=by, at=at)
    visit.promised_by = queries.promised_by(visit, at=at)
    visit.save(update_fields=["promised_by"])
    settle_lead(work_order_id)
    visit.refresh_from_db()
    return visit


@transaction.atomic
def hand_over(*, booking_id: int, engineer_id: int, by: Actor, at: datetime) -> Visit | None:
    """Give the visit to another engineer as a new job; None when it is the same one or work has begun."""
    visit = Visit.objects.select_for_update(of=("self",)).filter(booking_id=booking_id).first()
    if visit is None or not VISIT.can(visit.status, "hand_over"):
        return None
    if visit.engineer_id == engineer_id:
        visit.change(promised_by=queries.promised_by(visit, at=at))
        return None
    visit.advance(
        VISIT.after(visit.status, "hand_over"),
        engineer_id=engineer_id,
        assigned_at=at,
        accepted_at=None,
        promised_by=queries.promised_by(visit, at=at),
    )
    return visit


@transaction.atomic
def cancel(*, booking_id: int, by: Actor, at: datetime) -> Visit | None:
    """Take the visit off the phone, so that the partner leads; None when there is none, or it is over."""
    order_id = Visit.objects.filter(booking_id=booking_id).values_list("work_order_id", flat=True).first()
    if order_id is None:
        return None
    lock(order_id)
    visit = Visit.objects.select_for_update(of=("self",)).filter(booking_id=booking_id).first()
    if visit is None or not VISIT.can(visit.status, "cancel"):
        return None
    visit.advance(VISIT.after(visit.status, "cancel"), ended_at=at)
    settle_lead(order_id)
    return visit
