"""What customers are told of appointments, and dispatchers of the customers' answers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from aftercare.contexts.dispatch.appointments import links, preparing, reaching
from aftercare.contexts.dispatch.models import Confirmation
from aftercare.contexts.people import public as people
from aftercare.contexts.work_orders import public as work_orders
from aftercare.platform.actor import Role
from aftercare.platform.notify import telling
from aftercare.platform.notify.telling import Message


def window_words(row: Confirmation, zone: str) -> str:
    """Return the window as the customer reads it, by the clock of the site."""
    start, end = row.window_start.astimezone(ZoneInfo(zone)), row.window_end.astimezone(ZoneInfo(zone))
    return f"{start:%Y-%m-%d %H:%M}–{end:%H:%M}"


def tell_customer(confirmation_id: int, *, is_change: bool, at: datetime) -> int:
    """Tell the customer who comes when and what to prepare; return how many were told."""
    row = Confirmation.objects.select_related("booking").get(pk=confirmation_id)
    order = work_orders.order_card(row.booking.work_order_id)

    def message() -> Message:
        words = {"subject": order.subject, "window": window_words(row, order.zone), "name": row.engineer_name}
        new, moved = _("We come %(window)s: %(subject)s"), _("New time, we come %(window)s: %(subject)s")
        lines = [_("%(name)s comes between these times.") % words, *preparing.lines(order.kind)]
        if phone := preparing.phone_of(row.booking.engineer_id):
            lines.insert(1, _("Phone: %(phone)s") % {"phone": phone})
        lines.append(_("Please confirm, or ask for another time, on the page behind this message."))
        return Message(title=(moved if is_change else new) % words, body="\n".join(lines), url=links.path_of(row.pk))

    return _tell(row, order, "announced", message, at=at)


def tell_customer_it_fell(confirmation_id: int, *, at: datetime) -> int:
    """Tell the customer that nobody comes at the announced time; return how many were told."""
    row = Confirmation.objects.select_related("booking").get(pk=confirmation_id)
    order = work_orders.order_card(row.booking.work_order_id)

    def message() -> Message:
        words = {"subject": order.subject, "window": window_words(row, order.zone)}
        body = _("If somebody still has to come, we tell you the new time.")
        title = _("The appointment %(window)s does not take place: %(subject)s") % words
        return Message(title=title, body=body, url=links.path_of(row.pk))

    return _tell(row, order, "fallen", message, at=at)


def _tell(
    row: Confirmation, order: work_orders.OrderCard, what: str, message: Callable[[], Message], *, at: datetime
) -> int:
    """Tell the login of the contact, or write to the address of one without a login."""
    contact = reaching.contact_of(order)
    dedupe = f"appointment:{row.pk}:{what}:{row.window_start.isoformat()}:{at.isoformat()}"
    if contact is None:
        return 0
    if contact.user_id is not None:
        return telling.tell([contact.user_id], kind=f"appointment_{what}", message=message, dedupe=dedupe, at=at,
                            about=order.key)  # fmt: skip
    if not contact.email:
        return 0
    with translation.override(row.language or settings.LANGUAGE_CODE):
        said = message()
    text = f"{said.body}\n\n{telling.link(said.url)}"
    telling.mail(to=contact.email, subject=said.title, text=text, dedupe=dedupe, at=at)
    return 1


def tell_dispatchers(confirmation_id: int, *, at: datetime) -> int:
    """Tell the region's dispatchers what the customer answered; a wish goes out by mail too."""
    row = Confirmation.objects.select_related("booking__work_order", "booking__engineer").get(pk=confirmation_id)
    order, is_wish = row.booking.work_order, row.status == "wished"

    def message() -> Message:
        words = {"number": order.number, "window": window_words(row, order.zone)}
        wished = _("%(number)s: the customer asks for another time")
        title = wished if is_wish else _("%(number)s: confirmed by the customer, %(window)s")
        body = row.wish or " · ".join([row.booking.engineer.name, order.subject])
        return Message(title=title % words, body=body, url=reverse("work_orders:detail", args=[order.pk]))

    return telling.tell(
        people.users_with(Role.DISPATCHER, region_id=order.region_id),
        kind="appointment_wished" if is_wish else "appointment_confirmed",
        message=message,
        dedupe=f"appointment:{row.pk}:answer:{at.isoformat()}",
        at=at,
        about=row.booking.order_key,
        by_mail=is_wish,
    )
