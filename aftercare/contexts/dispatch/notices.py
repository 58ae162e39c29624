"""What dispatchers hear without looking at the board."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aftercare.contexts.dispatch.models import Booking
from aftercare.contexts.people import public as people
from aftercare.platform.actor import Role
from aftercare.platform.notify import telling
from aftercare.platform.notify.telling import Message


def tell_refusal(booking_id: int, *, at: datetime) -> int:
    """Tell the region's dispatchers who cannot take which job, and why; return how many were told."""
    booking = Booking.objects.select_related("work_order", "engineer").get(pk=booking_id)
    order = booking.work_order

    def message() -> Message:
        words = {"name": booking.engineer.name, "number": order.number}
        return Message(
            title=_("%(name)s cannot take %(number)s") % words,
            body=booking.refused_reason,
            url=f"{reverse('dispatch:board')}?order={order.pk}",
        )

    return telling.tell(
        people.users_with(Role.DISPATCHER, region_id=order.region_id),
        kind="booking_refused",
        message=message,
        dedupe=f"booking_refused:{booking.pk}",
        at=at,
        about=booking.order_key,
    )


def tell_leave(engineer_id: int, start: datetime, end: datetime, *, leave_id: int, at: datetime) -> int:
    """Tell the dispatchers of the engineer's region about bookings during a leave; return how many were told."""
    hit = list(
        Booking.objects.coming()
        .filter(engineer_id=engineer_id, during__overlap=(start, end))
        .select_related("work_order", "engineer")
        .order_by("during")[:20]
    )
    if not hit:
        return 0
    engineer = hit[0].engineer

    def message() -> Message:
        words = {"name": engineer.name, "n": len(hit)}
        title = ngettext(
            "%(name)s will be away: %(n)d booking needs another engineer",
            "%(name)s will be away: %(n)d bookings need another engineer",
            len(hit),
        )
        day = timezone.localtime(hit[0].during.lower).date().isoformat()
        return Message(
            title=title % words,
            body="、".join(booking.work_order.number for booking in hit),
            url=f"{reverse('dispatch:board')}?day={day}",
        )

    return telling.tell(
        people.users_with(Role.DISPATCHER, region_id=engineer.region_id),
        kind="leave_hits_bookings",
        message=message,
        dedupe=f"leave_hits_bookings:{leave_id}",
        at=at,
        about=f"engineer:{engineer_id}",
    )
