"""A stored content, and the records it is attached to."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Blob(models.Model):
    """One content by its sha256; equal contents are stored once and never rewritten."""

    sha256 = models.CharField(max_length=64, unique=True)
    size_bytes = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=80)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    # What a customer sees of a picture: re-encoded without the camera's and the place's data.
    stripped_sha256 = models.CharField(max_length=64, blank=True)
    stored_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(sha256__regex=r"^[0-9a-f]{64}$"), name="blob_sha256"),
        ]


class Attachment(models.Model):
    """
    A content attached to a record under a name; the record's right is the file's right.

    `subject` is `kind:id`, such as `visit:12`; the guard registered for the kind decides who may read.
    """

    class Audience(models.TextChoices):
        INTERNAL = "internal", _("Service company only")
        CUSTOMER = "customer", _("Customer too")

    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="attachments")
    subject = models.CharField(max_length=80)
    role = models.CharField(max_length=32)
    audience = models.CharField(max_length=16, choices=Audience.choices, default=Audience.INTERNAL)
    name = models.CharField(max_length=200)
    note = models.CharField(max_length=500, blank=True)
    meta = models.JSONField(default=dict)
    attached_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    attached_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["subject", "role", "id"], name="attachment_subject")]
        constraints = [
            models.UniqueConstraint(fields=["subject", "role", "blob"], name="attached_once"),
        ]

    def __str__(self) -> str:
        return self.name
