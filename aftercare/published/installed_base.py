"""What happens to projects and equipment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectRegistered:
    """There is a new project."""

    project_id: int
    number: str
    name: str
    customer_id: int
    region_id: int
    completion_accepted_on: date | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectChanged:
    """Facts about a project are others; `changed` names the columns."""

    project_id: int
    changed: tuple[str, ...]
    completion_accepted_on: date | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyAdded:
    """An organisation has a part in a project."""

    project_id: int
    organisation_id: int
    organisation: str
    part: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyRemoved:
    """An organisation was entered as a party by mistake and is none."""

    project_id: int
    organisation_id: int
    organisation: str
    part: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LocationAdded:
    """There is a new place in a project."""

    project_id: int
    location_id: int
    path: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LocationMoved:
    """A place with all its parts has another name or lies elsewhere in the tree."""

    project_id: int
    location_id: int
    old_path: str
    path: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EquipmentRegistered:
    """There is a new piece of equipment."""

    equipment_id: int
    number: str
    name: str
    project_id: int
    customer_id: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EquipmentChanged:
    """Facts about a piece of equipment are others; `changed` names the columns."""

    equipment_id: int
    changed: tuple[str, ...]
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EquipmentScrapped:
    """A piece of equipment is no longer in use; its label no longer leads anywhere."""

    equipment_id: int
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelRenewed:
    """A piece of equipment got a new label; the old one no longer leads anywhere."""

    equipment_id: int
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LocationRemoved:
    """An empty place was taken out of a project's site tree."""

    project_id: int
    path: str
    at: datetime
