"""Two people press the same button: one wins, the other is told. Control runs without the guard must fail."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, connections

from aftercare.contexts.service_requests import commands
from aftercare.contexts.service_requests.models import Requests, ServiceRequest
from aftercare.contexts.service_requests.tests import builders
from aftercare.platform.actor import Actor, Role
from aftercare.platform.outbox.models import Event
from aftercare.platform.refusal import Refused

pytestmark = pytest.mark.django_db(transaction=True)
AGENT = Actor(id=None, name="甲", roles=frozenset({Role.DESK_AGENT}), region_ids=None)


def together(*acts: Callable[[], Any]) -> list[str]:
    """Run the acts at the same moment; return "done" or the refusal's code of each."""
    start = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> str:
        start.wait(timeout=10)
        try:
            act()
        except Refused as refused:
            return refused.code
        finally:
            connections.close_all()
        return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(run, acts))


@pytest.fixture
def row(transactional_db: None) -> ServiceRequest:
    """Give a new request that other connections see."""
    builders.promises()
    return builders.request_of(builders.scene())


@contextmanager
def without_lock(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Read the request without locking it, and hold everybody until all have read."""
    meet = Barrier(2)

    def unlocked(self: Requests, request_id: int) -> ServiceRequest:
        found = self.get(pk=request_id)
        meet.wait(timeout=10)
        return found

    with monkeypatch.context() as patch:
        patch.setattr(Requests, "locked", unlocked)
        yield


def acknowledged() -> int:
    """Return how often somebody was told that the matter was taken on."""
    return Event.objects.filter(name="RequestAcknowledged").count()


class TestSameButton:
    def test_of_two_agents_one_takes_the_matter_on_and_the_other_is_told(
        self, row: ServiceRequest, at: datetime
    ) -> None:
        def press() -> None:
            commands.acknowledge(request_id=row.pk, by=AGENT, at=at)

        assert together(press, press) == ["done", "wrong_state"]
        assert acknowledged() == 1

    def test_without_the_lock_both_would_win(
        self, row: ServiceRequest, at: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def press() -> None:
            commands.acknowledge(request_id=row.pk, by=AGENT, at=at)

        with without_lock(monkeypatch):
            assert together(press, press) == ["done", "done"]
        assert acknowledged() == 2

    def test_of_two_assessments_of_one_page_the_later_is_told_it_is_stale(
        self, row: ServiceRequest, at: datetime
    ) -> None:
        def press() -> None:
            builders.triaged(row, by=AGENT, at=at, seen_version=1)

        assert together(press, press) == ["done", "stale"]

    def test_two_merging_a_pair_into_each_other_do_not_block(self, row: ServiceRequest, at: datetime) -> None:
        other = ServiceRequest.objects.get(pk=row.pk)
        other = commands.register(
            source="hotline", subject="又一次", customer_id=row.customer_id, by=builders.BUILDER, at=at
        )

        def press(one: int, into: int) -> Callable[[], Any]:
            return lambda: commands.merge(request_id=one, into_id=into, by=AGENT, at=at)

        assert together(press(row.pk, other.pk), press(other.pk, row.pk)) == ["done", "into_closed"]


class TestNumbers:
    def test_are_never_given_twice(self, row: ServiceRequest, at: datetime) -> None:
        def register() -> None:
            commands.register(source="hotline", subject="x", customer_id=row.customer_id, by=builders.BUILDER, at=at)

        assert together(*[register] * 8) == ["done"] * 8
        numbers = list(ServiceRequest.objects.order_by("number").values_list("number", flat=True))
        assert numbers == [f"SR-2026-{n:06d}" for n in range(1, 10)]

    def test_the_same_matter_of_another_system_is_taken_once(self, row: ServiceRequest, at: datetime) -> None:
        def register() -> None:
            commands.register(
                source="api", subject="x", source_system="erp", source_key="1", by=builders.BUILDER, at=at
            )

        assert together(*[register] * 4) == ["conflict"] * 3 + ["done"]

    def test_without_the_constraint_it_would_be_taken_again(self, row: ServiceRequest, at: datetime) -> None:
        clash = next(c for c in ServiceRequest._meta.constraints if c.name == "request_source_once")
        with connection.schema_editor() as editor:
            editor.remove_constraint(ServiceRequest, clash)
        try:
            for _ in range(2):
                ServiceRequest.objects.create(
                    number=f"X{_}", source="api", subject="x", source_system="erp", source_key="1", received_at=at
                )
            assert ServiceRequest.objects.filter(source_key="1").count() == 2
        finally:
            ServiceRequest.objects.filter(source_key="1").delete()
            with connection.schema_editor() as editor:
                editor.add_constraint(ServiceRequest, clash)
