"""Say which words a customer is grouped by."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.organisations import policies
from aftercare.contexts.organisations.models import Tag
from aftercare.platform import outbox, rows, wording
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused
from aftercare.published.organisations import OrganisationTagged

MOST_TAGS = 20


@transaction.atomic
def tag_organisation(*, organisation_id: int, tags: Sequence[str], by: Actor, at: datetime) -> None:
    """
    Let the organisation carry exactly these tags; unknown ones come into being.

    :raises Refused: `not_found`, `not_allowed`, or what is wrong with a tag.
    """
    row = rows.locked(policies.visible_to(by), organisation_id)
    policies.may_change(row, by=by).or_refuse()
    wanted = tags_named(tags)
    if {tag.pk for tag in wanted} == set(row.tags.values_list("pk", flat=True)):
        return
    row.tags.set(wanted)
    told = OrganisationTagged(organisation_id=row.pk, tags=tuple(tag.name for tag in wanted), at=at)
    outbox.publish(told, about=f"organisation:{row.pk}", by=by)


def tags_named(names: Sequence[str]) -> list[Tag]:
    """
    Return the tags of these names, made where they are new.

    :raises Refused: `too_many`, or what is wrong with a name.
    """
    wanted = dict.fromkeys(wording.line(name, field="tags", limit=40) for name in names)
    plain = [name for name in wanted if name]
    if len(plain) > MOST_TAGS:
        raise Refused("invalid", _("An organisation carries at most 20 tags."), field="tags")
    return [Tag.objects.get_or_create(name=name)[0] for name in plain]
