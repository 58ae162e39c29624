"""What the parts of an order were worth, where a service contract includes them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.urls import reverse

from aftercare.contexts.calendars import public as calendars
from aftercare.contexts.contracts import commands as contracting
from aftercare.contexts.service_requests.tests import builders as requests
from aftercare.contexts.work_orders import commands, queries
from aftercare.contexts.work_orders.models import WorkOrder
from aftercare.contexts.work_orders.tests import builders
from aftercare.contexts.work_orders.tests.browsing import Program, browser

LEDGER = "contracts.EntitlementEntry"


def ledger() -> list[tuple[Decimal, Decimal]]:
    """Return quantity and chargeable part of every entry, the first first."""
    rows = apps.get_model(LEDGER).objects.order_by("pk")
    return [(row.quantity, row.chargeable) for row in rows]


@pytest.fixture(scope="module")
def contract(place, system, at):
    """Give the customer's contract that includes parts for 1,000 a year."""
    acting = {"by": system, "at": at}
    row = contracting.draft(
        name="全包维保", customer_id=place.customer_id, starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31),
        calendar_id=calendars.default_calendar_id(), **acting,
    )  # fmt: skip
    contracting.entitle(contract_id=row.pk, kind="parts_value", per_year=Decimal(1000), **acting)
    return contracting.put_in_force(contract_id=row.pk, **acting)


@pytest.fixture(scope="module")
def order_id(place, shared_engineer, contract, at):
    """Give an order done for a request the contract pays for."""
    matter = requests.request_of(place, at=at)
    type(matter).objects.filter(pk=matter.pk).update(coverage="service_contract", contract_id=contract.pk)
    done = builders.completed(place, shared_engineer)
    WorkOrder.objects.filter(pk=done.pk).update(request_id=matter.pk)
    return done.pk


@pytest.fixture
def order(order_id):
    """Give that order."""
    return WorkOrder.objects.get(pk=order_id)


@pytest.fixture
def state(order, service_manager, at):
    """Give a way to say what the parts were worth."""

    def say(amount, by=service_manager):
        return commands.state_parts_value(work_order_id=order.pk, amount=Decimal(amount), by=by, at=at)

    return say


class TestStatePartsValue:
    def test_uses_the_contract_once_however_often_it_is_said(self, state, published):
        state("640.50")
        state("640.50")
        assert ledger() == [(Decimal("640.50"), Decimal(0))]
        assert published.only("PartsValueStated")["amount"] == "640.50"

    def test_shows_what_exceeds_the_year_as_chargeable(self, state, order):
        state(1300)
        found = queries.parts_use(order)
        assert (found.stated, found.chargeable, found.left) == (Decimal(1300), Decimal(300), Decimal(0))

    def test_again_corrects_and_keeps_both_entries(self, state, order, published):
        state(1300)
        state(400)
        state(600)
        assert [quantity for quantity, _over in ledger()] == [1300, -1300, 400, -400, 600]
        assert (queries.parts_use(order).stated, queries.parts_use(order).left) == (Decimal(600), Decimal(400))

    def test_of_zero_takes_it_back_and_it_may_be_said_anew(self, state, order):
        state(0)
        assert ledger() == []
        for amount in (500, 0, 500):
            state(amount)
        assert (sum(q for q, _over in ledger()), queries.parts_use(order).stated) == (500, 500)

    @pytest.mark.parametrize("amount", ["-1", "0.001", "NaN", "1e12"])
    def test_is_refused_for_what_is_no_amount(self, state, order, refused, amount):
        with refused(order, "bad_amount"):
            state(amount)

    def test_is_refused_before_the_work_is_done(self, place, engineer, contract, service_manager, at, refused):
        row = builders.begun(place, engineer)
        with refused(row, "wrong_state"):
            commands.state_parts_value(work_order_id=row.pk, amount=Decimal(1), by=service_manager, at=at)

    def test_is_refused_where_no_contract_pays_or_includes_parts(self, state, order, contract, refused):
        matter = type(order.request).objects.filter(pk=order.request_id)
        matter.update(coverage="statutory_warranty")
        with refused(order, "no_contract"):
            state(100)
        matter.update(coverage="service_contract")
        contract.entitlements.all().delete()
        with refused(order, "not_included"):
            state(100)
        assert ledger() == []

    def test_is_for_who_reviews_the_order(self, state, order, on_site, storekeeper, refused):
        for somebody in (on_site, storekeeper):
            with refused(order, "not_allowed"):
                state(100, by=somebody)

    def test_stays_on_the_year_the_work_was_done_in_after_the_contract_ended(
        self, state, contract, service_manager, at
    ):
        contracting.end(contract_id=contract.pk, reason="协商", by=service_manager, at=at)
        state(100)
        assert ledger() == [(Decimal(100), Decimal(0))]

    def test_twice_for_one_order_is_refused_by_the_database(self, state):
        state(100)
        row = apps.get_model(LEDGER).objects.get()
        row.pk = None
        with pytest.raises(IntegrityError, match="entry_once_a_subject"), transaction.atomic():
            row.save(force_insert=True)


class TestDoors:
    def test_of_the_desk_offers_and_enters_it(self, order):
        desk = browser("service_manager")
        panel = reverse("web:panel", args=["work_order", order.pk, "parts-use"])
        assert "尚未登记" in desk.get(panel).content.decode()
        desk.post(reverse("work_orders:parts_value", args=[order.pk]), {"amount": "1200"})
        page = desk.get(panel).content.decode()
        assert "¥1,200.00" in page and "¥200.00" in page

    def test_of_the_desk_shows_nothing_for_an_order_no_contract_pays_for(self, place, engineer):
        done = builders.completed(place, engineer)
        panel = reverse("web:panel", args=["work_order", done.pk, "parts-use"])
        assert "每年包含" not in browser("service_manager").get(panel).content.decode()

    def test_of_the_api_enters_it(self, order):
        program = Program("service_manager", "orders:read", "orders:write")
        assert program.post(f"/work-orders/{order.pk}/parts-value", {"amount": "250.00"}).status_code == 200
        assert ledger() == [(Decimal(250), Decimal(0))]
