"""What people hear about orders without looking."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from aftercare.contexts.people import public as people
from aftercare.contexts.work_orders.models import WorkOrder
from aftercare.platform.actor import Role
from aftercare.platform.notify import telling
from aftercare.platform.notify.telling import Message

URGENT = 1


def tell_dispatch(work_order_id: int, event: str, *, at: datetime) -> int:
    """
    Tell the region's dispatchers that an order waits for them: emergencies, and those that came back.

    An ordinary new order is not told: it stands on the board. Returns how many were told.
    """
    order = WorkOrder.objects.get(pk=work_order_id)
    came_back = event != "WorkOrderPlanned"
    if order.status != "unscheduled" or not (came_back or order.priority == URGENT):
        return 0

    def message() -> Message:
        title = _("%(number)s waits for dispatch again") if came_back else _("Emergency: dispatch %(number)s now")
        if order.missing:
            title = _("%(number)s needs one engineer more")
        return Message(
            title=title % {"number": order.number},
            body=order.subject,
            url=reverse("work_orders:detail", args=[order.pk]),
        )

    return telling.tell(
        people.users_with(Role.DISPATCHER, region_id=order.region_id),
        kind="order_waits",
        message=message,
        dedupe=f"order_waits:{order.pk}:{order.version}",
        at=at,
        about=order.key,
    )


def tell_mentioned(order: WorkOrder, whom: Iterable[int], *, who: str, text: str, at: datetime) -> int:
    """Tell colleagues that somebody named them in a comment; return how many were told now."""
    return telling.tell(
        whom,
        kind="order_mention",
        message=lambda: Message(
            title=_("%(number)s: %(who)s mentioned you") % {"number": order.number, "who": who},
            body=text,
            url=f"{reverse('work_orders:detail', args=[order.pk])}#stream",
        ),
        dedupe=f"order_mention:{order.pk}:{at.isoformat()}",
        at=at,
        about=order.key,
    )
