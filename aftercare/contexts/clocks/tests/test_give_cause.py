"""Saying why a promise was broken."""

from __future__ import annotations

from copy import deepcopy
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from aftercare.contexts.clocks import commands
from aftercare.contexts.clocks.models import BreachCause, Clock
from aftercare.contexts.clocks.tests.conftest import SUBJECT, come
from aftercare.contexts.clocks.tests.test_desk import browser_of
from aftercare.platform.actor import Role
from aftercare.platform.refusal import Refused

HOUR = timedelta(hours=1)


@pytest.fixture
def running(shared_running):
    """Give the four running promises of the module's record."""
    return deepcopy(shared_running)


@pytest.fixture
def broken(running, system) -> Clock:
    """Give a promise to acknowledge that broke and is still open."""
    commands.sweep(by=system, at=running["acknowledge"].due_at + HOUR)
    return Clock.objects.get(promise="acknowledge")


@pytest.fixture
def cause(db) -> BreachCause:
    """Give one cause of the register a company starts with."""
    return BreachCause.objects.get(code="staffing")


class TestGiveCause:
    def test_keeps_the_cause_and_tells_it_once(self, broken, cause, service_manager, published, at):
        commands.give_cause(clock_id=broken.pk, cause_id=cause.pk, note="两人请假", by=service_manager, at=at)
        broken.refresh_from_db()
        assert (broken.cause, broken.cause_note) == (cause, "两人请假")
        assert published.only("BreachExplained")["cause"] == "人手不足"

    def test_is_refused_where_nothing_is_broken_and_changes_nothing(
        self, running, cause, service_manager, published, at
    ):
        with pytest.raises(Refused) as no:
            commands.give_cause(clock_id=running["resolve"].pk, cause_id=cause.pk, by=service_manager, at=at)
        assert no.value.code == "wrong_state"
        assert (Clock.objects.filter(cause__isnull=False).count(), published.names()) == (0, [])

    @pytest.mark.parametrize("whose", ["dispatcher", "desk_agent"])
    def test_is_refused_to_others_and_changes_nothing(self, broken, cause, whose, request, at):
        with pytest.raises(Refused):
            commands.give_cause(clock_id=broken.pk, cause_id=cause.pk, by=request.getfixturevalue(whose), at=at)
        assert not Clock.objects.filter(cause__isnull=False).exists()

    def test_refuses_a_cause_no_longer_in_use(self, broken, cause, service_manager, at):
        BreachCause.objects.update(is_active=False)
        with pytest.raises(Refused) as no:
            commands.give_cause(clock_id=broken.pk, cause_id=cause.pk, by=service_manager, at=at)
        assert (no.value.code, no.value.field) == ("unknown_cause", "cause_id")
        assert not Clock.objects.filter(cause__isnull=False).exists()

    def test_falls_away_with_a_breach_that_is_taken_back(self, broken, cause, service_manager, system, at):
        commands.give_cause(clock_id=broken.pk, cause_id=cause.pk, note="…", by=service_manager, at=at)
        in_time = broken.due_at - HOUR / 2
        come(subject=SUBJECT, promises=["acknowledge"], moment=in_time, by=system)
        broken.refresh_from_db()
        assert (broken.state, broken.cause, broken.cause_note) == ("met", None, "")

    def test_the_database_knows_no_cause_without_a_breach(self, running, cause):
        with pytest.raises(IntegrityError, match="only_a_breach_has_a_cause"), transaction.atomic():
            Clock.objects.filter(promise="resolve").update(cause=cause)


class TestCausePages:
    def test_name_the_cause_and_show_it(self, broken, cause, service_manager):
        browser = browser_of(service_manager, Role.SERVICE_MANAGER)
        page = reverse("clocks:explanation", args=[broken.pk])
        assert reverse("clocks:cause", args=[broken.pk]) in browser.get(page).content.decode()
        browser.post(reverse("clocks:cause", args=[broken.pk]), {"cause_id": cause.pk, "note": "两人请假"})
        shown = browser.get(page).content.decode()
        assert "人手不足" in shown
        assert "两人请假" in shown

    def test_list_breaches_nobody_has_explained(self, broken, cause, service_manager, at):
        browser = browser_of(service_manager, Role.SERVICE_MANAGER)
        listed, home = reverse("clocks:list") + "?tab=uncaused", reverse("desk:home")
        assert f"/promises/{broken.pk}/" in browser.get(listed).content.decode()
        assert f"/promises/{broken.pk}/" in browser.get(home).content.decode()
        commands.give_cause(clock_id=broken.pk, cause_id=cause.pk, by=service_manager, at=at)
        assert f"/promises/{broken.pk}/" not in browser.get(listed).content.decode()
        assert f"/promises/{broken.pk}/" not in browser.get(home).content.decode()

    def test_refuse_a_cause_nobody_knows(self, broken, service_manager):
        browser = browser_of(service_manager, Role.SERVICE_MANAGER)
        answer = browser.post(reverse("clocks:cause", args=[broken.pk]), {"cause_id": "999999"})
        assert answer.status_code == 422
        assert not Clock.objects.filter(cause__isnull=False).exists()

    def test_offer_no_button_where_nothing_is_broken(self, running, service_manager):
        browser = browser_of(service_manager, Role.SERVICE_MANAGER)
        page = browser.get(reverse("clocks:explanation", args=[running["resolve"].pk])).content.decode()
        assert reverse("clocks:cause", args=[running["resolve"].pk]) not in page
