"""Register a customer or another party."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.organisations import policies, rules
from aftercare.contexts.organisations.commands.tag_organisation import tags_named
from aftercare.contexts.organisations.models import Contact, Organisation
from aftercare.platform import numbering, outbox, rows, search
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused
from aftercare.published.organisations import OrganisationRegistered

CLASHES = {
    "credit_code_once": Refused("conflict", _("Another organisation has this credit code."), field="credit_code"),
}


@transaction.atomic
def register_organisation(
    *,
    name: str,
    short_name: str = "",
    kind: str = Organisation.Kind.CUSTOMER,
    customer_type: str = Organisation.CustomerType.ENTERPRISE,
    industry: str = Organisation.Industry.OTHER,
    grade: str = Organisation.Grade.C,
    region_id: int | None = None,
    credit_code: str = "",
    phone: str = "",
    address: str = "",
    note: str = "",
    tags: Sequence[str] = (),
    by: Actor,
    at: datetime,
) -> Organisation:
    """
    Register an organisation under a number such as `CU-2026-000001`; without a region it is everybody's.

    :raises Refused: `not_allowed`, `conflict` for a credit code or company name in use, or what is wrong with a field.
    """
    policies.may_register(region_id, by=by).or_refuse()
    row = Organisation(registered_at=at)
    facts = {"name": name, "short_name": short_name, "kind": kind, "customer_type": customer_type}
    rows.fill(row, {**facts, "industry": industry, "grade": grade, "region_id": region_id})
    rows.fill(row, {"credit_code": credit_code.upper(), "phone": phone, "address": address, "note": note})
    check_facts(row)
    row.number = numbering.next("CU", at)
    with rows.telling(CLASHES):
        row.save()
    row.tags.set(tags_named(tags))
    index(row.pk)
    told = OrganisationRegistered(
        organisation_id=row.pk, number=row.number, name=row.name, kind=row.kind, region_id=row.region_id, at=at
    )
    outbox.publish(told, about=f"organisation:{row.pk}", by=by)
    return row


def check_facts(row: Organisation) -> None:
    """
    Make the telephone number findable, and refuse a wrong credit code and a company that is there already.

    :raises Refused: `invalid` or `conflict`.
    """
    if row.credit_code and not rules.credit_code_is_right(row.credit_code):
        words = _("This credit code cannot be right: it has 18 signs, the last one proves the others.")
        raise Refused("invalid", words, field="credit_code")
    row.phone, row.phone_digits = typed_phone(row.phone)
    if row.customer_type == Organisation.CustomerType.INDIVIDUAL:
        return  # Two people may well have the same name.
    same = Organisation.objects.filter(kind=row.kind, name=row.name, is_active=True).exclude(pk=row.pk).first()
    if same is not None:
        known = _("There is already a company of this name: %(number)s.") % {"number": same.number}
        raise Refused("conflict", known, field="name")


def typed_phone(text: str) -> tuple[str, str]:
    """
    Return a telephone number as it is shown, and the digits it is found by.

    :raises Refused: `invalid` when no telephone has such a number.
    """
    if not text:
        return "", ""
    number = rules.phone(text)
    if not number.is_possible or len(number.shown) > 40:
        raise Refused(
            "invalid",
            _("No telephone has this number; for example 138 1234 5678 or 021-5555 1234 转 801."),
            field="phone",
        )
    return number.shown, number.digits


def index(organisation_id: int) -> None:
    """Keep what the organisation is found by: its names and numbers, and those of its active contacts."""
    row = Organisation.objects.get(pk=organisation_id)
    contacts = Contact.objects.filter(organisation=row, is_active=True).order_by("-is_primary", "pk")[:50]
    people = [text for c in contacts for text in (c.name, c.phone_digits, c.phone_digits.removeprefix("86"))]
    texts = [row.number, row.name, row.short_name, row.credit_code, row.phone_digits.removeprefix("86"), row.address]
    Organisation.objects.filter(pk=row.pk).update(search=search.vector(*texts, *people))
