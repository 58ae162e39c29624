"""What programs read of equipment."""

from __future__ import annotations

from datetime import date, datetime

from ninja import Schema

from aftercare.contexts.installed_base.models import Equipment


class EquipmentOut(Schema):
    """A piece of equipment; `location` is the path of its place from the site down."""

    id: int
    number: str
    name: str
    status: str
    kind_id: int
    kind: str
    maker: str
    model: str
    serial: str
    project_id: int
    project: str
    customer_id: int
    region_id: int
    location: str
    installed_on: date | None
    warranty_until: date | None
    registered_at: datetime

    @classmethod
    def of(cls, row: Equipment) -> EquipmentOut:
        """Return what is shown of equipment; kind, project and place come with it."""
        return cls(
            id=row.pk,
            number=row.number,
            name=row.name,
            status=row.status,
            kind_id=row.kind_id,
            kind=row.kind.name,
            maker=row.maker,
            model=row.model,
            serial=row.serial,
            project_id=row.project_id,
            project=row.project.name,
            customer_id=row.customer_id,
            region_id=row.region_id,
            location=row.location.path if row.location else "",
            installed_on=row.installed_on,
            warranty_until=row.warranty_until,
            registered_at=row.registered_at,
        )
