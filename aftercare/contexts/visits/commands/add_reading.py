"""Values measured on site."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.visits import policies
from aftercare.contexts.visits.models import Reading
from aftercare.platform import wording
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused, not_found

LIMIT = 60
LARGEST = Decimal("999999999999")


@transaction.atomic
def add_reading(*, visit_id: int, name: str, value: Decimal, unit: str, by: Actor, at: datetime) -> Reading:
    """
    Keep a measured value, to four places.

    :raises Refused: `not_found`, `not_allowed`, `wrong_state` unless on site, `missing`, `bad_value`,
        `reading_limit`.
    """
    visit = policies.visible_to(by).locked(visit_id)
    policies.may_record(visit, by=by).or_refuse()
    what = wording.line(name, field="name", limit=80)
    if not what:
        raise Refused("missing", _("Say what was measured."), field="name")
    if not value.is_finite() or abs(value) > LARGEST:
        raise Refused("bad_value", _("This value is too large to be a measurement."), field="value")
    if visit.readings.count() >= LIMIT:
        raise Refused("reading_limit", _("A visit holds at most %(limit)d readings.") % {"limit": LIMIT}, field="name")
    kept = value.quantize(Decimal("0.0001"))
    measured_in = wording.line(unit, field="unit", limit=16)
    return Reading.objects.create(visit=visit, name=what, value=kept, unit=measured_in, at=at)


@transaction.atomic
def remove_reading(*, visit_id: int, reading_id: int, by: Actor, at: datetime) -> None:
    """
    Take a mistyped value off the visit; the audit keeps it.

    :raises Refused: `not_found`, `not_allowed`, `wrong_state` unless on site.
    """
    visit = policies.visible_to(by).locked(visit_id)
    policies.may_record(visit, by=by).or_refuse()
    deleted, _rows = visit.readings.filter(pk=reading_id).delete()
    if not deleted:
        raise not_found()
