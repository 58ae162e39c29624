"""Take a place without parts and equipment out of the site tree."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.installed_base import policies
from aftercare.contexts.installed_base.models import Equipment, Location
from aftercare.platform import outbox, rows
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused
from aftercare.published.installed_base import LocationRemoved


@transaction.atomic
def remove_location(*, location_id: int, by: Actor, at: datetime) -> None:
    """
    Remove an empty place; the audit trail keeps it.

    :raises Refused: `not_found`, `not_allowed`, or `wrong_state` while something lies or stands there.
    """
    seen = Location.objects.filter(project__in=policies.projects_visible_to(by).values("pk"))
    place = rows.locked(seen, location_id)
    policies.may_write(place.project.region_id, by=by).or_refuse()
    if place.parts.exists():
        raise Refused("wrong_state", _("This place has parts; move or remove them first."))
    if Equipment.objects.filter(location=place).exists():
        raise Refused("wrong_state", _("Equipment stands here; move it first."))
    told = LocationRemoved(project_id=place.project_id, path=place.path, at=at)
    place.delete()
    outbox.publish(told, about=f"project:{told.project_id}", by=by)
