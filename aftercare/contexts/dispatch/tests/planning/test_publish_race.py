from __future__ import annotations

import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from aftercare.contexts.dispatch import commands
from aftercare.contexts.dispatch.models import Booking
from aftercare.contexts.dispatch.tests.builders import BUILDER
from aftercare.contexts.dispatch.tests.planning.town import planned, town
from aftercare.platform.refusal import Refused
from aftercare.platform.testing.fixtures import MONDAY


@pytest.mark.django_db(transaction=True)
class TestPublishRace:
    """Two dispatchers publish two plans of the same day at once."""

    def race(self) -> Counter[str]:
        here = town(engineers=2, waiting=3)
        plans = [planned(here, seed=seed).pk for seed in (1, 2)]

        def one(plan_id: int) -> str:
            try:
                commands.publish(plan_id=plan_id, by=BUILDER, at=MONDAY)
            except Refused as refused:
                return refused.code
            finally:
                connection.close()
            return "published"

        with ThreadPoolExecutor(2) as pool:
            return Counter(pool.map(one, plans))

    def booked_twice(self) -> int:
        orders = Booking.objects.values_list("work_order_id", flat=True)
        return len(orders) - len(set(orders))

    def test_one_wins_and_the_other_is_shown_the_difference(self):
        assert self.race() == {"published": 1, "stale": 1}
        assert self.booked_twice() == 0

    def test_without_looking_again_nobody_would_be_told(self, monkeypatch):
        """The control run."""
        module = sys.modules["aftercare.contexts.dispatch.commands.publish"]
        monkeypatch.setattr(module, "clashes", lambda plan, visits, at: [])
        assert self.race()["stale"] == 0
