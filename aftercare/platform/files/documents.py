"""Documents of a record: drawings, certificates, minutes; the company's own unless they are shown to the customer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.platform import wording
from aftercare.platform.actor import Actor
from aftercare.platform.files import storing
from aftercare.platform.files.models import Attachment
from aftercare.platform.refusal import Refused, not_found

ROLE = "document"
MOST = 100


@transaction.atomic
def add(
    content: bytes, *, subject: str, name: str, note: str = "", for_customer: bool = False, by: Actor, at: datetime
) -> Attachment:
    """
    Keep a document with a record; the caller has checked that the actor may. The same content twice is one document.

    :raises Refused: `too_many`, what is wrong with the note, or what `intake.check` refuses.
    """
    note = wording.line(note, field="note", limit=500)
    if Attachment.objects.filter(subject=subject, role=ROLE).count() >= MOST:
        raise Refused("too_many", _("A record holds at most %(most)d documents.") % {"most": MOST}, field="file")
    audience = Attachment.Audience.CUSTOMER if for_customer else Attachment.Audience.INTERNAL
    return storing.attach(content, subject=subject, role=ROLE, name=name, note=note, audience=audience, by=by, at=at)


@transaction.atomic
def show(attachment_id: int, *, subject: str, for_customer: bool) -> Attachment:
    """
    Show a document to the customer, or keep it inside the company; the caller has checked that the actor may.

    :raises Refused: `not_found`.
    """
    row = Attachment.objects.select_for_update().filter(pk=attachment_id, subject=subject, role=ROLE).first()
    if row is None:
        raise not_found()
    row.audience = Attachment.Audience.CUSTOMER if for_customer else Attachment.Audience.INTERNAL
    row.save(update_fields=["audience"])
    return row


def of(subjects: Iterable[str], *, by: Actor) -> list[Attachment]:
    """Return the documents of these records that the actor may read, latest first."""
    seen = [subject for subject in subjects if storing.may_read(subject, by=by)]
    rows = Attachment.objects.filter(subject__in=seen, role=ROLE).select_related("blob", "attached_by")
    if not by.is_staff:
        rows = rows.filter(audience=Attachment.Audience.CUSTOMER)
    return list(rows.order_by("-attached_at", "-id")[: MOST * 3])
