"""Send the queued mails."""

from __future__ import annotations

import smtplib

import structlog
from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from procrastinate.contrib.django import app

from aftercare.platform import clock
from aftercare.platform.notify.models import Mail

log = structlog.get_logger(__name__)
ATTEMPTS = 6


@app.task(name="notify.send", queue="mail")
def send(mail_id: int) -> None:
    """
    Send one mail; a failure is kept on the mail and tried again later by the sweep.

    A mail server that took the message but whose answer was lost sees the same Message-ID again.
    """
    row = Mail.objects.filter(pk=mail_id, state=Mail.State.WAITING).first()
    if row is None:
        return
    message = EmailMultiAlternatives(
        row.subject,
        row.text,
        settings.DEFAULT_FROM_EMAIL,
        [row.to],
        headers={"Message-ID": row.message_id, "Auto-Submitted": "auto-generated"},
    )
    if row.html:
        message.attach_alternative(row.html, "text/html")
    row.attempts += 1
    try:
        get_connection().send_messages([message])
    except (smtplib.SMTPException, OSError) as error:
        row.last_error = f"{type(error).__name__}: {error}"[:300]
        if row.attempts >= ATTEMPTS:
            row.state = Mail.State.FAILED
        log.warning("mail_not_sent", mail=row.pk, attempts=row.attempts, error=row.last_error)
    else:
        row.state, row.sent_at, row.last_error = Mail.State.SENT, clock.now(), ""
    row.save(update_fields=["attempts", "state", "sent_at", "last_error"])


@app.periodic(cron="*/2 * * * *")
@app.task(name="notify.resend", queue="mail", queueing_lock="notify.resend")
def resend(timestamp: int = 0) -> int:
    """Try the waiting mails again, oldest first; return how many were queued."""
    waiting = list(Mail.objects.filter(state=Mail.State.WAITING, attempts__gt=0).order_by("queued_at")[:200])
    for row in waiting:
        send.defer(mail_id=row.pk)
    return len(waiting)
