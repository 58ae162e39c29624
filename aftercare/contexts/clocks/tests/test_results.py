"""How a contract's promises were kept, in figures and on the pages."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from aftercare.contexts.clocks import commands, results
from aftercare.contexts.clocks.models import Clock, PausedShare
from aftercare.contexts.clocks.tests.conftest import come
from aftercare.contexts.clocks.tests.test_desk import browser_of
from aftercare.contexts.contracts import commands as contracts
from aftercare.contexts.organisations.commands import register_organisation
from aftercare.platform.actor import Role

HOUR = timedelta(hours=1)
YEAR = {"since": date(2026, 1, 1), "until": date(2026, 12, 31)}


@pytest.fixture(scope="module")
def lived(start, system, at):
    """Give four records of the standard terms: one kept after a wait, one broken, one open, one fallen away."""
    for n in (1, 2, 3, 4):
        start(subject=f"service_request:{n}", number=f"SR-{n}")
    held = {"subject": "service_request:1", "source": "service_request:1", "by": system}
    commands.pause(reason="waiting_customer", party="customer", since=at, until=at + 2 * HOUR, at=at + HOUR, **held)
    for n, hours in ((1, 4), (2, 300)):
        come(subject=f"service_request:{n}", promises=["resolve"], moment=at + hours * HOUR, by=system)
    commands.cancel(subject="service_request:4", ends=["resolved"], by=system, at=at)
    for pk in Clock.objects.values_list("pk", flat=True):
        commands.share_pauses(clock_id=pk)


def line_of(found, promise="resolve", priority=3):
    """Return one line of the results."""
    return next(line for line in found.lines if (line.promise, line.priority) == (promise, priority))


class TestFigures:
    def test_count_kept_broken_and_open_and_leave_out_what_fell_away(self, lived, terms, service_manager):
        found = results.of_contract(terms, **YEAR, by=service_manager)
        tally = line_of(found).tally
        assert (tally.promised, tally.kept, tally.broken, tally.still_open, tally.share) == (3, 1, 1, 1, 50.0)
        assert line_of(found, priority=None).tally == tally
        assert found.total.promised == sum(line.tally.promised for line in found.lines if line.priority is None) > 3

    def test_tell_the_waiting_by_accountable_party(self, lived, terms, service_manager):
        assert line_of(results.of_contract(terms, **YEAR, by=service_manager)).paused == (("customer", 120),)

    def test_count_an_open_promise_that_is_late_as_broken(self, lived, terms, system, service_manager, at):
        commands.sweep(by=system, at=at + 400 * HOUR)
        assert line_of(results.of_contract(terms, **YEAR, by=service_manager)).tally.broken == 2

    def test_are_those_of_the_period_its_last_day_included(self, lived, terms, service_manager, at):
        def promised(since, until):
            return results.of_contract(terms, since=since, until=until, by=service_manager).total.promised

        day = at.date()
        assert promised(day, day) > 0
        assert promised(day + timedelta(days=1), date(2026, 12, 31)) == promised(date(2026, 1, 1), day - HOUR * 24) == 0

    def test_are_of_all_versions_of_the_contract(self, lived, terms, start, service_manager, at):
        acting = {"by": service_manager, "at": at}
        later = contracts.amend(contract_id=terms, starts_on=date(2026, 9, 8), reason="提速", **acting)
        contracts.put_in_force(contract_id=later.pk, **acting)
        start(subject="service_request:9", started_at=at + 24 * HOUR)
        both = [results.of_contract(pk, **YEAR, by=service_manager) for pk in (terms, later.pk)]
        assert both[0] == both[1] and line_of(both[0]).tally.promised == 4

    def test_are_of_the_clocks_the_reader_may_see(self, lived, terms, make_actor):
        assert results.of_contract(terms, **YEAR, by=make_actor(Role.CUSTOMER)).total.promised == 0

    def test_cost_four_queries(self, lived, terms, service_manager, django_assert_max_num_queries):
        with django_assert_max_num_queries(4):
            results.of_contract(terms, **YEAR, by=service_manager)

    def test_are_counted_by_the_index(self, lived, terms, service_manager):
        rows = results._begun([terms], **YEAR, by=service_manager).values("promise", "priority")
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
        assert "clock_contract" in rows.explain()


class TestShares:
    def test_are_written_anew_and_go_with_a_clock_that_runs_again(self, lived, system, at):
        clock = Clock.objects.get(subject="service_request:1", promise="resolve")
        commands.share_pauses(clock_id=clock.pk)
        assert list(clock.paused_shares.values_list("party", "minutes")) == [("customer", 120)]
        commands.restart(subject=clock.subject, ends=["resolved"], by=system, at=at + 5 * HOUR)
        commands.share_pauses(clock_id=clock.pk)
        assert not clock.paused_shares.exists()

    def test_of_one_party_stand_once_in_the_database(self, lived):
        share = PausedShare.objects.get(minutes=120)
        with pytest.raises(IntegrityError, match="paused_share_once"), transaction.atomic():
            PausedShare.objects.create(clock=share.clock, party=share.party, minutes=1)


class TestPages:
    def test_each_figure_leads_to_the_list_behind_it(self, lived, terms, service_manager, make_actor):
        browser = browser_of(make_actor(), Role.SERVICE_MANAGER)
        page = browser.get(reverse("clocks:results", args=[terms])).content.decode()
        assert "50 %" in page and "result=broken" in page
        asked = {"contract": terms, "promise": "resolve", "began.from": "2026-01-01", "began.to": "2026-12-31"}
        for more, there, gone in (
            ({"result": "kept"}, "SR-1", "SR-2"),
            ({"result": "broken"}, "SR-2", "SR-3"),
            ({"result": "open"}, "SR-3", "SR-4"),
            ({"held": "customer"}, "SR-1", "SR-2"),
        ):
            listed = browser.get(reverse("clocks:list"), asked | more).content.decode()
            assert there in listed and gone not in listed

    def test_are_part_of_the_contracts_page(self, lived, terms, make_actor):
        browser = browser_of(make_actor(), Role.SERVICE_MANAGER)
        assert "panel-results" in browser.get(reverse("contracts:detail", args=[terms])).content.decode()

    def test_say_what_is_wrong_with_a_period(self, lived, terms, make_actor):
        browser = browser_of(make_actor(), Role.SERVICE_MANAGER)
        asked = {"since": "2026-12-31", "until": "2026-01-01"}
        answer = browser.get(reverse("clocks:results", args=[terms]), asked)
        assert (answer.status_code, "早于" in answer.content.decode()) == (422, True)

    def test_are_not_found_for_a_draft(self, terms, service_manager, make_actor, at):
        draft = contracts.amend(contract_id=terms, starts_on=date(2026, 9, 8), reason="提速", by=service_manager, at=at)
        browser = browser_of(make_actor(), Role.SERVICE_MANAGER)
        assert browser.get(reverse("clocks:results", args=[draft.pk])).status_code == 404


@pytest.fixture(scope="module")
def shared_own(terms, start, system, at):
    """Give a customer's contract with a running promise, a draft beside it, and the customer."""
    customer = register_organisation(name="滨江医院", region_id=None, by=system, at=at)
    draft = {
        "customer_id": customer.pk, "starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31),
        "calendar_id": apps.get_model("calendars", "Calendar").objects.first().pk, "by": system, "at": at,
    }  # fmt: skip
    binding, planned = (contracts.draft(name=name, **draft) for name in ("金牌维保", "明年草稿"))
    contracts.put_in_force(contract_id=binding.pk, by=system, at=at)
    start(subject="service_request:7", number="SR-7", customer_id=customer.pk)
    return binding, planned, customer


