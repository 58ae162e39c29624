"""Send a job that was handed back, or lies unanswered, to somebody else."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from aftercare.contexts.dispatch import crewing, policies
from aftercare.contexts.dispatch.commands.assign import assign
from aftercare.contexts.dispatch.commands.locking import locked
from aftercare.contexts.dispatch.commands.unassign import cancel
from aftercare.contexts.dispatch.models import Booking
from aftercare.contexts.work_orders import public as work_orders
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused


@transaction.atomic
def send_on(
    *,
    booking_id: int,
    engineer_id: int,
    start_at: datetime,
    accept_warnings: Collection[str] = (),
    by: Actor,
    at: datetime,
) -> Booking:
    """
    Book another engineer instead of the one who refused or does not answer; return the new booking.

    :raises Refused: `not_found`, `not_allowed`, `wrong_state` when it is answered, or somebody else is booked
        already, `passed` for an engineer who passed the order up; and what `assign` refuses.
    """
    booking, region_id = locked(booking_id, by=by)
    policies.may_send_on(booking, by=by, region_id=region_id).or_refuse()
    if booking.status == "dispatched":
        cancel(booking, "unassign", _("No answer; somebody else goes."), by=by, at=at)
    order = work_orders.order_card(booking.work_order_id)
    refuse_if_taken_care_of(order.id, crew_size=order.crew_size)
    if engineer_id == booking.engineer_id:
        raise Refused("passed", _("Choose somebody other than who refused it or did not answer."), field="engineer_id")
    return assign(
        work_order_id=booking.work_order_id, engineer_id=engineer_id, start_at=start_at,
        end_at=start_at + timedelta(minutes=order.estimated_minutes), note=booking.note,
        accept_warnings=accept_warnings, by=by, at=at,
    )  # fmt: skip


def refuse_if_taken_care_of(work_order_id: int, *, crew_size: int = 1) -> None:
    """
    See that nobody else was quicker; the order is locked.

    :raises Refused: `wrong_state`.
    """
    others = crewing.going([work_order_id])
    if crew_size == 1:
        others = [mate for mate in others if not mate.is_begun]
    if crewing.engineers(others) >= crew_size:
        words = _("%(name)s is booked for this order already.") % {"name": others[-1].name}
        raise Refused("wrong_state", words)
