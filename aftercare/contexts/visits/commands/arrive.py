"""The engineer is on site."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.dispatch import public as dispatch
from aftercare.contexts.visits import policies, queries, rules
from aftercare.contexts.visits.commands.opening import visit_and_order
from aftercare.contexts.visits.lifecycle import VISIT
from aftercare.contexts.visits.models import Visit
from aftercare.platform import geo, outbox, wording
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused, Text
from aftercare.published.visits import EngineerArrived


@transaction.atomic
def arrive(
    *, visit_id: int, by: Actor, at: datetime, lat: float | None = None, lon: float | None = None, note: str = ""
) -> Visit:
    """
    Arrive on site. The device's place is a claim: it is kept with its distance to the site's place in metres.

    :raises Refused: `not_found`, `not_allowed`, `wrong_state` unless on the way, `bad_place`, or `missing` (the note)
        when the device is far from the site, or does not know where it is while the site's place is known.
    """
    visit = visit_and_order(visit_id, by=by)
    policies.may(visit, "arrive", by=by).or_refuse()
    distance, why = _distance(visit, lat, lon), wording.line(note, field="note", limit=300)
    is_site_known = visit.work_order.lat is not None and visit.work_order.lon is not None
    if is_site_known and rules.needs_arrival_note(distance) and not why:
        raise Refused("missing", _why(distance), field="note")
    visit.advance(
        VISIT.after(visit.status, "arrive"),
        arrived_at=at,
        arrival_lat=lat,
        arrival_lon=lon,
        arrival_distance_m=distance,
        arrival_note=why,
        promised_by=queries.promised_by(visit, at=at),
    )
    dispatch.set_status(booking_id=visit.booking_id, status="on_site", by=by, at=at)
    event = EngineerArrived(
        visit_id=visit.pk,
        work_order_id=visit.work_order_id,
        request_id=visit.work_order.request_id,
        engineer_name=visit.engineer.name,
        distance_m=distance,
        promised_by=visit.promised_by,
        at=at,
    )
    outbox.publish(event, about=visit.order_key, by=by)
    return visit


def _distance(visit: Visit, lat: float | None, lon: float | None) -> int | None:
    """Return the metres from the device to the site, or None when one of the places is unknown."""
    if (lat is None) != (lon is None) or (lat is not None and lon is not None and not geo.is_place(lat, lon)):
        raise Refused("bad_place", _("This is not a place on the earth: check latitude and longitude."), field="lat")
    order = visit.work_order
    if lat is None or lon is None or order.lat is None or order.lon is None:
        return None
    return round(geo.distance_m(lat, lon, order.lat, order.lon))


def _why(distance: int | None) -> Text:
    if distance is None:
        return _("Your position is not known. Say in a word how you got there.")
    return _("You are %(distance)s m from the site. Say why.") % {"distance": distance}
