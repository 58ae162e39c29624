"""Set an engineer's working week."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.people import policies, rules
from aftercare.contexts.people.models import Shift
from aftercare.platform import outbox, rows
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused
from aftercare.published.people import ShiftsSet

MOST_SHIFTS = 28


@transaction.atomic
def set_shifts(*, engineer_id: int, shifts: Sequence[tuple[int, int, int]], by: Actor, at: datetime) -> None:
    """
    Replace the week by (weekday 0 = Monday, from, to) in minutes of local wall time; to 1440 = midnight.

    :raises Refused: `not_found`, `not_allowed`, or `invalid` for shifts that overlap or make no sense.
    """
    engineer = rows.locked(policies.visible_to(by), engineer_id)
    policies.may_manage(engineer.region_id, by=by).or_refuse()
    wanted = sorted(shifts)
    if len(wanted) > MOST_SHIFTS or any(
        not (0 <= day <= 6 and 0 <= first < last <= rules.DAY_MINUTES) for day, first, last in wanted
    ):
        raise Refused("invalid", _("A shift must end after it begins, on the same day."), field="shifts")
    if rules.overlapping_shift(wanted):
        raise Refused("invalid", _("Two shifts of a day overlap."), field="shifts")
    known = sorted(engineer.shifts.values_list("weekday", "start_minute", "end_minute"))
    if known == wanted:
        return
    engineer.shifts.all().delete()
    Shift.objects.bulk_create(
        Shift(engineer=engineer, weekday=day, start_minute=first, end_minute=last) for day, first, last in wanted
    )
    outbox.publish(ShiftsSet(engineer_id=engineer.pk, at=at), about=f"engineer:{engineer.pk}", by=by)
