"""Store, attach, find and read files."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import IO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from aftercare.platform.actor import Actor
from aftercare.platform.files import intake
from aftercare.platform.files.models import Attachment, Blob
from aftercare.platform.refusal import not_found

Guard = Callable[[int, Actor], bool]
_guards: dict[str, Guard] = {}


def guard(kind: str, may_read: Guard) -> None:
    """Register who may read the files of a kind of record: `may_read(record_id, actor)`."""
    _guards[kind] = may_read


def path_of(sha256: str) -> str:
    """Return where a content lies in the storage."""
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"


def store(content: bytes, *, at: datetime, pictures_only: bool = False) -> tuple[Blob, intake.Checked]:
    """
    Check a content that came from outside and keep it.

    :raises Refused: what `intake.check` refuses.
    """
    checked = intake.check(content, pictures_only=pictures_only)
    return _keep(checked, at), checked


def store_own(content: bytes, media_type: str, *, at: datetime) -> Blob:
    """Keep a content the product made itself, such as a report."""
    return _keep(intake.Checked(content, media_type), at)


def _keep(checked: intake.Checked, at: datetime) -> Blob:
    sha256 = _write(checked.content)
    stripped = _write(checked.stripped) if checked.stripped else ""
    blob, _ = Blob.objects.get_or_create(
        sha256=sha256,
        defaults={
            "size_bytes": len(checked.content),
            "media_type": checked.media_type,
            "width": checked.width,
            "height": checked.height,
            "stripped_sha256": stripped,
            "stored_at": at,
        },
    )
    return blob


def _write(content: bytes) -> str:
    """Write the content under its hash unless it lies there already; a good file is never touched again."""
    sha256 = hashlib.sha256(content).hexdigest()
    path = path_of(sha256)
    if not default_storage.exists(path) or default_storage.size(path) != len(content):
        default_storage.delete(path)
        default_storage.save(path, ContentFile(content))
    return sha256


@transaction.atomic
def attach(
    content: bytes,
    *,
    subject: str,
    role: str,
    name: str,
    by: Actor,
    at: datetime,
    audience: str = Attachment.Audience.INTERNAL,
    note: str = "",
    pictures_only: bool = False,
) -> Attachment:
    """
    Store an upload and attach it to a record; the same content attached again is the same attachment.

    :raises Refused: what `intake.check` refuses.
    """
    blob, checked = store(content, at=at, pictures_only=pictures_only)
    return link(
        blob, subject=subject, role=role, name=name, by=by, at=at, audience=audience, note=note, meta=checked.exif or {}
    )


def link(
    blob: Blob,
    *,
    subject: str,
    role: str,
    name: str,
    by: Actor,
    at: datetime,
    audience: str = Attachment.Audience.INTERNAL,
    note: str = "",
    meta: dict[str, object] | None = None,
) -> Attachment:
    """Attach a stored content to a record."""
    attachment, _ = Attachment.objects.get_or_create(
        blob=blob,
        subject=subject,
        role=role,
        defaults={
            "name": intake.file_name(name),
            "audience": audience,
            "note": note,
            "meta": meta or {},
            "attached_by_id": by.id,
            "attached_at": at,
        },
    )
    return attachment


def of(subject: str, *, roles: Iterable[str] = (), by: Actor, limit: int = 100) -> list[Attachment]:
    """Return a record's attachments that the actor may see; the record's own right was checked by the caller."""
    rows = Attachment.objects.filter(subject=subject).select_related("blob")
    if roles:
        rows = rows.filter(role__in=list(roles))
    if not by.is_staff:
        rows = rows.filter(audience=Attachment.Audience.CUSTOMER)
    return list(rows.order_by("attached_at", "id")[:limit])


def readable(attachment_id: int, *, by: Actor) -> Attachment:
    """
    Return an attachment the actor may read.

    :raises Refused: `not_found` when it does not exist, nobody guards its kind, or its record is not visible.
    """
    attachment = Attachment.objects.select_related("blob").filter(pk=attachment_id).first()
    if attachment is None or (attachment.audience == Attachment.Audience.INTERNAL and not by.is_staff):
        raise not_found()
    if not may_read(attachment.subject, by=by):
        raise not_found()
    return attachment


def may_read(subject: str, *, by: Actor) -> bool:
    """Tell whether the actor may read the files of a record; nobody may where no guard is registered."""
    kind, _, record = subject.partition(":")
    decides = _guards.get(kind)
    return decides is not None and record.isdigit() and decides(int(record), by)


def open_for(attachment: Attachment, *, by: Actor) -> IO[bytes]:
    """Open the content; whoever is not staff gets pictures without camera and place data."""
    blob = attachment.blob
    sha256 = blob.sha256 if by.is_staff or not blob.stripped_sha256 else blob.stripped_sha256
    return default_storage.open(path_of(sha256))


def content_of(blob: Blob) -> bytes:
    """Return the content of a blob."""
    with default_storage.open(path_of(blob.sha256)) as handle:
        return handle.read()
