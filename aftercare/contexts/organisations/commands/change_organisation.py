"""Change the facts about an organisation."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from aftercare.contexts.organisations import policies
from aftercare.contexts.organisations.commands.register_organisation import CLASHES, check_facts, index
from aftercare.contexts.organisations.models import Organisation
from aftercare.platform import outbox, rows
from aftercare.platform.actor import Actor
from aftercare.published.organisations import OrganisationChanged

CHANGEABLE = (
    "name",
    "short_name",
    "kind",
    "customer_type",
    "industry",
    "grade",
    "region_id",
    "credit_code",
    "phone",
    "address",
    "note",
    "is_active",
)


@transaction.atomic
def change_organisation(*, organisation_id: int, changes: Mapping[str, Any], by: Actor, at: datetime) -> Organisation:
    """
    Change some of the facts that `register_organisation` takes, and `is_active`.

    :raises Refused: `not_found`, `not_allowed`, `conflict`, or what is wrong with a field.
    """
    row = rows.locked(policies.visible_to(by), organisation_id)
    policies.may_change(row, by=by).or_refuse()
    wanted = {name: changes[name] for name in CHANGEABLE if name in changes}
    if wanted.get("credit_code"):
        wanted["credit_code"] = str(wanted["credit_code"]).upper()
    before = {name: getattr(row, name) for name in wanted}
    rows.fill(row, wanted)
    check_facts(row)
    changed = tuple(name for name in wanted if getattr(row, name) != before[name])
    if not changed:
        return row
    policies.may_change(row, by=by).or_refuse()
    with rows.telling(CLASHES):
        row.save()
    index(row.pk)
    told = OrganisationChanged(organisation_id=row.pk, name=row.name, changed=changed, at=at)
    outbox.publish(told, about=f"organisation:{row.pk}", by=by)
    return row
