"""What is known of the roads: answers of a map service, ways that were gone, and speeds learned from them."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from aftercare.contexts.dispatch.travel import Band, Speeds


class KnownWay(models.Model):
    """A way between two cells as a map service told it; both figures are empty where no road leads."""

    source = models.CharField(max_length=16)
    origin = models.BigIntegerField()
    goal = models.BigIntegerField()
    seconds = models.PositiveIntegerField(null=True)
    metres = models.PositiveIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "origin", "goal"], name="way_known_once"),
            models.CheckConstraint(
                condition=Q(seconds__isnull=True, metres__isnull=True) | Q(seconds__isnull=False, metres__isnull=False),
                name="way_known_wholly",
            ),
        ]
        indexes = [models.Index(fields=["at"], name="way_age")]


class Trip(models.Model):
    """A way that an engineer went: how far, how long, when. Where the engineer was on the way is not kept."""

    booking = models.OneToOneField("dispatch.Booking", on_delete=models.CASCADE, related_name="+")
    region = models.ForeignKey("people.Region", on_delete=models.PROTECT, related_name="+")
    straight_m = models.PositiveIntegerField()
    seconds = models.PositiveIntegerField()
    band = models.CharField(max_length=8, choices=[(band.value, band.value) for band in Band])
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(band__in=[band.value for band in Band]), name="trip_band_known"),
        ]
        indexes = [models.Index(fields=["region", "-at"], name="trip_region")]


class RegionSpeeds(models.Model):
    """The speeds of a region as its trips taught them; none is changed, each night's is a version of its own."""

    region = models.ForeignKey("people.Region", on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    slowness: Any = models.JSONField()
    trips = models.PositiveIntegerField()
    fitted_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["region", "version"], name="speeds_version_once")]

    @property
    def speeds(self) -> Speeds:
        """Return them as the reckoning takes them."""
        return Speeds(tuple((band, float(self.slowness[band])) for band in Band), self.version)
