"""Take back a party that was entered by mistake."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from aftercare.contexts.installed_base import policies
from aftercare.contexts.installed_base.models import ProjectParty
from aftercare.platform import outbox, rows
from aftercare.platform.actor import Actor
from aftercare.published.installed_base import PartyRemoved


@transaction.atomic
def remove_party(*, party_id: int, by: Actor, at: datetime) -> None:
    """
    Remove a party from its project; the audit trail keeps it.

    :raises Refused: `not_found`, or `not_allowed`.
    """
    seen = ProjectParty.objects.filter(project__in=policies.projects_visible_to(by).values("pk"))
    party = rows.locked(seen, party_id)
    policies.may_write(party.project.region_id, by=by).or_refuse()
    told = PartyRemoved(
        project_id=party.project_id,
        organisation_id=party.organisation_id,
        organisation=str(party.organisation),
        part=party.part,
        at=at,
    )
    party.delete()
    outbox.publish(told, about=f"project:{told.project_id}", by=by)
