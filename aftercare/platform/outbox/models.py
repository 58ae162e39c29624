"""What happened, and which consequence has been drawn from it."""

from __future__ import annotations

from django.db import models


class Event(models.Model):
    """Something that happened, in the order it was recorded: the timeline of the record it is about."""

    name = models.CharField(max_length=80)
    about = models.CharField(max_length=80)
    payload = models.JSONField()
    actor = models.JSONField()
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [
            models.Index(fields=["about", "at", "id"], name="event_about"),
            models.Index(fields=["name", "id"], name="event_name"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.about}"


class Delivery(models.Model):
    """A consequence that has been drawn; written in the same transaction as its effect."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="deliveries")
    reaction = models.CharField(max_length=160)
    done_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "reaction"], name="each_consequence_once")]


class Heartbeat(models.Model):
    """When a worker was last alive; one row a process."""

    worker = models.CharField(max_length=80, unique=True)
    at = models.DateTimeField()
