"""Evidence: photos of how it was and how it is."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.visits import policies, queries
from aftercare.platform import wording
from aftercare.platform.actor import Actor
from aftercare.platform.files import storing
from aftercare.platform.files.models import Attachment
from aftercare.platform.refusal import Refused, not_found

LIMIT = 30


@transaction.atomic
def add_photo(
    *, visit_id: int, content: bytes, name: str, moment: str, by: Actor, at: datetime, note: str = ""
) -> Attachment:
    """
    Keep a photo with the visit; `moment` is `before`, `during` or `after`. It goes onto the customer's report.

    :raises Refused: `not_found`, `not_allowed`, `wrong_state`, `unknown_moment`, `too_many`, or what the file check
        refuses: `empty_file`, `too_large`, `not_a_picture`, `broken_picture`.
    """
    visit = policies.visible_to(by).locked(visit_id)
    policies.may_picture(visit, by=by).or_refuse()
    if moment not in queries.PHOTO_ROLES:
        raise Refused("unknown_moment", _("A photo shows before, during or after the work."), field="moment")
    if Attachment.objects.filter(subject=visit.key).count() >= LIMIT:
        raise Refused("photo_limit", _("A visit holds at most %(limit)d photos.") % {"limit": LIMIT}, field="photos")
    return storing.attach(
        content,
        subject=visit.key,
        role=queries.PHOTO_ROLES[moment],
        name=name,
        audience=Attachment.Audience.CUSTOMER,
        note=wording.line(note, field="note", limit=500),
        pictures_only=True,
        by=by,
        at=at,
    )


@transaction.atomic
def show_photo(*, visit_id: int, attachment_id: int, to_customer: bool, by: Actor, at: datetime) -> Attachment:
    """
    Put a photo onto the customer's report, or keep it inside the company; it is never deleted.

    :raises Refused: `not_found`, `not_allowed`, `wrong_state`.
    """
    visit = policies.visible_to(by).locked(visit_id)
    policies.may_picture(visit, by=by).or_refuse()
    photo = Attachment.objects.select_for_update().filter(pk=attachment_id, subject=visit.key).first()
    if photo is None:
        raise not_found()
    photo.audience = Attachment.Audience.CUSTOMER if to_customer else Attachment.Audience.INTERNAL
    photo.save(update_fields=["audience"])
    return photo
