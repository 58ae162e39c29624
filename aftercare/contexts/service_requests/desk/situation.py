"""What stands beside the form while somebody is on the phone: who calls, what is covered, what was promised."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from aftercare.contexts.contracts import public as contracts
from aftercare.contexts.installed_base import public as installed_base
from aftercare.contexts.organisations import public as organisations
from aftercare.contexts.service_requests import promises, queries, readback, rules
from aftercare.contexts.service_requests.models import Kind
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused

MOST_EQUIPMENT = 8


@dataclass(slots=True)
class Situation:
    """Everything the call tells so far, as the page shows it."""

    facts: Mapping[str, Any]
    customer: Any = None
    equipment: Any = None
    project: Any = None
    choices: list[Any] = field(default_factory=list)
    projects: list[Any] = field(default_factory=list)
    open_requests: list[queries.Brief] = field(default_factory=list)
    history: list[queries.Brief] = field(default_factory=list)
    similar: list[queries.Brief] = field(default_factory=list)
    judgement: Any = None
    considered: list[contracts.Considered] = field(default_factory=list)
    promised: list[promises.Promised] = field(default_factory=list)
    priority: int = 3
    questions: list[str] = field(default_factory=list)
    gaps: list[rules.Gap] = field(default_factory=list)
    read_back: str = ""


def read(data: Mapping[str, Any], *, by: Actor, now: datetime, except_id: int | None = None) -> Situation:
    """Return the situation from what is typed so far; what cannot be read or seen is left out."""
    facts = _facts(data)
    found = Situation(facts)
    _look_up(found, by)
    category = queries.category(facts["category_id"]) if facts["category_id"] else None
    _judge(found, category.part_kind if category else "", now)
    who = {"customer_id": facts["customer_id"], "equipment_id": facts["equipment_id"], "phone": facts["caller_phone"]}
    found.similar = queries.duplicates(
        text=f"{facts['subject']} {facts['description']}", **who, except_id=except_id, by=by, now=now
    )
    found.questions = rules.questions(category.questions) if category else []
    needs = bool(category and category.needs_equipment)
    found.gaps = rules.missing(facts, kind=facts["kind"], needs_equipment=needs)
    found.read_back = readback.text(found.facts, found.customer, found.equipment, found.promised, now=now)
    return found


def _facts(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the typed values, each of its kind; junk is nothing."""
    ids = ("customer_id", "contact_id", "project_id", "equipment_id", "category_id", "region_id")
    texts = ("subject", "description", "caller_name", "caller_phone", "place", "equipment_text")
    facts: dict[str, Any] = {name: number(data.get(name)) for name in ids}
    facts |= {name: str(data.get(name) or "").replace("\0", "")[:500].strip() for name in texts}
    kind = data.get("kind")
    facts["kind"] = kind if kind in Kind.values else Kind.FAULT
    facts["is_emergency"] = bool(data.get("is_emergency"))
    for name in ("urgency", "impact"):
        level = number(data.get(name)) or 3
        facts[name] = level if level <= 4 else 3
    return facts


def number(value: Any) -> int | None:
    """Return the id in a text, or None."""
    text = str(value or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 and int(text) else None


def _look_up(found: Situation, by: Actor) -> None:
    """Find customer, equipment and project, only as far as the actor may see them."""
    facts = dict(found.facts)
    if facts["equipment_id"] and installed_base.visible_equipment(by).filter(pk=facts["equipment_id"]).exists():
        found.equipment = installed_base.equipment_card(facts["equipment_id"])
        facts["customer_id"] = facts["customer_id"] or found.equipment.customer_id
        facts["project_id"] = found.equipment.project_id
        found.history = queries.history_of(found.equipment.id, by=by, limit=5)
    else:
        facts["equipment_id"] = None
    if facts["customer_id"] and organisations.visible_to(by).filter(pk=facts["customer_id"]).exists():
        found.customer = organisations.organisation_card(facts["customer_id"])
        found.open_requests = queries.open_of(facts["customer_id"], by=by, limit=5)
        found.choices = installed_base.equipment_of(facts["customer_id"], facts["equipment_text"], MOST_EQUIPMENT)
        found.projects = installed_base.projects_of(facts["customer_id"], 20)
    else:
        facts["customer_id"] = None
    found.project = next((p for p in found.projects if p.id == facts["project_id"]), None)
    if found.project is not None and found.equipment is None:
        found.choices = [c for c in found.choices if c.project_id == found.project.id] or found.choices
    found.facts = facts


def _judge(found: Situation, part_kind: str, now: datetime) -> None:
    """Find out who would pay and what would be promised."""
    facts = found.facts
    zone = found.equipment.zone if found.equipment else "Asia/Shanghai"
    names = ("customer_id", "project_id", "equipment_id")
    thing = {name: facts[name] for name in names}
    if any(thing.values()):
        on = now.astimezone(ZoneInfo(zone)).date()
        found.judgement = contracts.judge_coverage(**thing, part_kind=part_kind, on=on)
        found.considered = contracts.why_terms(**thing, on=on)
    try:
        found.priority = rules.priority_of(facts["urgency"], facts["impact"], is_emergency=facts["is_emergency"])
    except Refused:
        found.priority = 3
    found.promised = promises.preview(**thing, priority=found.priority, at=now)
