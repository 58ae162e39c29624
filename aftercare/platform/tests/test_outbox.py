from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from aftercare.platform import outbox
from aftercare.platform.actor import Actor
from aftercare.platform.outbox import encoding, jobs, reacting
from aftercare.platform.outbox.models import Delivery, Event

AT = datetime(2026, 9, 7, 1, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class KettleBoiled:
    kettle: str
    litres: Decimal
    cups: tuple[int, ...]
    cold_at: datetime | None
    at: datetime


BOILED = KettleBoiled(kettle="blue", litres=Decimal("1.5"), cups=(1, 2), cold_at=None, at=AT)


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[KettleBoiled]:
    said: list[KettleBoiled] = []

    def pour(event: KettleBoiled, by: Actor) -> None:
        said.append(event)

    monkeypatch.setitem(reacting._reactions, "KettleBoiled", {"kitchen.pour": pour})
    monkeypatch.setitem(reacting._events, "KettleBoiled", KettleBoiled)
    return said


def jobs_in(status: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE status = %s", [status])
        return int(cursor.fetchone()[0])


@pytest.mark.django_db
class TestPublish:
    def test_hands_the_event_to_its_reactions_with_all_types_intact(self, system, heard):
        outbox.publish(BOILED, about="kettle:1", by=system)
        assert outbox.drain() == 1
        assert heard == [BOILED]

    def test_lets_a_handful_of_many_share_a_job_and_draws_each_once(self, system, heard):
        boiled = [replace(BOILED, kettle=str(n)) for n in range(120)]
        outbox.publish_many([(event, "kettle:1") for event in boiled], by=system)
        assert jobs_in("todo") == 3
        assert outbox.drain() == 3
        assert heard == boiled

    def test_puts_one_that_fails_aside_and_draws_the_others(self, system, heard, monkeypatch):
        def pour(event: KettleBoiled, by: Actor) -> None:
            if event.kettle == "7":
                raise ZeroDivisionError
            heard.append(event)

        monkeypatch.setitem(reacting._reactions, "KettleBoiled", {"kitchen.pour": pour})
        outbox.publish_many([(replace(BOILED, kettle=str(n)), "kettle:1") for n in range(60)], by=system)
        with pytest.raises(ZeroDivisionError):
            outbox.drain()
        assert [event.kettle for event in heard] == [str(n) for n in range(60) if n != 7]
        assert jobs_in("todo") == 1

    def test_leaves_no_trace_when_the_transaction_is_rolled_back(self, system, heard):
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            outbox.publish(BOILED, about="kettle:1", by=system)
            _ = 1 / 0
        assert outbox.drain() == 0
        assert not Event.objects.filter(about="kettle:1").exists()

    def test_shows_the_event_on_the_timeline(self, system, heard):
        outbox.publish(BOILED, about="kettle:1", by=system)
        [row] = outbox.of("kettle:1")
        assert (row.name, row.payload["kettle"], row.at) == ("KettleBoiled", "blue", AT)


@pytest.mark.django_db(transaction=True)
def test_publishing_outside_a_transaction_is_a_programming_error(system):
    with pytest.raises(RuntimeError, match="transaction"):
        outbox.publish(BOILED, about="kettle:1", by=system)


@pytest.mark.django_db
class TestReact:
    def test_draws_a_consequence_once_however_often_it_is_delivered(self, system, heard):
        row = outbox.publish(BOILED, about="kettle:1", by=system)
        for _ in range(3):
            jobs.react(event_id=row.pk, reaction="kitchen.pour")
        assert len(heard) == 1

    def test_would_be_drawn_twice_without_the_constraint(self, system, heard, monkeypatch):
        monkeypatch.setattr(jobs, "_first_time", lambda *_: True)
        row = outbox.publish(BOILED, about="kettle:1", by=system)
        for _ in range(2):
            jobs.react(event_id=row.pk, reaction="kitchen.pour")
        assert len(heard) == 2

    def test_forgets_the_claim_when_the_consequence_fails(self, system, heard, monkeypatch):
        def spill(event: KettleBoiled, by: Actor) -> None:
            raise RuntimeError("spilt")

        row = outbox.publish(BOILED, about="kettle:1", by=system)
        monkeypatch.setitem(reacting._reactions["KettleBoiled"], "kitchen.pour", spill)
        with pytest.raises(RuntimeError, match="spilt"):
            jobs.react(event_id=row.pk, reaction="kitchen.pour")
        assert not Delivery.objects.filter(event=row).exists()

    @pytest.mark.django_db(transaction=True)
    @pytest.mark.parametrize("first_stays", [True, False])
    def test_a_second_worker_waits_for_what_becomes_of_the_first(self, system, first_stays):
        with transaction.atomic():
            row = outbox.publish(BOILED, about="kettle:1", by=system)

        def claim() -> bool:
            try:
                return jobs._first_time(row.pk, "kitchen.pour")
            finally:
                connection.close()

        with ThreadPoolExecutor(1) as pool:
            with transaction.atomic():
                assert jobs._first_time(row.pk, "kitchen.pour")
                second = pool.submit(claim)
                with pytest.raises(TimeoutError):
                    second.result(0.3)
                transaction.set_rollback(not first_stays)
            assert second.result(5) is not first_stays

    def test_the_database_refuses_a_second_delivery(self, system, heard):
        row = outbox.publish(BOILED, about="kettle:1", by=system)
        Delivery.objects.create(event=row, reaction="kitchen.pour")
        with pytest.raises(IntegrityError), transaction.atomic():
            Delivery.objects.create(event=row, reaction="kitchen.pour")


@pytest.mark.django_db
class TestReap:
    def abandon(self, *, minutes_ago: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - %s) RETURNING id",
                [timedelta(minutes=minutes_ago)],
            )
            worker = cursor.fetchone()[0]
            cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s", [worker])
            cursor.execute("UPDATE procrastinate_events SET at = now() - %s", [timedelta(minutes=minutes_ago)])

    def test_puts_back_the_job_of_a_dead_worker(self, system, heard):
        outbox.publish(BOILED, about="kettle:1", by=system)
        self.abandon(minutes_ago=5)
        assert jobs.reap() == 1
        assert outbox.drain() == 1
        assert len(heard) == 1

    def test_leaves_the_job_of_a_live_worker_alone(self, system, heard):
        outbox.publish(BOILED, about="kettle:1", by=system)
        self.abandon(minutes_ago=0)
        assert jobs.reap() == 0
        assert jobs_in("doing") == 1


@pytest.mark.django_db
class TestPurge:
    def test_deletes_old_finished_jobs_and_keeps_the_rest(self, system, heard):
        outbox.publish(BOILED, about="kettle:1", by=system)
        outbox.drain()
        assert jobs.purge() == 0
        with connection.cursor() as cursor:
            cursor.execute("UPDATE procrastinate_events SET at = now() - interval '9 days'")
        outbox.publish(BOILED, about="kettle:2", by=system)
        assert jobs.purge() == 1
        assert jobs_in("todo") == 1


def test_decoding_leaves_out_fields_of_another_version(monkeypatch):
    monkeypatch.setitem(reacting._events, "KettleBoiled", KettleBoiled)
    row = Event(name="KettleBoiled", payload={**encoding.encode(BOILED), "steam": True})
    assert encoding.decode(row) == BOILED
