"""Ask the engine whom to send to an order, and keep what it answers."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.dispatch import policies
from aftercare.contexts.dispatch.models import Advice, Booking
from aftercare.contexts.dispatch.planning import advising
from aftercare.contexts.work_orders import public as work_orders
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused, not_found

KEPT_PLACES = 5
# Who books later than this has looked again.
FRESH = timedelta(minutes=30)


@transaction.atomic
def advise(*, work_order_id: int, by: Actor, at: datetime) -> Advice:
    """
    Return the best places for the order on the tours of the next days as they are booked, with reasons; kept.

    :raises Refused: `not_found`, `not_allowed`, `wrong_state` when nobody can be booked.
    """
    if not work_orders.visible_to(by).filter(pk=work_order_id).exists():
        raise not_found()
    order = work_orders.order_card(work_order_id)
    policies.may_assign(by=by, region_id=order.region_id).or_refuse()
    if order.status not in work_orders.BOOKABLE:
        raise Refused("wrong_state", _("Nobody can be booked in the order's present status."))
    found = advising.advise(order, by=by, now=at)
    places = [
        {
            "engineer_id": place.engineer.id,
            "engineer_name": place.engineer.name,
            "start_at": place.start.isoformat(),
            "end_at": place.end.isoformat(),
            "extra_minutes": place.extra_minutes,
            "detour_minutes": place.detour_minutes,
            "late_minutes": place.late_minutes,
            "mate": {"engineer_id": place.mate.id, "engineer_name": place.mate.name} if place.mate else None,
        }
        for place in found.places[:KEPT_PLACES]
    ]
    kept = {card.id for place in found.places[:KEPT_PLACES] for card in (place.engineer, place.mate) if card}
    rest = {card.id for place in found.places[KEPT_PLACES:] for card in (place.engineer, place.mate) if card}
    against = found.against | dict.fromkeys(rest - kept, "dearer")
    inputs = {"priority": order.priority, "minutes": order.estimated_minutes, "order_version": order.version}
    return Advice.objects.create(
        work_order_id=order.id, places=places, against={str(pk): why for pk, why in against.items()}, inputs=inputs,
        asked_by=by.name[:80], asked_by_id=by.id, asked_at=at,
    )  # fmt: skip


def note_taken(booking: Booking, *, by: Actor, at: datetime) -> None:
    """Write onto the latest advice its asker got for the order who was sent, and whether that was the best."""
    asked = Advice.objects.filter(
        work_order_id=booking.work_order_id, asked_by_id=by.id, booking__isnull=True, asked_at__gt=at - FRESH
    )
    row = asked.order_by("-asked_at", "-pk").first()
    if row is None:
        return
    best = row.places[0] if row.places else {}
    named = {best.get("engineer_id"), (best.get("mate") or {}).get("engineer_id")}
    row.booking, row.is_overridden = booking, booking.engineer_id not in named
    row.save(update_fields=["booking", "is_overridden"])
