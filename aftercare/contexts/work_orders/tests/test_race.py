"""Two people press the same button at once: one wins, the other is told."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from aftercare.contexts.people.tests import building
from aftercare.contexts.service_requests.tests import builders as requests
from aftercare.contexts.work_orders import commands, policies
from aftercare.contexts.work_orders.models import WorkOrder
from aftercare.contexts.work_orders.models.orders import WorkOrders
from aftercare.contexts.work_orders.tests import builders
from aftercare.platform.outbox.models import Event
from aftercare.platform.refusal import Refused
from aftercare.platform.testing.fixtures import MONDAY


@pytest.mark.django_db(transaction=True)
class TestAcceptRace:
    def race(self, monkeypatch) -> list[str]:
        requests.promises()
        place = requests.scene()
        engineer = builders.engineer_of(place)
        order, by = builders.completed(place, engineer), building.acting(engineer)
        gate, ask = Barrier(2), policies.may_accept

        def slowly(order, *, by):
            answer = ask(order, by=by)
            time.sleep(0.3)
            return answer

        monkeypatch.setattr(policies, "may_accept", slowly)

        def press(_: int) -> str:
            gate.wait()
            try:
                commands.accept(work_order_id=order.pk, by=by, at=MONDAY)
            except Refused as refused:
                return refused.code
            finally:
                connection.close()
            return "accepted"

        with ThreadPoolExecutor(2) as pool:
            return sorted(pool.map(press, range(2)))

    def test_one_wins_and_the_other_is_told(self, monkeypatch):
        assert self.race(monkeypatch) == ["accepted", "wrong_state"]
        assert Event.objects.filter(name="WorkOrderAccepted").count() == 1

    def test_without_the_lock_both_would_win(self, monkeypatch):
        """The control run."""
        monkeypatch.setattr(WorkOrders, "locked", lambda self, pk: WorkOrder.objects.get(pk=pk))
        assert self.race(monkeypatch) == ["accepted", "accepted"]
        assert Event.objects.filter(name="WorkOrderAccepted").count() == 2
