"""What happens to work orders."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkOrderOpened:
    """There is a promise to put something right."""

    work_order_id: int
    number: str
    kind: str
    request_id: int | None
    follow_up_of_id: int | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkOrderPlanned:
    """The order is ready for dispatch."""

    work_order_id: int
    request_id: int | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkOrderScheduled:
    """The order has an engineer and a time."""

    work_order_id: int
    request_id: int | None
    engineer_name: str
    start_at: datetime
    end_at: datetime
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkOrderUnscheduled:
    """The order lost its only booking and waits for dispatch again."""

    work_order_id: int
    request_id: int | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkOrderBegun:
    """Somebody is on the way or at work."""

    work_order_id: int
    request_id: int | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkOrderHeld:
    """Work stopped, and the customer's clock with some reasons; `evidence` are the request's pictures that show it."""

    work_order_id: int
    request_id: int | None
    reason: str
    party: str
    note: str
    evidence: tuple[int, ...] = ()
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkOrderResumed:
    """Work may go on."""

    work_order_id: int
    request_id: int | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkOrderDiagnosed:
    """What is wrong, and why, is known."""

    work_order_id: int
    request_id: int | None
    failure_mode_id: int | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkOrderCompleted:
    """The work is done and self-checked; the customer has not signed yet."""

    work_order_id: int
    number: str
    kind: str
    request_id: int | None
    follow_up_of_id: int | None
    region_id: int | None
    customer_id: int | None
    equipment_id: int | None
    category_id: int | None
    failure_mode_id: int | None
    visits: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkOrderAccepted:
    """The customer signed the stated result."""

    work_order_id: int
    number: str
    request_id: int | None
    region_id: int | None
    customer_id: int | None
    contact_name: str
    contact_phone: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkOrderReworked:
    """The customer refused the result; the order waits for dispatch again."""

    work_order_id: int
    request_id: int | None
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkOrderNotCompletable:
    """The work cannot be completed."""

    work_order_id: int
    request_id: int | None
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkOrderClosed:
    """The order was reviewed and archived."""

    work_order_id: int
    request_id: int | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkOrderCanceled:
    """The order fell away."""

    work_order_id: int
    request_id: int | None
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkOrderCommented:
    """Somebody said something about the order; `mentions` are the logins named in it, each as it is written."""

    work_order_id: int
    text: str
    mentions: tuple[tuple[int, str], ...] = ()
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkOrderReplanned:
    """The plan of an order that already has an appointment changed."""

    work_order_id: int
    request_id: int | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkOrderCorrected:
    """The request behind the order was corrected: whose order it is and where, as they are now."""

    work_order_id: int
    request_id: int | None
    region_id: int | None
    customer_id: int | None
    equipment_id: int | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PartsValueStated:
    """Somebody said what the parts of an order were worth; zero takes back what was said before."""

    work_order_id: int
    request_id: int | None
    amount: Decimal
    at: datetime
