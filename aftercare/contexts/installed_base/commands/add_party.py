"""Say who did what in a project."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.installed_base import policies
from aftercare.contexts.installed_base.models import ProjectParty
from aftercare.contexts.organisations import public as organisations
from aftercare.platform import outbox, rows
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused
from aftercare.published.installed_base import PartyAdded

CLASHES = {"party_once": Refused("conflict", _("This organisation has this part already."), field="organisation_id")}


@transaction.atomic
def add_party(
    *, project_id: int, organisation_id: int, part: str, scope: str = "", by: Actor, at: datetime
) -> ProjectParty:
    """
    Give an organisation a part in the project: owner, designer, contractor, installer, supplier, supervisor, operator.

    :raises Refused: `not_found`, `not_allowed`, `conflict` when it has the part, or what is wrong with a field.
    """
    project = rows.locked(policies.projects_visible_to(by), project_id)
    policies.may_write(project.region_id, by=by).or_refuse()
    organisation = organisations.visible_to(by).filter(pk=organisation_id).first()
    if organisation is None:
        raise Refused("invalid", _("There is no such organisation."), field="organisation_id")
    party = ProjectParty(project=project, organisation=organisation)
    rows.fill(party, {"part": part, "scope": scope})
    with rows.telling(CLASHES):
        party.save()
    told = PartyAdded(
        project_id=project.pk, organisation_id=organisation.pk, organisation=str(organisation), part=party.part, at=at
    )
    outbox.publish(told, about=f"project:{project.pk}", by=by)
    return party
