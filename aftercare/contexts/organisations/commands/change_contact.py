"""Change the facts about a contact."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.organisations import policies
from aftercare.contexts.organisations.commands.add_contact import step_back
from aftercare.contexts.organisations.commands.register_organisation import index, typed_phone
from aftercare.contexts.organisations.models import Contact
from aftercare.platform import outbox, rows
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused
from aftercare.published.organisations import ContactChanged

CHANGEABLE = ("name", "title", "phone", "email", "language", "is_primary", "is_active")


@transaction.atomic
def change_contact(*, contact_id: int, changes: Mapping[str, Any], by: Actor, at: datetime) -> Contact:
    """
    Change some of: name, title, phone, email, language, is_primary, is_active.

    A contact that is no longer active sees nothing by its login and cannot be the main contact.
    :raises Refused: `not_found`, `not_allowed`, or what is wrong with a field.
    """
    seen = Contact.objects.filter(organisation__in=policies.visible_to(by).values("pk"))
    contact = rows.locked(seen, contact_id)
    policies.may_change(contact.organisation, by=by).or_refuse()
    wanted = {name: changes[name] for name in CHANGEABLE if name in changes}
    before = {name: getattr(contact, name) for name in wanted}
    was_main = contact.is_primary
    rows.fill(contact, wanted)
    contact.phone, contact.phone_digits = typed_phone(contact.phone)
    changed = tuple(name for name in wanted if getattr(contact, name) != before[name])
    if not changed:
        return contact
    if was_main and contact.is_active and not contact.is_primary:
        raise Refused("invalid", _("Make somebody else the main contact instead."), field="is_primary")
    if not contact.is_active:
        contact.is_primary = False
    elif contact.is_primary and not was_main:
        step_back(contact.organisation)
    contact.save()
    index(contact.organisation_id)
    told = ContactChanged(
        organisation_id=contact.organisation_id, contact_id=contact.pk, name=contact.name, changed=changed, at=at
    )
    outbox.publish(told, about=f"organisation:{contact.organisation_id}", by=by)
    return contact
