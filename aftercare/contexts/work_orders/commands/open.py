"""Promise to put something right."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.clocks import public as clocks
from aftercare.contexts.installed_base import public as installed_base
from aftercare.contexts.organisations import public as organisations
from aftercare.contexts.people import public as people
from aftercare.contexts.service_requests import public as service_requests
from aftercare.contexts.work_orders import policies, rules
from aftercare.contexts.work_orders.commands.editing import TOPIC, index
from aftercare.contexts.work_orders.models import Kind, WorkOrder
from aftercare.platform import live, numbering, outbox, wording
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused, not_found
from aftercare.published.work_orders import WorkOrderOpened

SERIES = "WO"
_FROM_REQUEST = (
    "customer_id", "project_id", "equipment_id", "region_id", "place", "lat", "lon", "zone",
    "category_id", "priority", "coverage", "subject", "description",
)  # fmt: skip


@transaction.atomic
def open(
    *,
    kind: str,
    subject: str = "",
    description: str = "",
    request_id: int | None = None,
    customer_id: int | None = None,
    project_id: int | None = None,
    equipment_id: int | None = None,
    region_id: int | None = None,
    place: str = "",
    lat: float | None = None,
    lon: float | None = None,
    contact_name: str = "",
    contact_phone: str = "",
    category_id: int | None = None,
    priority: int | None = None,
    coverage: str = "",
    by: Actor,
    at: datetime,
) -> WorkOrder:
    """
    Open a draft order; what is not given comes from the request, then from the equipment.

    :raises Refused: `not_allowed`, `missing`, `unknown` or `bad_priority`, each naming its field; `not_found` for a
        request, customer, project or equipment the actor may not see.
    """
    facts: dict[str, Any] = {
        "customer_id": customer_id, "project_id": project_id, "equipment_id": equipment_id, "region_id": region_id,
        "place": wording.line(place, field="place", limit=200), "lat": lat, "lon": lon, "category_id": category_id,
        "contact_name": wording.line(contact_name, field="contact_name", limit=80),
        "contact_phone": wording.line(contact_phone, field="contact_phone", limit=32),
        "subject": wording.line(subject, field="subject", limit=200),
        "description": wording.lines(description, field="description", limit=10_000),
        "priority": priority, "coverage": coverage,
    }  # fmt: skip
    _refuse_unseen_records(facts, request_id, by=by)
    _fill_from_request(facts, request_id)
    _fill_from_equipment(facts)
    policies.may_open(by=by, region_id=facts["region_id"]).or_refuse()
    if region_id is not None and people.region_card(region_id) is None:
        raise Refused("unknown", _("Choose the region from the list."), field="region_id")
    if category_id is not None and category_id not in {pk for pk, *_words in service_requests.category_choices()}:
        raise Refused("unknown", _("Choose the category from the list."), field="category_id")
    return create(kind=kind, request_id=request_id, follow_up_of=None, facts=facts, by=by, at=at)


def create(
    *, kind: str, request_id: int | None, follow_up_of: WorkOrder | None, facts: dict[str, Any], by: Actor, at: datetime
) -> WorkOrder:
    """Write the order and tell the others; rights are checked by the caller."""
    if kind not in Kind.values:
        raise Refused("unknown", _("Choose what the order is for."), field="kind")
    if not facts["subject"]:
        raise Refused("missing", _("Say in one line what is to be done."), field="subject")
    facts["priority"] = facts.get("priority") or 3
    if facts["priority"] not in range(1, 5):
        raise Refused("bad_priority", _("Choose a priority from 1 to 4."), field="priority")
    order = WorkOrder.objects.create(
        number=numbering.next(SERIES, at), kind=kind, request_id=request_id, follow_up_of=follow_up_of,
        needs_diagnosis=rules.needs_diagnosis(kind), opened_at=at, **facts, **_promises(request_id),
    )  # fmt: skip
    index(order)
    opened = WorkOrderOpened(
        work_order_id=order.pk, number=order.number, kind=order.kind, request_id=request_id,
        follow_up_of_id=order.follow_up_of_id, at=at,
    )  # fmt: skip
    outbox.publish(opened, about=order.key, by=by)
    live.tell(TOPIC, {"id": order.pk})
    return order


def _refuse_unseen_records(facts: dict[str, Any], request_id: int | None, *, by: Actor) -> None:
    """Refuse records the actor may not see, as if they did not exist."""
    seen = (
        (request_id, service_requests.visible_to, _("There is no such request.")),
        (facts["customer_id"], organisations.visible_to, _("There is no such customer.")),
        (facts["project_id"], installed_base.projects_visible_to, _("There is no such project.")),
        (facts["equipment_id"], installed_base.visible_equipment, _("There is no such equipment.")),
    )
    for pk, visible_to, words in seen:
        if pk is not None and not visible_to(by).filter(pk=pk).exists():
            raise not_found(words)


def _fill_from_request(facts: dict[str, Any], request_id: int | None) -> None:
    card = service_requests.request_card(request_id) if request_id else None
    if card is None:
        return
    for name in _FROM_REQUEST:
        if not facts.get(name):
            facts[name] = getattr(card, name)
    facts["contact_name"] = facts["contact_name"] or card.caller_name
    facts["contact_phone"] = facts["contact_phone"] or card.caller_phone


def _fill_from_equipment(facts: dict[str, Any]) -> None:
    """Fill who and where from the equipment, or from the project where there is none."""
    card: Any = None
    if facts["equipment_id"]:
        card = installed_base.equipment_card(facts["equipment_id"])
        facts["project_id"] = facts["project_id"] or card.project_id
        inside = getattr(card, "location_path", "")
        facts["place"] = facts["place"] or " · ".join(part for part in (card.address, inside) if part)[:200]
    elif facts["project_id"]:
        card = installed_base.project_card(facts["project_id"])
        facts["place"] = facts["place"] or card.address
    if card is not None:
        facts["customer_id"] = facts["customer_id"] or card.customer_id
        facts["region_id"] = facts["region_id"] or card.region_id
        facts["zone"] = facts.get("zone") or card.zone
        if facts["lat"] is None:
            facts["lat"], facts["lon"] = card.lat, card.lon
    if not facts.get("zone"):
        facts.pop("zone", None)


def _promises(request_id: int | None) -> dict[str, datetime | None]:
    """Return the running promises of the request."""
    if request_id is None:
        return {}
    running = {d.promise: d.due_at for d in clocks.deadlines(f"service_request:{request_id}") if d.state == "running"}
    return {"arrive_by": running.get("arrive"), "resolve_by": running.get("resolve")}
