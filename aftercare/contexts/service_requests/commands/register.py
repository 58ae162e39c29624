"""Take down a customer's matter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.clocks import public as clocks
from aftercare.contexts.service_requests import policies, rules
from aftercare.contexts.service_requests.commands.note_deadlines import refresh
from aftercare.contexts.service_requests.commands.photos import keep, link
from aftercare.contexts.service_requests.commands.whereabouts import Whereabouts, locate
from aftercare.contexts.service_requests.models import Kind, RequestCategory, ServiceRequest, Source
from aftercare.platform import live, numbering, outbox, rows, search, wording
from aftercare.platform.actor import Actor
from aftercare.platform.files.intake import Photo
from aftercare.platform.refusal import Refused
from aftercare.published.service_requests import RequestRegistered


@transaction.atomic
def register(
    *,
    kind: str = Kind.FAULT,
    source: str,
    subject: str,
    description: str = "",
    customer_id: int | None = None,
    contact_id: int | None = None,
    caller_name: str = "",
    caller_phone: str = "",
    project_id: int | None = None,
    equipment_id: int | None = None,
    place: str = "",
    lat: float | None = None,
    lon: float | None = None,
    zone: str = "",
    region_id: int | None = None,
    category_id: int | None = None,
    liable_party_id: int | None = None,
    urgency: int = 3,
    impact: int = 3,
    is_emergency: bool = False,
    is_verified: bool = True,
    source_system: str = "",
    source_key: str = "",
    received_at: datetime | None = None,
    photos: Sequence[Photo] = (),
    by: Actor,
    at: datetime,
) -> ServiceRequest:
    """
    Take down a matter: number, priority and running promises, in one transaction.

    The equipment, else the project, else the customer tells region, place and position that are not given.
    :raises Refused: `not_allowed`, `not_found` for another party's things, `conflict` when this source key is
        known, or what is wrong with a field.
    """
    where = locate(
        Whereabouts(
            customer_id=customer_id, contact_id=contact_id, project_id=project_id, equipment_id=equipment_id,
            region_id=region_id, place=place, lat=lat, lon=lon, zone=zone,
        ),
        by=by,
    )  # fmt: skip
    policies.may_register(by=by, customer_id=where.customer_id).or_refuse()
    said = _said(kind, source, subject, description, caller_name, caller_phone)
    category_id = known_category(category_id)
    policies.may_name_liable(liable_party_id, where.project_id, by=by).or_refuse()
    priority = rules.priority_of(urgency, impact, is_emergency=is_emergency)
    moment = rules.received(received_at, at=at)
    origin = _origin(source_system, source_key)
    blobs = keep(photos, at=at)
    row = ServiceRequest(
        kind=said.kind, source=said.source, subject=said.subject, description=said.description,
        caller_name=said.caller_name, caller_phone=said.caller_phone,
        customer_id=where.customer_id, contact_id=where.contact_id, project_id=where.project_id,
        equipment_id=where.equipment_id, region_id=where.region_id, place=where.place, lat=where.lat,
        lon=where.lon, zone=where.zone, category_id=category_id, urgency=urgency, impact=impact,
        liable_party_id=liable_party_id, priority=priority, is_emergency=is_emergency, is_verified=is_verified,
        received_at=moment, source_system=origin[0], source_key=origin[1],
    )  # fmt: skip
    _write(row, where.words, at=at)
    link(row.key, blobs, by=by, at=at)
    _promise(row, by=by, at=at)
    _tell(row, by=by)
    return row


@dataclass(frozen=True, slots=True)
class _Said:
    kind: str
    source: str
    subject: str
    description: str
    caller_name: str
    caller_phone: str


def _said(kind: str, source: str, subject: str, description: str, caller_name: str, caller_phone: str) -> _Said:
    """Return what the caller said, fit for storing."""
    return _Said(
        known_kind(kind),
        _known_source(source),
        wording.line(subject, field="subject", limit=200, required=True),
        wording.lines(description, field="description", limit=10_000),
        wording.line(caller_name, field="caller_name", limit=80),
        wording.line(caller_phone, field="caller_phone", limit=32),
    )


def known_kind(kind: str) -> str:
    """
    Return the kind.

    :raises Refused: `unknown`.
    """
    if kind not in Kind.values:
        raise Refused("unknown", _("Choose what the customer wants."), field="kind")
    return kind


def _known_source(source: str) -> str:
    if source not in Source.values:
        raise Refused("unknown", _("Nobody knows this channel."), field="source")
    return source


def known_category(category_id: int | None) -> int | None:
    """
    Return the category.

    :raises Refused: `unknown` for one that does not exist or is no longer used.
    """
    if category_id is not None and not RequestCategory.objects.filter(pk=category_id, is_active=True).exists():
        raise Refused("unknown", _("Choose a category from the list."), field="category_id")
    return category_id


def _origin(source_system: str, source_key: str) -> tuple[str, str]:
    system = wording.line(source_system, field="source_system", limit=32)
    key = wording.line(source_key, field="source_key", limit=64, required=bool(system))
    if key:
        known = ServiceRequest.objects.filter(source_system=system, source_key=key).values_list("number", flat=True)
        if number := known.first():
            _already(number)
    return system, key


def _already(number: str) -> None:
    words = _("This was registered already as %(number)s.") % {"number": number}
    raise Refused("conflict", words, field="source_key")


def _write(row: ServiceRequest, names: Sequence[str], *, at: datetime) -> None:
    """Give the number and write the row; the counter stays locked from here to the commit."""
    row.number = numbering.next("SR", at)
    row.search = searchable(row, names)
    clash = Refused("conflict", _("This was registered already."), field="source_key")
    with rows.telling({"request_source_once": clash}):
        row.save(force_insert=True)


def searchable(row: ServiceRequest, names: Sequence[str]) -> object:
    """Return the expression for the column by which the request is found."""
    said = (row.number, row.subject, row.description, row.caller_name, row.caller_phone, row.place)
    return search.vector(*said, row.source_key, *names)


def _promise(row: ServiceRequest, *, by: Actor, at: datetime) -> None:
    """Start the clocks and keep the promised moments on the row."""
    deadlines = clocks.start_promises(
        subject=row.key,
        customer_id=row.customer_id,
        project_id=row.project_id,
        equipment_id=row.equipment_id,
        priority=row.priority,
        region_id=row.region_id,
        started_at=row.received_at,
        number=row.number,
        by=by,
        at=at,
    )
    refresh(row, deadlines)


def _tell(row: ServiceRequest, *, by: Actor) -> None:
    event = RequestRegistered(
        request_id=row.pk,
        number=row.number,
        kind=row.kind,
        source=row.source,
        priority=row.priority,
        region_id=row.region_id,
        customer_id=row.customer_id,
        at=row.received_at,
    )
    outbox.publish(event, about=row.key, by=by)
    live.tell("service_requests:all", {"id": row.pk})
