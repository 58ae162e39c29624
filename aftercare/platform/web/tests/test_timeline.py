"""The timeline: events in words, in one stream, and less of it for customers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from aftercare.platform import outbox
from aftercare.platform.actor import Actor, Role
from aftercare.platform.web import timeline


@dataclass(frozen=True, slots=True, kw_only=True)
class LiftStopped:
    """A lift stopped."""

    why: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LiftChecked:
    """Somebody looked at the lift."""

    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LiftUntold:
    """Nobody wrote words for this."""

    at: datetime


@pytest.fixture(autouse=True)
def registered(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Register words for two of the three events."""
    monkeypatch.setattr(timeline, "_tellings", {})
    timeline.tells(LiftStopped, lambda e: "The lift stopped", body=lambda e: e["why"], is_internal=False)
    timeline.tells(LiftChecked, lambda e: "Checked", tone="done")
    yield


def happened(event: Any, about: str, by: Actor) -> None:
    """Record an event."""
    with transaction.atomic():
        outbox.record(event, about=about, by=by)


@pytest.mark.django_db
class TestTimeline:
    def test_is_one_stream_newest_first_in_one_query(
        self, at: datetime, system: Actor, django_assert_num_queries: Any
    ) -> None:
        customer = Actor(id=9, name="王工", roles=frozenset({Role.CUSTOMER}), via="portal")
        happened(LiftStopped(why="noise", at=at), "lift:1", customer)
        happened(LiftChecked(at=at + timedelta(hours=1)), "order:2", system)
        happened(LiftUntold(at=at), "lift:1", system)
        happened(LiftChecked(at=at), "lift:3", system)
        with django_assert_num_queries(1):
            entries = timeline.of("lift:1", "order:2")
        assert [(e.title, e.source, e.who, e.body) for e in entries] == [
            ("Checked", "system", "", ""),
            ("The lift stopped", "customer", "王工", "noise"),
        ]

    def test_keeps_internal_entries_from_customers(self, at: datetime, system: Actor) -> None:
        happened(LiftStopped(why="noise", at=at), "lift:1", system)
        happened(LiftChecked(at=at), "lift:1", system)
        assert [entry.title for entry in timeline.of("lift:1", for_customer=True)] == ["The lift stopped"]
