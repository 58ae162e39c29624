"""Add somebody to call."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from aftercare.contexts.organisations import policies
from aftercare.contexts.organisations.commands.register_organisation import index, typed_phone
from aftercare.contexts.organisations.models import Contact, Organisation
from aftercare.platform import outbox, rows
from aftercare.platform.actor import Actor
from aftercare.published.organisations import ContactAdded


@transaction.atomic
def add_contact(
    *,
    organisation_id: int,
    name: str,
    title: str = "",
    phone: str = "",
    email: str = "",
    language: str = "zh-hans",
    is_primary: bool = False,
    by: Actor,
    at: datetime,
) -> Contact:
    """
    Add a contact; the first one is the main contact, and a new main contact takes the place of the old one.

    :raises Refused: `not_found`, `not_allowed`, or what is wrong with a field.
    """
    organisation = rows.locked(policies.visible_to(by), organisation_id)
    policies.may_change(organisation, by=by).or_refuse()
    contact = Contact(organisation=organisation)
    rows.fill(contact, {"name": name, "title": title, "phone": phone, "email": email, "language": language})
    contact.phone, contact.phone_digits = typed_phone(contact.phone)
    has_main = Contact.objects.filter(organisation=organisation, is_primary=True, is_active=True).exists()
    contact.is_primary = is_primary or not has_main
    if contact.is_primary:
        step_back(organisation)
    contact.save()
    index(organisation.pk)
    told = ContactAdded(organisation_id=organisation.pk, contact_id=contact.pk, name=contact.name, at=at)
    outbox.publish(told, about=f"organisation:{organisation.pk}", by=by)
    return contact


def step_back(organisation: Organisation) -> None:
    """Make room for a new main contact."""
    Contact.objects.filter(organisation=organisation, is_primary=True).update(is_primary=False)
