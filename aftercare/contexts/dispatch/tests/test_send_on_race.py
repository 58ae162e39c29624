"""Eight dispatchers send one refused job on at once: one engineer gets it."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module

import pytest
from django.db import connection

from aftercare.contexts.dispatch import commands
from aftercare.contexts.dispatch.tests import builders
from aftercare.contexts.people.tests import building
from aftercare.contexts.service_requests.tests import builders as requests
from aftercare.contexts.work_orders.tests import builders as orders
from aftercare.platform.refusal import Refused
from aftercare.platform.testing.fixtures import MONDAY


@pytest.mark.django_db(transaction=True)
class TestRace:
    def race(self) -> Counter[str]:
        """Let eight dispatchers send one refused job to eight engineers at once."""
        requests.promises()
        place = requests.scene()
        first, others = orders.engineer_of(place), [orders.engineer_of(place, name=f"工程师{n}") for n in range(8)]
        booking = builders.booked(orders.planned(place), first)
        commands.refuse(booking_id=booking.pk, code="far", by=building.acting(first), at=MONDAY)

        def send(engineer) -> str:
            try:
                commands.send_on(
                    booking_id=booking.pk, engineer_id=engineer.pk, start_at=builders.TEN,
                    accept_warnings=builders.WARNINGS, by=builders.BUILDER, at=MONDAY,
                )  # fmt: skip
            except Refused as refused:
                return refused.code
            finally:
                connection.close()
            return "sent"

        with ThreadPoolExecutor(8) as pool:
            return Counter(pool.map(send, others))

    def test_sends_one(self):
        assert self.race() == {"sent": 1, "wrong_state": 7}

    def test_without_the_guard_sends_many(self, monkeypatch):
        """The control run."""
        module = import_module("aftercare.contexts.dispatch.commands.send_on")
        monkeypatch.setattr(module, "refuse_if_taken_care_of", lambda _order, **_crew: None)
        assert self.race()["sent"] > 1
