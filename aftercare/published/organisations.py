"""What happens to customers and the other parties."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationRegistered:
    """There is a new customer or other party."""

    organisation_id: int
    number: str
    name: str
    kind: str
    region_id: int | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationChanged:
    """Facts about an organisation are others; `changed` names the columns."""

    organisation_id: int
    name: str
    changed: tuple[str, ...]
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationTagged:
    """An organisation carries these tags now."""

    organisation_id: int
    tags: tuple[str, ...]
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactAdded:
    """There is somebody new to call."""

    organisation_id: int
    contact_id: int
    name: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactChanged:
    """Facts about a contact are others; `changed` names the columns."""

    organisation_id: int
    contact_id: int
    name: str
    changed: tuple[str, ...]
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalLoginOpened:
    """A contact may sign in and see the organisation's records."""

    organisation_id: int
    contact_id: int
    user_id: int
    name: str
    at: datetime
