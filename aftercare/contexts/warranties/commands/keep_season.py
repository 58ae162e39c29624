"""Write down when a city heats or cools."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.warranties import policies
from aftercare.contexts.warranties.models import CitySeason
from aftercare.platform import outbox, rows
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused
from aftercare.published.warranties import SeasonChanged

CLASHES = {"city_season_once": Refused("conflict", _("This season of the city is on file already."), field="city")}


@transaction.atomic
def keep_season(
    *, season_id: int | None = None, city: str, kind: str, first: str, last: str, by: Actor, at: datetime
) -> CitySeason:
    """
    Enter or change a season, days as month-day; what rests on it follows (`SeasonChanged`).

    The same again changes and tells nothing.
    :raises Refused: `not_found`, `not_allowed`, `conflict`, or what is wrong with a field.
    """
    policies.may_keep_seasons(by=by).or_refuse()
    row = CitySeason() if season_id is None else rows.locked(CitySeason.objects.all(), season_id)
    before = (row.city, row.kind)
    changed = rows.fill(row, {"city": city, "kind": kind, "first": first, "last": last})
    if row.first == row.last:
        raise Refused("invalid", _("A season has more than one day."), field="last")
    if not changed:
        return row
    with rows.telling(CLASHES):
        row.save()
    moved = [before] if season_id is not None and before != (row.city, row.kind) else []
    for where, what in [(row.city, row.kind), *moved]:
        outbox.publish(SeasonChanged(city=where, kind=what, at=at), about=f"city_season:{row.pk}", by=by)
    return row
