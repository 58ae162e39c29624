"""What is left over becomes an order of its own."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from aftercare.contexts.work_orders import policies
from aftercare.contexts.work_orders.commands.automatic import plan_if_ready
from aftercare.contexts.work_orders.commands.editing import root
from aftercare.contexts.work_orders.commands.open import create
from aftercare.contexts.work_orders.models import Kind, WorkOrder
from aftercare.platform import wording
from aftercare.platform.actor import Actor

_INHERITED = (
    "customer_id", "project_id", "equipment_id", "region_id", "place", "lat", "lon", "zone", "contact_name",
    "contact_phone", "category_id", "priority", "coverage",
)  # fmt: skip


@transaction.atomic
def open_follow_up(*, work_order_id: int, description: str, subject: str = "", by: Actor, at: datetime) -> WorkOrder:
    """
    Open a follow-up with the place, people and skills of the first order; it waits for dispatch at once.

    :raises Refused: `not_found`, `not_allowed`, `wrong_state`, `missing`.
    """
    first = root(work_order_id, by=by)
    policies.may_follow_up(first, by=by).or_refuse()
    said = wording.lines(description, field="description", limit=10_000, required=True)
    title = wording.line(subject, field="subject", limit=200)
    facts = {name: getattr(first, name) for name in _INHERITED}
    facts["subject"] = title or Truncator(_("Follow-up: %(what)s") % {"what": " ".join(said.split())}).chars(200)
    facts["description"] = said
    order = create(kind=Kind.FOLLOW_UP, request_id=first.request_id, follow_up_of=first, facts=facts, by=by, at=at)
    return plan_if_ready(order, like=first, at=at)
