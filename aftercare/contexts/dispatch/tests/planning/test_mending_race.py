from __future__ import annotations

import sys
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

import pytest
from django.db import connection, transaction

from aftercare.contexts.dispatch import commands
from aftercare.contexts.dispatch.planning import mending, working
from aftercare.contexts.dispatch.tests import builders
from aftercare.contexts.dispatch.tests.planning.town import booked, town, tuesday
from aftercare.platform.testing.fixtures import MONDAY


@pytest.mark.django_db(transaction=True)
class TestMendingRace:
    """A dispatcher's move is being written at the moment the proposal is."""

    def race(self, dispatcher: Any, monkeypatch: Any) -> Any:
        here = town(engineers=3, waiting=0)
        far, near = (booked(here.order(n), here.engineers[0], hour) for n, hour in ((10, 10), (1, 15)))
        (row,) = commands.mend(booking_id=near.pk, by=dispatcher, at=MONDAY)
        run, written = mending.process.run, Event()

        def edit() -> None:
            later = {"start_at": tuesday(11), "end_at": tuesday(12), "accept_warnings": builders.WARNINGS}
            with transaction.atomic():
                commands.move(booking_id=far.pk, **later, by=dispatcher, at=MONDAY)
                written.set()
                time.sleep(1)
            connection.close()

        with ThreadPoolExecutor(1) as pool:

            def meanwhile(order: Any) -> Any:
                answer = run(order)
                pool.submit(edit)
                assert written.wait(5)
                return answer

            monkeypatch.setattr(mending.process, "run", meanwhile)
            return working.work_out(row.pk, at=MONDAY)

    def test_waits_for_the_move_and_falls_away(self, dispatcher, monkeypatch):
        assert self.race(dispatcher, monkeypatch) is None

    def test_without_the_locks_the_late_proposal_would_stand(self, dispatcher, monkeypatch):
        """The control run."""
        module = sys.modules["aftercare.contexts.dispatch.commands.mend"]
        monkeypatch.setattr(module, "_hold_still", lambda visits: None)
        assert self.race(dispatcher, monkeypatch).status == "ready"
