"""What happens on site."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitAccepted:
    """The engineer took the job."""

    visit_id: int
    work_order_id: int
    request_id: int | None
    engineer_name: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineerSetOut:
    """The engineer is on the way."""

    visit_id: int
    work_order_id: int
    request_id: int | None
    engineer_name: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineerArrived:
    """The engineer is on site; the arrival clock stops here."""

    visit_id: int
    work_order_id: int
    request_id: int | None
    engineer_name: str
    distance_m: int | None
    promised_by: datetime | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitDone:
    """
    The engineer finished and checked the work.

    `contract_id` names the version of the service contract that pays for it, none when it is paid otherwise; `minutes`
    are those from arrival on.
    """

    visit_id: int
    work_order_id: int
    request_id: int | None
    contract_id: int | None = None
    number: str = ""
    minutes: int = 0
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitAssisted:
    """Whoever helped in a crew left; the one who leads reports for both, the `minutes` from arrival on count too."""

    visit_id: int
    work_order_id: int
    request_id: int | None
    contract_id: int | None = None
    number: str = ""
    engineer_name: str
    minutes: int = 0
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitSigned:
    """The customer signed what was done."""

    visit_id: int
    work_order_id: int
    request_id: int | None
    signer_name: str
    leftovers: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportIssued:
    """The service report can be downloaded and verified."""

    visit_id: int
    work_order_id: int
    request_id: int | None
    language: str
    verify_code: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureRefused:
    """The customer does not accept what was done."""

    visit_id: int
    work_order_id: int
    request_id: int | None
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitCutShort:
    """The visit ended without a result; somebody comes again, or nothing can be done."""

    visit_id: int
    work_order_id: int
    request_id: int | None
    obstacle: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidedOnSite:
    """The engineer decided something on site that the contract leaves to whoever is there."""

    visit_id: int
    work_order_id: int
    request_id: int | None
    contract_id: int
    engineer_name: str
    matter: str
    amount: Decimal
    note: str
    at: datetime
