"""Twenty people book one engineer for one time: exactly one gets it."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from aftercare.contexts.dispatch import commands
from aftercare.contexts.dispatch.models import Booking
from aftercare.contexts.dispatch.tests import builders
from aftercare.contexts.service_requests.tests import builders as requests
from aftercare.contexts.work_orders.tests import builders as orders
from aftercare.platform.refusal import Refused
from aftercare.platform.testing.fixtures import MONDAY

TRIES = 20
OVERLAPS = """
    SELECT count(*) FROM dispatch_booking a JOIN dispatch_booking b
        ON a.id < b.id AND a.engineer_id = b.engineer_id AND a.during && b.during
"""


def overlaps() -> int:
    with connection.cursor() as cursor:
        cursor.execute(OVERLAPS)
        return cursor.fetchone()[0]


@pytest.mark.django_db(transaction=True)
class TestAssignRace:
    def race(self) -> Counter[str]:
        requests.promises()
        place = requests.scene()
        engineer = orders.engineer_of(place)
        waiting = [orders.planned(place) for _ in range(TRIES)]

        def book(order) -> str:
            try:
                commands.assign(
                    work_order_id=order.pk, engineer_id=engineer.pk, start_at=builders.TEN,
                    end_at=builders.TEN + builders.HOUR, accept_warnings=builders.WARNINGS,
                    by=builders.BUILDER, at=MONDAY,
                )  # fmt: skip
            except Refused as refused:
                return refused.code
            finally:
                connection.close()
            return "booked"

        with ThreadPoolExecutor(TRIES) as pool:
            return Counter(pool.map(book, waiting))

    def test_one_wins_and_nineteen_are_told(self):
        assert self.race() == {"booked": 1, "conflict": TRIES - 1}
        assert overlaps() == 0

    def test_without_the_constraint_there_would_be_overlaps(self):
        """The control run."""
        constraint = next(c for c in Booking._meta.constraints if c.name == "engineer_booked_once")
        with connection.schema_editor() as editor:
            editor.remove_constraint(Booking, constraint)
        try:
            self.race()
            assert overlaps() > 0
        finally:
            with transaction.atomic():
                Booking.objects.all().delete()
            with connection.schema_editor() as editor:
                editor.add_constraint(Booking, constraint)
