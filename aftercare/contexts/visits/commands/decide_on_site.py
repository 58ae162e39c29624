"""Decide something on site that the contract leaves to the engineer."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from aftercare.contexts.contracts import public as contracts
from aftercare.contexts.visits import policies
from aftercare.contexts.visits.commands.opening import visit_and_order
from aftercare.contexts.visits.models import SiteDecision
from aftercare.contexts.visits.queries import deciding
from aftercare.contexts.work_orders import public as work_orders
from aftercare.platform import outbox, wording
from aftercare.platform.actor import Actor
from aftercare.platform.money import Money
from aftercare.platform.refusal import Refused
from aftercare.published.visits import DecidedOnSite

LARGEST = Decimal("9999999999")


@transaction.atomic
def decide_on_site(*, visit_id: int, matter: str, amount: Decimal, note: str, by: Actor, at: datetime) -> SiteDecision:
    """
    Record what was decided on site, at which cost and why; it is never changed.

    The contract's limit counts for everything decided of the same matter on the order, not for each decision.
    :raises Refused: `not_found`, `not_allowed`, `wrong_state` unless on site, `unknown` matter, `bad_amount`, `missing`
        without a reason, `ask_first` where the contract names no limit for the matter, `above_limit`.
    """
    visit = visit_and_order(visit_id, by=by)
    policies.may_decide(visit, by=by).or_refuse()
    if matter not in contracts.OnSite.values:
        raise Refused("unknown", _("Choose from the list what is decided."), field="matter")
    if not (amount.is_finite() and 0 < amount <= LARGEST and amount == round(amount, 2)):
        raise Refused("bad_amount", _("Enter an amount above zero with at most two decimals."), field="amount")
    why = wording.line(note, field="note", limit=500, required=True)
    order = work_orders.order_card(visit.work_order_id)
    found = deciding.authority(order)
    before = deciding.spent(order.id).get(matter, Decimal(0))
    contract_id, limit = _refuse_beyond(found, matter, amount, before)
    row = SiteDecision.objects.create(
        visit=visit, work_order_id=order.id, contract_id=contract_id, matter=matter, amount=amount,
        before=before, limit=limit, note=why, by_name=by.name[:80], at=at,
    )  # fmt: skip
    event = DecidedOnSite(
        visit_id=visit.pk, work_order_id=order.id, request_id=order.request_id, contract_id=contract_id,
        engineer_name=row.by_name, matter=matter, amount=amount, note=why, at=at,
    )  # fmt: skip
    outbox.publish(event, about=visit.order_key, by=by)
    return row


def _refuse_beyond(
    found: contracts.SiteAuthority, matter: str, amount: Decimal, before: Decimal
) -> tuple[int, Decimal]:
    """Return the contract and its limit of the matter; refuse what it does not cover, naming who decides that."""
    label, limit = contracts.OnSite(matter).label, found.limits.get(matter)
    if limit is None or found.contract_id is None:
        words = _("The contract leaves “%(matter)s” to nobody on site: ask %(who)s first.")
        raise Refused("ask_first", words % {"matter": label, "who": found.asks}, field="matter")
    if before + amount > limit:
        words = _("“%(matter)s”: you decide up to %(limit)s on this order, %(left)s is left. Ask %(who)s about more.")
        told = {
            "matter": label,
            "limit": Money(limit),
            "left": Money(max(Decimal(0), limit - before)),
            "who": found.asks,
        }
        raise Refused("above_limit", words % told, field="amount")
    return found.contract_id, limit
