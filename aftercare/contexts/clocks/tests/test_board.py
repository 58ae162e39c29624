"""The board of promises."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from aftercare.contexts.clocks import board, commands
from aftercare.contexts.clocks.models import Clock
from aftercare.contexts.clocks.tests.test_desk import browser_of
from aftercare.contexts.organisations.commands import register_organisation
from aftercare.platform import clock
from aftercare.platform.actor import Role

HOUR = timedelta(hours=1)


@pytest.fixture(scope="module")
def regions(shared_db):
    """Give two regions."""
    region = apps.get_model("people", "Region").objects
    return region.create(code="north", name="北区"), region.create(code="south", name="南区")


@pytest.fixture(scope="module")
def matters(start, regions, system, at):
    """Give the promises of one matter in each region, of two customers."""
    found = []
    for number, region in enumerate(regions, start=1):
        customer = register_organisation(name=f"客户{number}", region_id=region.pk, by=system, at=at)
        found.append(
            start(f"service_request:{number}", customer_id=customer.pk, region_id=region.pk, number=f"SR-{number}")
        )
    return found


def numbers(rows):
    return [(row.number, row.promise) for row in rows]


class TestNextToBreach:
    def test_puts_the_nearest_first_and_leaves_out_what_is_over(self, matters, service_manager, system, at):
        commands.cancel(subject="service_request:2", by=system, at=at)
        rows = board.next_to_breach(board.Asked(), by=service_manager, now=at)
        assert numbers(rows) == [("SR-1", p) for p in ("acknowledge", "respond", "arrive", "resolve")]

    def test_leaves_what_is_broken_to_the_other_list(self, matters, service_manager, at):
        later = at + timedelta(minutes=61)
        assert ("SR-1", "acknowledge") not in numbers(
            board.next_to_breach(board.Asked(), by=service_manager, now=later)
        )
        found = numbers(board.broken_open(board.Asked(), by=service_manager, now=later))
        assert found == [("SR-2", "acknowledge"), ("SR-1", "acknowledge")]

    def test_shows_nobody_another_region(self, matters, regions, make_actor, at):
        there = make_actor(Role.DISPATCHER, regions={regions[1].pk})
        assert {row.number for row in board.next_to_breach(board.Asked(), by=there, now=at)} == {"SR-2"}

    def test_is_narrowed_by_what_the_address_asks(self, matters, regions, service_manager, at):
        asked = board.Asked(region=regions[0].pk, promise="arrive")
        assert numbers(board.next_to_breach(asked, by=service_manager, now=at)) == [("SR-1", "arrive")]


class TestGathered:
    def test_counts_by_region_where_most_burns_first(self, matters, regions, service_manager, system, at):
        commands.pause(
            subject="service_request:1", source="service_request:1", reason="weather", party="nobody", since=at,
            by=system, at=at,
        )  # fmt: skip
        Clock.objects.filter(subject="service_request:2", promise="acknowledge").update(due_at=at)
        found = board.gathered(board.Asked(), "region_id", by=service_manager, now=at + timedelta(minutes=1))
        assert [(row["region_id"], row["overdue"], row["paused"]) for row in found] == [
            (regions[1].pk, 1, 0), (regions[0].pk, 0, 2),
        ]  # fmt: skip

    def test_asks_as_often_for_many_as_for_few(self, matters, start, service_manager, django_assert_num_queries, at):
        for number in range(3, 9):
            start(f"service_request:{number}", number=f"SR-{number}")
        with django_assert_num_queries(2):
            board.gathered(board.Asked(), "customer_id", by=service_manager, now=at)
            board.next_to_breach(board.Asked(), by=service_manager, now=at)


class TestPage:
    def test_leads_from_a_group_to_its_promises_and_back(self, matters, regions, service_manager, monkeypatch, at):
        monkeypatch.setattr(clock, "now", lambda: at + HOUR)
        browser = browser_of(service_manager, Role.SERVICE_MANAGER)
        page = browser.get(reverse("clocks:board")).content.decode()
        assert "SR-1" in page and "SR-2" in page and f'href="?region={regions[0].pk}"' in page
        north = browser.get(reverse("clocks:board") + f"?region={regions[0].pk}").content.decode()
        assert "SR-1" in north and "SR-2" not in north and 'aria-current="true"' in north

    @pytest.mark.parametrize("asked", ["?region=x", "?promise=dance", "?customer=" + "9" * 40, "?region=²"])
    def test_takes_junk_in_the_address_for_nothing(self, matters, service_manager, asked):
        browser = browser_of(service_manager, Role.SERVICE_MANAGER)
        assert "SR-1" in browser.get(reverse("clocks:board") + asked).content.decode()

    def test_is_closed_to_customers_and_strangers(self, customer_browser):
        assert customer_browser.get(reverse("clocks:board")).status_code == 403
        assert Client().get(reverse("clocks:board")).status_code == 302


@pytest.fixture
def customer_browser(make_actor, matters):
    """Give the browser of a customer's login."""
    return browser_of(make_actor(Role.CUSTOMER), Role.CUSTOMER)
