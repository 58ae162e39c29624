"""Pictures of a matter: checked before anything is written, then tied to the request."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.service_requests import policies
from aftercare.contexts.service_requests.commands.opening import root
from aftercare.contexts.service_requests.models import ServiceRequest
from aftercare.platform import outbox
from aftercare.platform.actor import Actor
from aftercare.platform.files import storing as files
from aftercare.platform.files.intake import Photo
from aftercare.platform.refusal import Refused
from aftercare.published.service_requests import RequestPhotosAdded

MOST_PHOTOS = 6
ROLE = "photo"


@dataclass(frozen=True, slots=True)
class Kept:
    """A picture that passed the checks and is stored."""

    name: str
    blob: Any
    meta: dict[str, Any]


def keep(photos: Sequence[Photo], *, at: datetime) -> list[Kept]:
    """
    Check and store the pictures.

    :raises Refused: `too_many_photos`, or what is wrong with one; the field is `photos`.
    """
    if len(photos) > MOST_PHOTOS:
        words = _("Send at most %(most)d photos.") % {"most": MOST_PHOTOS}
        raise Refused("too_many_photos", words, field="photos")
    kept = []
    for photo in photos:
        try:
            blob, checked = files.store(photo.content, at=at, pictures_only=True)
        except Refused as refused:
            raise Refused(refused.code, refused.message, field="photos") from refused
        kept.append(Kept(photo.name, blob, checked.exif or {}))
    return kept


def link(key: str, kept: Sequence[Kept], *, by: Actor, at: datetime) -> tuple[int, ...]:
    """Tie stored pictures to the request of this key and return their ids; the customer may see them."""
    return tuple(
        files.link(
            photo.blob, subject=key, role=ROLE, name=photo.name, by=by, at=at, audience="customer", meta=photo.meta
        ).pk
        for photo in kept
    )


def add_evidence(*, request_id: int, photos: Sequence[Photo], by: Actor, at: datetime) -> tuple[int, ...]:
    """
    Keep pictures with the request that show why its work waits, and return their ids.

    The command that lets the work wait has decided that the actor may.
    :raises Refused: `too_many_photos`, or what is wrong with one; the field is `photos`.
    """
    return link(f"service_request:{request_id}", keep(photos, at=at), by=by, at=at)


@transaction.atomic
def add_photos(*, request_id: int, photos: Sequence[Photo], by: Actor, at: datetime) -> ServiceRequest:
    """
    Add pictures to the matter.

    :raises Refused: `not_found`, `not_allowed`, `missing` without any, or what is wrong with one.
    """
    row = root(request_id, by=by)
    policies.may_comment(row, by=by).or_refuse()
    if not photos:
        raise Refused("missing", _("Choose at least one photo."), field="photos")
    kept = keep(photos, at=at)
    link(row.key, kept, by=by, at=at)
    outbox.publish(RequestPhotosAdded(request_id=row.pk, count=len(kept), at=at), about=row.key, by=by)
    return row
