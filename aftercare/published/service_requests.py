"""What happens to requests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestRegistered:
    """A customer's matter was taken down."""

    request_id: int
    number: str
    kind: str
    source: str
    priority: int
    region_id: int | None
    customer_id: int | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestAcknowledged:
    """A person took the matter on."""

    request_id: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestReadBack:
    """The report was read back to the caller, who agreed to it."""

    request_id: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestTaken:
    """Somebody handles the matter from now on."""

    request_id: int
    owner_id: int
    owner_name: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestChanged:
    """What was taken down has been corrected: which fields, and whose matter it is and where, as they are now."""

    request_id: int
    fields: tuple[str, ...]
    number: str
    priority: int
    region_id: int | None
    customer_id: int | None
    project_id: int | None
    equipment_id: int | None
    received_at: datetime
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestPhotosAdded:
    """Pictures were added to the matter."""

    request_id: int
    count: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestTriaged:
    """Kind, urgency, coverage and the way forward are settled; the customer has a qualified answer."""

    request_id: int
    kind: str
    category_id: int | None
    priority: int
    coverage: str
    remote_outcome: str
    needs_visit: bool
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestHeld:
    """The matter waits for someone."""

    request_id: int
    reason: str
    party: str
    note: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestResumed:
    """The matter goes on."""

    request_id: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestRestored:
    """The customer can use it again, though the matter may not be put right yet."""

    request_id: int
    how: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestResolved:
    """The customer's matter is put right, remotely or on site."""

    request_id: int
    how: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestClosed:
    """The file is closed."""

    request_id: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestReopened:
    """The customer says it is not right yet."""

    request_id: int
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestMerged:
    """The matter goes on inside another request."""

    request_id: int
    into_id: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestCanceled:
    """The matter was withdrawn."""

    request_id: int
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestCommented:
    """Somebody said something about the matter; `mentions` are the logins named in it, each as it is written."""

    request_id: int
    text: str
    is_internal: bool
    mentions: tuple[tuple[int, str], ...] = ()
    at: datetime
