"""Let a contact sign in and see the organisation's records."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.organisations import policies
from aftercare.contexts.organisations.models import Contact, Organisation
from aftercare.contexts.people import public as people
from aftercare.platform import outbox, rows
from aftercare.platform.actor import Actor, Role
from aftercare.platform.refusal import Refused
from aftercare.published.organisations import PortalLoginOpened


@transaction.atomic
def open_portal_login(
    *, contact_id: int, username: str, password: str | None = None, by: Actor, at: datetime
) -> Contact:
    """
    Open a login for a contact: a customer's sees the organisation as a customer, anybody else's as a partner.

    :raises Refused: `not_found`, `not_allowed`, `conflict` when there is a login or the name is in use,
        `wrong_state` for a contact that is no longer active, or what is wrong with a field.
    """
    seen = Contact.objects.filter(organisation__in=policies.visible_to(by).values("pk"))
    contact = rows.locked(seen, contact_id)
    organisation = contact.organisation
    policies.may_change(organisation, by=by).or_refuse()
    if contact.user_id is not None:
        raise Refused("conflict", _("This contact has a login already."))
    if not (contact.is_active and organisation.is_active):
        raise Refused("wrong_state", _("This contact is no longer active."))
    is_customer = organisation.kind == Organisation.Kind.CUSTOMER
    contact.user = people.open_outside_login(
        username=username,
        name=contact.name,
        role=Role.CUSTOMER if is_customer else Role.PARTNER,
        email=contact.email,
        phone=contact.phone[:32],
        language=contact.language,
        password=password,
        by=by,
        at=at,
    )
    contact.save(update_fields=["user"])
    told = PortalLoginOpened(
        organisation_id=organisation.pk, contact_id=contact.pk, user_id=contact.user.pk, name=contact.name, at=at
    )
    outbox.publish(told, about=f"organisation:{organisation.pk}", by=by)
    return contact