@pytest.fixture
def own(shared_own, make_actor):
    """Give the contract and the draft, and the browser of somebody who signs in for the customer."""
    binding, planned, customer = shared_own
    person = make_actor()
    apps.get_model("organisations", "Contact").objects.create(
        organisation_id=customer.pk, name="王芳", user_id=person.id
    )
    return binding, planned, browser_of(person, Role.CUSTOMER)


class TestPortal:
    def test_lists_the_own_contracts_but_no_draft(self, own):
        _binding, _planned, browser = own
        page = browser.get(reverse("contracts:mine")).content.decode()
        assert "金牌维保" in page and "明年草稿" not in page

    def test_shows_results_and_the_list_behind_them(self, own):
        binding, planned, browser = own
        assert browser.get(reverse("contracts:detail", args=[binding.pk])).status_code == 200
        page = browser.get(reverse("clocks:results", args=[binding.pk])).content.decode()
        assert reverse("clocks:mine") in page
        assert "SR-7" in browser.get(reverse("clocks:mine"), {"contract": binding.pk}).content.decode()
        for name in ("contracts:detail", "clocks:results"):
            assert browser.get(reverse(name, args=[planned.pk])).status_code == 404

    def test_is_not_found_for_another_customer(self, own, make_actor, system, at):
        other = register_organisation(name="别家", region_id=None, by=system, at=at)
        person = make_actor()
        apps.get_model("organisations", "Contact").objects.create(
            organisation_id=other.pk, name="李四", user_id=person.id
        )
        browser = browser_of(person, Role.CUSTOMER)
        assert browser.get(reverse("clocks:results", args=[own[0].pk])).status_code == 404
        assert browser.get(reverse("clocks:mine"), {"contract": own[0].pk}).status_code == 422
