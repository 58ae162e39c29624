"""The worker and the transaction."""

import asyncio

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django import app, procrastinate_app

from aftercare.platform.outbox import jobs
from aftercare.platform.outbox.models import Heartbeat
from aftercare.surfaces.console.management.commands import worker

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def tried():
    """Give a job that queues another job and then does or does not undo it."""

    @app.task(name="test.try")
    def attempt(undo):
        with transaction.atomic():
            jobs.purge.configure(queue="test.idle", queueing_lock="test.idle").defer()
            transaction.set_rollback(undo)

    yield attempt
    del procrastinate_app.current_app.tasks["test.try"]


def work(queue):
    async def story():
        runner = worker.worker_app()
        async with runner.open_async():
            await runner.run_worker_async(queues=[queue], wait=False, install_signal_handlers=False)

    asyncio.run(story())


def waiting(queue):
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE queue_name = %s AND status = 'todo'", [queue])
        return cursor.fetchone()[0]


class TestWorker:
    @pytest.mark.parametrize(("undo", "left"), [(True, 0), (False, 1)])
    def test_queues_a_jobs_own_jobs_in_the_jobs_transaction(self, tried, undo, left):
        tried.configure(queue="test.now").defer(undo=undo)
        work("test.now")
        assert waiting("test.now") == 0
        assert waiting("test.idle") == left

    def test_says_that_it_is_alive(self):
        worker._say_alive("host:1")
        worker._say_alive("host:1")
        assert Heartbeat.objects.filter(worker="host:1").count() == 1
