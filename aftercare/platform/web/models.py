"""What people keep of their lists: saved views, and the trace of every export."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SavedView(models.Model):
    """A list as somebody likes it: filters, columns, order. All of it is the query string."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    listing = models.CharField(max_length=80)
    title = models.CharField(_("Name of the view"), max_length=60)
    query = models.CharField(max_length=2000)
    is_shared = models.BooleanField(_("Show it to my colleagues"), default=False)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "listing", "title"], name="saved_view_title_once"),
            models.CheckConstraint(condition=~models.Q(title=""), name="saved_view_has_title"),
        ]
        indexes = [models.Index(fields=["listing", "owner"], name="saved_view_by_list")]

    def __str__(self) -> str:
        return self.title


class Export(models.Model):
    """Who took which rows out of the product, and how many; rows are only added."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    listing = models.CharField(max_length=80)
    query = models.CharField(max_length=2000)
    kind = models.CharField(max_length=8)
    row_count = models.PositiveIntegerField()
    exported_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["owner", "exported_at"], name="export_by_owner")]

    def __str__(self) -> str:
        return f"{self.listing} ({self.row_count})"
