"""What a person has been told, and by which way."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Notice(models.Model):
    """One message to one login, in the inbox."""

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=48)
    title = models.CharField(max_length=200)
    body = models.CharField(max_length=1000, blank=True)
    url = models.CharField(max_length=300, blank=True)
    about = models.CharField(max_length=80, blank=True)
    dedupe_key = models.CharField(max_length=160)
    sent_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["recipient", "dedupe_key"], name="told_once")]
        indexes = [
            models.Index(fields=["recipient", "-sent_at", "-id"], name="notice_inbox"),
            models.Index(fields=["recipient"], name="notice_unread", condition=models.Q(read_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return self.title


class Mail(models.Model):
    """One e-mail to one address, sent by a job that may be tried again with the same Message-ID."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")

    to = models.EmailField()
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField(blank=True)
    message_id = models.CharField(max_length=120, unique=True)
    dedupe_key = models.CharField(max_length=160)
    state = models.CharField(max_length=16, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True)
    queued_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["to", "dedupe_key"], name="mailed_once")]
        indexes = [models.Index(fields=["queued_at"], name="mail_waiting", condition=models.Q(state="waiting"))]

    def __str__(self) -> str:
        return self.subject
