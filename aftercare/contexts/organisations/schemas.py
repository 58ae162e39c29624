"""What programs read of customers."""

from __future__ import annotations

from datetime import datetime

from ninja import Schema

from aftercare.contexts.organisations.models import Contact, Organisation


class ContactOut(Schema):
    """A person to call."""

    id: int
    name: str
    title: str
    phone: str
    email: str
    language: str
    is_primary: bool

    @classmethod
    def of(cls, row: Contact) -> ContactOut:
        """Return what is shown of a contact."""
        return cls(
            id=row.pk,
            name=row.name,
            title=row.title,
            phone=row.phone,
            email=row.email,
            language=row.language,
            is_primary=row.is_primary,
        )


class CustomerOut(Schema):
    """A customer or another party; `region_id` is null for one that every region deals with."""

    id: int
    number: str
    name: str
    short_name: str
    kind: str
    customer_type: str
    industry: str
    grade: str
    region_id: int | None
    phone: str
    address: str
    tags: list[str]
    is_active: bool
    registered_at: datetime

    @classmethod
    def of(cls, row: Organisation) -> CustomerOut:
        """Return what is shown of an organisation; its tags are prefetched."""
        return cls(
            id=row.pk,
            number=row.number,
            name=row.name,
            short_name=row.short_name,
            kind=row.kind,
            customer_type=row.customer_type,
            industry=row.industry,
            grade=row.grade,
            region_id=row.region_id,
            phone=row.phone,
            address=row.address,
            tags=[tag.name for tag in row.tags.all()],
            is_active=row.is_active,
            registered_at=row.registered_at,
        )


class CustomerDetailOut(CustomerOut):
    """A customer with the people to call."""

    contacts: list[ContactOut]

    @classmethod
    def whole(cls, row: Organisation) -> CustomerDetailOut:
        """Return everything that is shown of an organisation."""
        people = row.contacts.filter(is_active=True).order_by("-is_primary", "name", "pk")[:100]
        return cls(**CustomerOut.of(row).dict(), contacts=[ContactOut.of(contact) for contact in people])
