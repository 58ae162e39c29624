"""Tell a person something once: in the inbox, and by e-mail where there is an address."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import translation

from aftercare.platform import live
from aftercare.platform.notify.models import Mail, Notice


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What to say, in the recipient's language."""

    title: str
    body: str = ""
    url: str = ""


@transaction.atomic
def tell(
    user_ids: Iterable[int],
    *,
    kind: str,
    message: Callable[[], Message],
    dedupe: str,
    at: datetime,
    about: str = "",
    by_mail: bool = True,
) -> int:
    """
    Put one message into each login's inbox and queue a mail; the same `dedupe` is told once.

    `message` is called with the recipient's language active. Returns how many were told now.
    """
    told = 0
    for user in get_user_model().objects.filter(pk__in=set(user_ids), is_active=True).order_by("pk"):
        with translation.override(user.language):
            said = message()
        notice, new = Notice.objects.get_or_create(
            recipient=user,
            dedupe_key=dedupe,
            defaults={
                "kind": kind,
                "title": said.title[:200],
                "body": said.body[:1000],
                "url": said.url,
                "about": about,
                "sent_at": at,
            },
        )
        if not new:
            continue
        told += 1
        live.tell(f"user:{user.pk}", {"notice": notice.pk})
        if by_mail and user.email and settings.EMAIL_HOST:
            mail(to=user.email, subject=said.title, text=f"{said.body}\n\n{link(said.url)}", dedupe=dedupe, at=at)
    return told


@transaction.atomic
def mail(*, to: str, subject: str, text: str, dedupe: str, at: datetime, html: str = "") -> Mail:
    """Queue an e-mail to an address once per `dedupe`; the job sends it after the caller's transaction."""
    from aftercare.platform.notify.jobs import send

    row, new = Mail.objects.get_or_create(
        to=to,
        dedupe_key=dedupe,
        defaults={
            "subject": " ".join(subject.split())[:200],
            "text": text,
            "html": html,
            "message_id": f"<{uuid4()}@aftercare>",
            "queued_at": at,
        },
    )
    if new:
        send.defer(mail_id=row.pk)
    return row


def link(path: str) -> str:
    """Return the full address of a page."""
    return f"{settings.PUBLIC_URL}{path}" if path.startswith("/") else path


def inbox(user_id: int, *, unread_only: bool = False, limit: int = 50) -> list[Notice]:
    """Return the latest messages of a login, newest first."""
    rows = Notice.objects.filter(recipient_id=user_id)
    if unread_only:
        rows = rows.filter(read_at__isnull=True)
    return list(rows.order_by("-sent_at", "-id")[:limit])


def unread_count(user_id: int) -> int:
    """Return how many messages wait, counted up to 100."""
    return Notice.objects.filter(recipient_id=user_id, read_at__isnull=True)[:100].count()


def mark_read(user_id: int, *, at: datetime, notice_ids: Iterable[int] | None = None) -> int:
    """Mark the named or all messages of a login as read."""
    rows = Notice.objects.filter(recipient_id=user_id, read_at__isnull=True)
    if notice_ids is not None:
        rows = rows.filter(pk__in=set(notice_ids))
    return rows.update(read_at=at)
