"""What neighbours may ask of the work orders."""

from __future__ import annotations

from aftercare.contexts.work_orders.commands import (
    accept,
    answer_step,
    begin,
    hold,
    open_follow_up,
    record_diagnosis,
    report_done,
    report_not_completable,
    resume,
    rework,
)
from aftercare.contexts.work_orders.commands import cancel as cancel_order
from aftercare.contexts.work_orders.commands import close as close_order
from aftercare.contexts.work_orders.commands import open as open_order
from aftercare.contexts.work_orders.commands import plan as plan_order
from aftercare.contexts.work_orders.commands.editing import lock_orders
from aftercare.contexts.work_orders.commands.editing import root as lock_order
from aftercare.contexts.work_orders.lifecycle import BOOKABLE
from aftercare.contexts.work_orders.models import HoldParty, HoldReason, Kind, Status
from aftercare.contexts.work_orders.policies import HANDLERS, visible_to
from aftercare.contexts.work_orders.queries import (
    HistoryRow,
    OrderCard,
    Step,
    checklist,
    failure_codes,
    history_of,
    of_request,
    order_card,
    order_cards,
    unscheduled,
)

__all__ = [
    "BOOKABLE",
    "HANDLERS",
    "HistoryRow",
    "HoldParty",
    "HoldReason",
    "Kind",
    "OrderCard",
    "Status",
    "Step",
    "accept",
    "answer_step",
    "begin",
    "cancel_order",
    "checklist",
    "close_order",
    "failure_codes",
    "history_of",
    "hold",
    "lock_order",
    "lock_orders",
    "of_request",
    "open_follow_up",
    "open_order",
    "order_card",
    "order_cards",
    "plan_order",
    "record_diagnosis",
    "report_done",
    "report_not_completable",
    "resume",
    "rework",
    "unscheduled",
    "visible_to",
]
