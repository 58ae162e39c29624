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
from aftercare.platform.web import marks


def tell_refusal(booking_id: int, *, at: datetime) -> int:
    """Tell the region's dispatchers who cannot take which job, and why; return how many were told."""
    booking = Booking.objects.select_related("work_order", "engineer").get(pk=booking_id)
    order = booking.work_order

    def message() -> Message:
        words = {"name": booking.engineer.name, "number": order.number}
        return Message(
            title=_("%(name)s cannot take %(number)s") % words,
            body=" · ".join(filter(None, [booking.refusal, order.subject])),
            url=reverse("work_orders:detail", args=[order.pk]),
        )

    return telling.tell(
        people.users_with(Role.DISPATCHER, region_id=order.region_id),
        kind="booking_refused",
        message=message,
        dedupe=f"booking_refused:{booking.pk}",
        at=at,
        about=booking.order_key,
    )


def remind_engineer(booking_id: int, *, at: datetime) -> int:
    """Ask the engineer again for an answer; return how many were told."""
    booking = Booking.objects.select_related("work_order", "engineer").get(pk=booking_id)
    order = booking.work_order

    def message() -> Message:
        words = {"when": marks.absolute(booking.during.lower), "subject": order.subject}
        return Message(
            title=_("Please answer: %(subject)s, %(when)s") % words,
            body=" · ".join(filter(None, [order.number, order.place])),
            url=reverse("visits:jobs"),
        )

    return telling.tell(
        [booking.engineer.user_id],
        kind="booking_reminder",
        message=message,
        dedupe=f"booking_reminder:{booking.pk}:{at.isoformat()}",
        at=at,
        about=booking.order_key,
    )


def tell_silence(booking_id: int, *, at: datetime) -> int:
    """Tell the region's dispatchers that an engineer does not answer; return how many were told."""
    booking = Booking.objects.select_related("work_order", "engineer").get(pk=booking_id)
    order = booking.work_order

    def message() -> Message:
        words = {"name": booking.engineer.name, "number": order.number}
        sent = marks.absolute(booking.dispatched_at or at)
        return Message(
            title=_("%(name)s does not answer %(number)s") % words,
            body=" · ".join([_("Sent %(time)s") % {"time": sent}, order.subject]),
            url=reverse("work_orders:detail", args=[order.pk]),
        )

    return telling.tell(
        people.users_with(Role.DISPATCHER, region_id=order.region_id),
        kind="booking_unanswered",
        message=message,
        dedupe=f"booking_unanswered:{booking.pk}:{at.isoformat()}",
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


def tell_correction(work_order_id: int, *, at: datetime) -> int:
    """
    Tell the engineers who are booked that their order is about something else, or somewhere else, than they know.

    Where the order now lies in another region than the engineer, that region's dispatchers hear of it too. Returns how
    many were told.
    """
    coming = Booking.objects.coming().filter(work_order_id=work_order_id)
    told = 0
    for booking in coming.select_related("work_order", "engineer").order_by("pk"):
        told += _tell_engineer(booking, at=at)
        if booking.engineer.region_id != booking.work_order.region_id:
            told += _tell_other_region(booking, at=at)
    return told


def _tell_engineer(booking: Booking, *, at: datetime) -> int:
    order = booking.work_order

    def message() -> Message:
        body = " · ".join(part for part in (order.subject, order.place) if part)
        return Message(
            title=_("%(number)s was corrected: look at what and where again") % {"number": order.number},
            body=body,
            url=reverse("visits:jobs"),
        )

    return telling.tell(
        [booking.engineer.user_id] if booking.engineer.user_id else [],
        kind="order_corrected",
        message=message,
        dedupe=f"order_corrected:{booking.pk}:{at.isoformat()}",
        at=at,
        about=booking.order_key,
    )


def _tell_other_region(booking: Booking, *, at: datetime) -> int:
    order = booking.work_order

    def message() -> Message:
        words = {"number": order.number, "name": booking.engineer.name}
        return Message(
            title=_("%(number)s lies in another region than its engineer %(name)s") % words,
            body=order.place,
            url=f"{reverse('dispatch:board')}?order={order.pk}",
        )

    return telling.tell(
        people.users_with(Role.DISPATCHER, region_id=order.region_id),
        kind="booking_elsewhere",
        message=message,
        dedupe=f"booking_elsewhere:{booking.pk}:{order.region_id}",
        at=at,
        about=booking.order_key,
    )
