"""Correct what was taken down."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.service_requests import policies
from aftercare.contexts.service_requests.commands import covering
from aftercare.contexts.service_requests.commands.opening import root, write
from aftercare.contexts.service_requests.commands.register import searchable
from aftercare.contexts.service_requests.commands.whereabouts import Whereabouts, locate
from aftercare.contexts.service_requests.models import ServiceRequest
from aftercare.platform import outbox, wording
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused
from aftercare.published.service_requests import RequestChanged

_WHERE = ("customer_id", "contact_id", "project_id", "equipment_id", "region_id", "place", "lat", "lon", "zone")
_WHOSE = ("customer_id", "project_id", "equipment_id")
_SAID = ("subject", "description", "caller_name", "caller_phone")


@transaction.atomic
def change(
    *,
    request_id: int,
    subject: str,
    description: str = "",
    caller_name: str = "",
    caller_phone: str = "",
    customer_id: int | None = None,
    contact_id: int | None = None,
    project_id: int | None = None,
    equipment_id: int | None = None,
    place: str = "",
    seen_version: int | None = None,
    by: Actor,
    at: datetime,
) -> ServiceRequest:
    """
    Correct who called, what happened and where; an unverified report becomes a verified one.

    Who pays is judged anew when it turns out to be another's matter, or about something else.

    :raises Refused: `not_found`, `not_allowed`, `wrong_state`, `stale`, or what is wrong with a field.
    """
    row = root(request_id, by=by)
    policies.may_change(row, by=by).or_refuse()
    if seen_version is not None and seen_version != row.version:
        raise Refused("stale", _("Somebody changed this request in the meantime; reload and decide again."))
    before = {name: getattr(row, name) for name in (*_WHERE, *_SAID)}
    row.subject = wording.line(subject, field="subject", limit=200, required=True)
    row.description = wording.lines(description, field="description", limit=10_000)
    row.caller_name = wording.line(caller_name, field="caller_name", limit=80)
    row.caller_phone = wording.line(caller_phone, field="caller_phone", limit=32)
    asked = Whereabouts(
        customer_id=customer_id, contact_id=contact_id, project_id=project_id, equipment_id=equipment_id, place=place
    )
    where = locate(asked, by=by)
    for name in _WHERE:
        setattr(row, name, getattr(where, name))
    row.search = searchable(row, where.words)
    row.is_verified = True
    if not policies.may_name_liable(row.liable_party_id, row.project_id, by=Actor.system("parties")).ok:
        before["liable_party_id"], row.liable_party_id = row.liable_party_id, None
    if row.coverage and any(getattr(row, name) != before[name] for name in _WHOSE):
        # What was judged was judged of something else.
        before["coverage"] = row.coverage
        covering.judge(row)
    changed = tuple(name for name, value in before.items() if getattr(row, name) != value)
    columns = (name.removesuffix("_id") for name in (*_WHERE, *_SAID))
    write(row, *columns, "liable_party", "search", "is_verified", *covering.JUDGED)
    outbox.publish(_told(row, changed, at), about=row.key, by=by)
    return row


def _told(row: ServiceRequest, fields: tuple[str, ...], at: datetime) -> RequestChanged:
    return RequestChanged(
        request_id=row.pk,
        fields=fields,
        number=row.number,
        priority=row.priority,
        region_id=row.region_id,
        customer_id=row.customer_id,
        project_id=row.project_id,
        equipment_id=row.equipment_id,
        received_at=row.received_at,
        at=at,
    )
