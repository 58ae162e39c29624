"""Two who use the last of what a contract includes at the same time."""

from __future__ import annotations

import inspect
from decimal import Decimal
from threading import Barrier, Thread

import pytest
from django.db import connection

from aftercare.contexts.contracts import commands
from aftercare.contexts.contracts.models import Contracts, EntitlementEntry
from aftercare.contexts.contracts.rules.entitlements import beyond
from aftercare.contexts.contracts.tests import builders


@pytest.mark.django_db(transaction=True)
class TestTwoAtOnce:
    @pytest.fixture
    def place(self, db):
        """Give one customer; the tests commit, so it is theirs alone."""
        builders.office_hours()
        return builders.make_place("north")

    @pytest.fixture
    def calendar_id(self, place):
        """Give the calendar of office hours."""
        return builders.office_hours()

    @pytest.fixture
    def act(self, contract, service_manager, at):
        """Give what it takes to use a visit of a contract in force that includes two a year."""
        acting = {"contract_id": contract.pk, "by": service_manager, "at": at}
        commands.entitle(kind="visits", per_year=Decimal(2), **acting)
        commands.put_in_force(**acting)
        return {"kind": "visits", "quantity": Decimal(1), "used_on": at.date(), **acting}

    def together(self, act, contract):
        """Use the last visit twice at the same time; return what was chargeable."""
        barrier = Barrier(2, timeout=20)

        def one() -> None:
            barrier.wait()
            try:
                commands.consume(**act)
            finally:
                connection.close()

        threads = [Thread(target=one) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return sum(EntitlementEntry.objects.filter(contract=contract).values_list("chargeable", flat=True))

    def test_one_of_them_is_chargeable(self, act, contract):
        commands.consume(**act)
        assert self.together(act, contract) == 1

    def test_without_the_lock_neither_would_be(self, act, contract, monkeypatch):
        """The control: both read the ledger before either writes."""
        commands.consume(**act)
        both_read = Barrier(2, timeout=20)

        def waiting(*amounts: Decimal) -> Decimal:
            both_read.wait()
            return beyond(*amounts)

        monkeypatch.setattr(Contracts, "locked", lambda rows, pk: rows.get(pk=pk))
        monkeypatch.setattr(inspect.getmodule(commands.consume), "beyond", waiting)
        assert self.together(act, contract) == 0
