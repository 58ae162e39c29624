"""The customer signs what was done."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.visits import policies, rules
from aftercare.contexts.visits.commands.opening import visit_and_order
from aftercare.contexts.visits.lifecycle import VISIT
from aftercare.contexts.visits.models import Visit
from aftercare.contexts.work_orders import public as work_orders
from aftercare.platform import outbox, wording
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused
from aftercare.published.visits import VisitSigned


@transaction.atomic
def sign(
    *, visit_id: int, signer_name: str, signature: str, by: Actor, at: datetime, customer_remark: str = ""
) -> Visit:
    """
    Take the customer's signature: the order is accepted.

    `signature` is path data (`M x y L x y …`) inside the pad's box, see `rules.signature`.
    :raises Refused: `not_found`, `not_allowed`, `wrong_state` unless the work is done, `missing`,
        `bad_signature`, `signature_missing`.
    """
    visit = visit_and_order(visit_id, by=by)
    policies.may(visit, "sign", by=by).or_refuse()
    name = wording.line(signer_name, field="signer_name", limit=80)
    if not name:
        raise Refused("missing", _("Write the name of the person who signs."), field="signer_name")
    line = _line(signature)
    visit.advance(
        VISIT.after(visit.status, "sign"),
        signed_at=at,
        ended_at=at,
        signer_name=name,
        signature_svg=line.path,
        customer_remark=wording.lines(customer_remark, field="customer_remark", limit=1000),
    )
    work_orders.accept(work_order_id=visit.work_order_id, by=by, at=at)
    event = VisitSigned(
        visit_id=visit.pk,
        work_order_id=visit.work_order_id,
        request_id=visit.work_order.request_id,
        signer_name=visit.signer_name,
        leftovers=visit.leftovers,
        at=at,
    )
    outbox.publish(event, about=visit.order_key, by=by)
    return visit


def _line(signature: str) -> rules.Line:
    """Return the drawn line, or refuse what is none."""
    if not signature.strip():
        raise Refused("signature_missing", _("Ask the customer to sign in the box."), field="signature")
    line = rules.signature(signature)
    if line is None:
        raise Refused("bad_signature", _("The signature could not be read; sign again."), field="signature")
    if not rules.is_a_signature(line):
        raise Refused("signature_missing", _("Ask the customer to sign in the box."), field="signature")
    return line
