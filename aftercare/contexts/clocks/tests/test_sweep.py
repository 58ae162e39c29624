"""Warning of promises near their end and of broken ones."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection

from aftercare.contexts.clocks import commands, jobs
from aftercare.contexts.clocks.commands import Swept
from aftercare.contexts.clocks.models import Clock
from aftercare.platform import clock

MINUTE = timedelta(minutes=1)


class TestSweep:
    def test_tells_that_a_promise_is_near_once(self, running, system, published):
        moment = running["acknowledge"].next_alarm_at
        assert commands.sweep(by=system, at=moment) == Swept(near=1, broken=0)
        assert commands.sweep(by=system, at=moment + MINUTE) == Swept(near=0, broken=0)
        assert published.only("DeadlineNear")["promise"] == "acknowledge"

    def test_tells_that_a_promise_is_broken_once(self, running, system, published):
        due_at = running["acknowledge"].due_at
        assert commands.sweep(by=system, at=due_at).broken == 0
        assert commands.sweep(by=system, at=due_at + MINUTE).broken == 1
        assert commands.sweep(by=system, at=due_at + 2 * MINUTE).broken == 0
        assert published.only("DeadlineBroken")["due_at"] == due_at.isoformat()

    def test_after_a_missed_hour_tells_the_breach_and_no_warning_of_it(self, running, system, published):
        found = commands.sweep(by=system, at=running["acknowledge"].due_at + timedelta(hours=1))
        assert found == Swept(near=0, broken=1)
        assert published.names() == ["DeadlineBroken"]

    def test_goes_through_more_than_one_batch(self, start, system, at):
        for number in range(5):
            start(f"service_request:{number}")
        found = commands.sweep(by=system, at=at + timedelta(days=60), batch=3)
        assert found.broken == 20

    def test_costs_one_statement_when_nothing_is_due(self, running, system, at, django_assert_num_queries):
        with django_assert_num_queries(3):  # with its savepoint
            commands.sweep(by=system, at=at)

    def test_reads_a_partial_index_and_not_the_table(self, running, at):
        reached = Clock.objects.filter(state="running", next_alarm_at__lte=at).order_by("next_alarm_at")
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
        assert "clock_to_alarm" in reached.values("id")[:10].explain()

    def test_as_a_job_goes_by_the_clock_on_the_wall(self, start):
        start(started_at=clock.now() - timedelta(days=400))
        jobs.sweep()
        assert Clock.objects.filter(breached_at__isnull=False).count() == 4
