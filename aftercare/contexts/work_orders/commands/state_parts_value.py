"""Say what the parts of an order were worth, where a service contract includes them."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from aftercare.contexts.contracts import public as contracts
from aftercare.contexts.work_orders import policies
from aftercare.contexts.work_orders.commands.editing import root
from aftercare.contexts.work_orders.models import WorkOrder
from aftercare.contexts.work_orders.queries.paying import done_on, paying_contract
from aftercare.platform import outbox
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused
from aftercare.published.work_orders import PartsValueStated

MOST = Decimal(99_999_999)


@transaction.atomic
def state_parts_value(*, work_order_id: int, amount: Decimal, by: Actor, at: datetime) -> WorkOrder:
    """
    Use this value of the parts the contract includes in its year; what goes beyond is chargeable.

    It counts once for the order: another amount corrects the one before, zero takes it back.
    :raises Refused: `not_found`, `not_allowed`, `wrong_state` before the work is done, `bad_amount`, `no_contract` when
        none pays for the order, `not_included`, `not_in_force`.
    """
    order = root(work_order_id, by=by)
    policies.may_state_parts(order, by=by).or_refuse()
    if not (amount.is_finite() and 0 <= amount <= MOST and amount == round(amount, 2)):
        raise Refused("bad_amount", _("Enter an amount with at most two decimals, or zero for none."), field="amount")
    changed = contracts.state_parts_use(
        contract_id=paying_contract(order), quantity=amount, used_on=done_on(order), subject=order.key,
        note=order.number, by=by, at=at,
    )  # fmt: skip
    if changed:
        event = PartsValueStated(work_order_id=order.pk, request_id=order.request_id, amount=amount, at=at)
        outbox.publish(event, about=order.key, by=by)
    return order
