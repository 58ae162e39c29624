"""Reads about organisations and the people to call there, as frozen rows."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import F, Prefetch, Q, QuerySet

from aftercare.contexts.organisations import policies, rules
from aftercare.contexts.organisations.models import Contact, Organisation
from aftercare.platform import search
from aftercare.platform.actor import Actor

MOST_CALLERS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Somebody who may be calling, with what the desk wants to know at once."""

    contact_id: int | None
    contact_name: str
    title: str
    phone: str
    organisation_id: int
    organisation_number: str
    organisation_name: str
    grade: str
    customer_type: str
    industry: str
    region_id: int | None
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactCard:
    """A person at an organisation."""

    id: int
    organisation_id: int
    name: str
    title: str
    phone: str
    email: str
    language: str
    is_primary: bool
    user_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationCard:
    """An organisation as neighbours see it; `contacts` are the active ones, the main contact first."""

    id: int
    number: str
    name: str
    short_name: str
    kind: str
    customer_type: str
    industry: str
    grade: str
    region_id: int | None
    region_name: str
    phone: str
    address: str
    is_active: bool
    tags: tuple[str, ...]
    contacts: tuple[ContactCard, ...]


def organisations_of(user_id: int) -> frozenset[int]:
    """Return the organisations whose records the login may see. One query."""
    rows = Contact.objects.filter(user_id=user_id, is_active=True, organisation__is_active=True)
    return frozenset(rows.values_list("organisation_id", flat=True))


def organisation_card(organisation_id: int) -> OrganisationCard | None:
    """Return one organisation with its active contacts, or None. Three queries."""
    rows = _whole(Organisation.objects.filter(pk=organisation_id))
    return next((_card(row) for row in rows), None)


def organisation_names(organisation_ids: Collection[int]) -> dict[int, str]:
    """Return the short names of the organisations by id. One query."""
    return {row.pk: str(row) for row in Organisation.objects.filter(pk__in=organisation_ids)}


def contact_card(contact_id: int) -> ContactCard | None:
    """Return one contact, active or not, or None."""
    row = Contact.objects.filter(pk=contact_id).first()
    return _contact(row) if row else None


def find_caller(text: str, *, by: Actor, limit: int = MOST_CALLERS) -> list[Caller]:
    """
    Return who may be calling: by a telephone number or its beginning, else by words of name, company or number.

    Contacts come first, then organisations that have no matching contact. Five queries at most.
    """
    text = " ".join(text.split())[:100]
    if not text:
        return []
    seen = policies.visible_to(by).filter(is_active=True)
    if rules.looks_like_phone(text):
        found = _by_phone(seen, text, limit)
        if found:
            return found
    return _by_words(seen, text, limit)


def _by_phone(seen: QuerySet[Organisation], text: str, limit: int) -> list[Caller]:
    begins = Q()
    for digits in rules.digit_beginnings(text):
        begins |= Q(phone_digits__startswith=digits)
    if not begins:
        return []
    contacts = Contact.objects.filter(begins, is_active=True, organisation__in=seen)
    people = [_caller(c.organisation, c) for c in _with_organisation(contacts)[:limit]]
    known = {caller.organisation_id for caller in people}
    companies = seen.filter(begins).exclude(pk__in=known).prefetch_related("tags").order_by("name", "pk")
    return people + [_caller(row, None) for row in companies[: limit - len(people)]]


def _by_words(seen: QuerySet[Organisation], text: str, limit: int) -> list[Caller]:
    rows = (
        search.matches(seen, text)
        .order_by(F("rank").desc(), "name", "pk")
        .prefetch_related(
            "tags", Prefetch("contacts", Contact.objects.filter(is_active=True).order_by("-is_primary", "name", "pk"))
        )
    )
    found: list[Caller] = []
    for row in rows[:limit]:
        contacts = list(row.contacts.all())
        named = [c for c in contacts if text.casefold() in c.name.casefold()]
        found += [_caller(row, contact) for contact in named or contacts[:1]] or [_caller(row, None)]
    return found[:limit]


def _with_organisation(contacts: QuerySet[Contact]) -> QuerySet[Contact]:
    return (
        contacts.select_related("organisation")
        .prefetch_related("organisation__tags")
        .order_by("-is_primary", "name", "pk")
    )


def _caller(row: Organisation, contact: Contact | None) -> Caller:
    return Caller(
        contact_id=contact.pk if contact else None,
        contact_name=contact.name if contact else "",
        title=contact.title if contact else "",
        phone=contact.phone if contact else row.phone,
        organisation_id=row.pk,
        organisation_number=row.number,
        organisation_name=row.name,
        grade=row.grade,
        customer_type=row.customer_type,
        industry=row.industry,
        region_id=row.region_id,
        tags=tuple(tag.name for tag in row.tags.all()),
    )


def search_organisations(
    actor: Actor, text: str, *, kinds: Collection[str] = (), limit: int = 20
) -> list[Organisation]:
    """Return the active organisations the actor may see that match, best first; without a text the first by name."""
    rows = policies.visible_to(actor).filter(is_active=True)
    if kinds:
        rows = rows.filter(kind__in=kinds)
    if text.strip():
        return list(search.matches(rows, text).order_by(F("rank").desc(), "name", "pk")[:limit])
    return list(rows.order_by("name", "pk")[:limit])


def options(actor: Actor, text: str, limit: int) -> list[tuple[int, str]]:
    """Return organisations the actor may see as choices of a filter."""
    return [(row.pk, str(row)) for row in search_organisations(actor, text, limit=limit)]


def labels(actor: Actor, organisation_ids: list[int]) -> dict[int, str]:
    """Return the names of those of the organisations that the actor may see. One query."""
    return {row.pk: str(row) for row in policies.visible_to(actor).filter(pk__in=organisation_ids)}


def main_contacts(organisation_ids: Collection[int]) -> dict[int, ContactCard]:
    """Return the main contact of each organisation that has one. One query."""
    rows = Contact.objects.filter(organisation_id__in=organisation_ids, is_primary=True, is_active=True)
    return {row.organisation_id: _contact(row) for row in rows}


def portal_logins(organisation_id: int) -> list[int]:
    """Return the logins of an organisation's active contacts. One query."""
    rows = Contact.objects.filter(organisation_id=organisation_id, is_active=True, user__isnull=False)
    return list(rows.order_by("pk").values_list("user_id", flat=True))


def _whole(rows: QuerySet[Organisation]) -> QuerySet[Organisation]:
    active = Contact.objects.filter(is_active=True).order_by("-is_primary", "name", "pk")
    return rows.select_related("region").prefetch_related("tags", Prefetch("contacts", active))


def _card(row: Organisation) -> OrganisationCard:
    return OrganisationCard(
        id=row.pk,
        number=row.number,
        name=row.name,
        short_name=row.short_name,
        kind=row.kind,
        customer_type=row.customer_type,
        industry=row.industry,
        grade=row.grade,
        region_id=row.region_id,
        region_name=row.region.name if row.region else "",
        phone=row.phone,
        address=row.address,
        is_active=row.is_active,
        tags=tuple(tag.name for tag in row.tags.all()),
        contacts=tuple(_contact(contact) for contact in row.contacts.all()),
    )


def _contact(row: Contact) -> ContactCard:
    return ContactCard(
        id=row.pk,
        organisation_id=row.organisation_id,
        name=row.name,
        title=row.title,
        phone=row.phone,
        email=row.email,
        language=row.language,
        is_primary=row.is_primary,
        user_id=row.user_id,
    )
