"""What happens to warranties."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class WarrantyFileOpened:
    """The warranties of a project rest on this law and the seasons of this city."""

    project_id: int
    jurisdiction: str
    city: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionAccepted:
    """A section of a project passed its acceptance on its own day."""

    project_id: int
    section_id: int
    name: str
    accepted_on: date
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class WarrantySuspended:
    """The warranty of a part stands still from this day on."""

    part_id: int
    since: date
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class WarrantyResumed:
    """The warranty of a part goes on; `last` was the last day it stood still."""

    part_id: int
    last: date
    until: date | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairWarranted:
    """A repaired item carries a warranty of its own."""

    part_id: int
    item: str
    until: date
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectionCalled:
    """A part is to be inspected before its warranty ends."""

    inspection_id: int
    part_id: int
    kind: str
    name: str
    until: date
    project_id: int
    project: str
    customer_id: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SeasonChanged:
    """A city's season of this kind, heating or cooling, is another than before."""

    city: str
    kind: str
    at: datetime
