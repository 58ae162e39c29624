"""Whom to tell about an appointment, and in which language."""

from __future__ import annotations

from aftercare.contexts.organisations import public as organisations
from aftercare.contexts.service_requests import public as service_requests
from aftercare.contexts.work_orders.public import OrderCard


def contact_of(order: OrderCard) -> organisations.ContactCard | None:
    """Return who reported the matter, else the order's contact at the customer, else the customer's main contact."""
    request = service_requests.request_card(order.request_id) if order.request_id else None
    if request is not None and request.contact_id is not None:
        return organisations.contact_card(request.contact_id)
    card = organisations.organisation_card(order.customer_id) if order.customer_id else None
    if card is None:
        return None
    digits = organisations.phone_digits(order.contact_phone) if order.contact_phone else ""
    for contact in card.contacts:
        if digits and organisations.phone_digits(contact.phone) == digits:
            return contact
    named = (contact for contact in card.contacts if order.contact_name and contact.name == order.contact_name)
    return next(named, None) or next((contact for contact in card.contacts if contact.is_primary), None)
