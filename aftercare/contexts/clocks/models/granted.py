"""What was granted beside the clause: more time for a promise, or that it need not be kept."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q

from aftercare.platform.audit import tracked

MINUTE = timedelta(minutes=1)


@tracked()
class Extension(models.Model):
    """
    Time granted on top of the promised time, counted as the clock counts.

    It is exact, because an agreed moment is: the deadline falls on that moment and not near it. `source` is the record
    that granted it, `note` its number; neither says why, so that whoever sees the clock may see them.
    """

    clock = models.ForeignKey("clocks.Clock", on_delete=models.CASCADE, related_name="extensions")
    added = models.DurationField()
    # The moment that was agreed, where it was one.
    until = models.DateTimeField(null=True)
    since = models.DateTimeField()
    source = models.CharField(max_length=80)
    note = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["clock", "source"], name="extension_once"),
            models.CheckConstraint(condition=Q(added__gt=timedelta()), name="extension_adds"),
        ]
        ordering = ["since", "id"]

    @property
    def minutes(self) -> int:
        """Return the full minutes."""
        return self.added // MINUTE


@tracked()
class Waiver(models.Model):
    """The promise need not be kept in this matter, whatever happens to it later."""

    clock = models.OneToOneField("clocks.Clock", on_delete=models.CASCADE, related_name="waiver")
    since = models.DateTimeField()
    source = models.CharField(max_length=80)
    note = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
