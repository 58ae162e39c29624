"""What programs read of warranties."""

from __future__ import annotations

from datetime import date
from typing import Any

from ninja import Schema

from aftercare.contexts.warranties.models import WarrantyPart


class StepOut(Schema):
    """One step of how an end follows; `day` to `last` where it is a stretch."""

    what: str
    why: str
    day: date | None
    last: date | None


class RepairOut(Schema):
    """A repaired item with a warranty of its own."""

    item: str
    repaired_on: date
    until: date


class WarrantyOut(Schema):
    """
    The warranty of one part of a project.

    `basis` is `statutory` or `contract`; `flag` what somebody should look at, `flag_words` the same in words; `state`
    is `running`, `ending`, `over`, `suspended` or `unknown` today; `steps` explain the end.
    """

    id: int
    project_id: int
    section: str
    kind: str
    name: str
    liable: str
    accepted_on: date | None
    statutory_until: date | None
    contract_until: date | None
    until: date | None
    basis: str
    flag: str
    flag_words: str
    state: str
    days_left: int | None
    steps: list[StepOut]
    repairs: list[RepairOut]

    @classmethod
    def of(cls, row: WarrantyPart, **told: Any) -> WarrantyOut:
        """Return what is shown of a part; section, liable party and repairs come with it."""
        plain = ("project_id", "kind", "name", "accepted_on", "statutory_until", "contract_until", "until")
        return cls(
            id=row.pk,
            section=row.section.name if row.section else "",
            liable=row.liable.name if row.liable else "",
            basis=row.basis,
            flag=row.flag,
            repairs=[RepairOut(item=r.item, repaired_on=r.repaired_on, until=r.until) for r in row.repairs.all()],
            **{name: getattr(row, name) for name in plain},
            **told,
        )


class ProjectWarrantiesOut(Schema):
    """The warranties of a project and what they rest on."""

    project_id: int
    law: str
    city: str
    design_life_years: int | None
    items: list[WarrantyOut]


class CoverOut(Schema):
    """Whether a piece of equipment is covered today, until when and why."""

    equipment_id: int
    is_covered: bool
    kind: str
    part_id: int | None
    section: str
    accepted_on: date | None
    statutory_until: date | None
    contract_until: date | None
    until: date | None
    basis: str
    flag: str
    flag_words: str
    is_standing: bool
    repair_item: str
    repair_until: date | None
    steps: list[StepOut]
