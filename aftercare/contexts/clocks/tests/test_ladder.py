"""The warning ladder: who is told at which part of the promised time, and that each step is told once."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.urls import reverse

from aftercare.contexts.clocks import commands
from aftercare.contexts.clocks.commands import Swept
from aftercare.contexts.clocks.models import Clock, WarningStep
from aftercare.contexts.clocks.tests.conftest import SUBJECT, come
from aftercare.contexts.clocks.tests.test_desk import browser_of
from aftercare.platform.actor import Role
from aftercare.platform.outbox.models import Event
from aftercare.platform.refusal import Refused

MINUTE = timedelta(minutes=1)
LADDER = {50: ["engineer"], 75: ["carer"], 100: ["carer", "manager"], 150: ["manager", "dispatcher"]}
ALARMS = ("DeadlineNear", "DeadlineBroken", "DeadlineEscalated")


@pytest.fixture
def laddered(terms, service_manager, at):
    """Give the standard terms a ladder of four steps."""
    commands.set_ladder(contract_id=terms, steps=LADDER, by=service_manager, at=at)
    return terms


def alarms() -> Counter[tuple[Any, ...]]:
    """Return what was told of which clock, and how often."""
    rows = Event.objects.filter(name__in=ALARMS).values_list("name", "payload")
    return Counter((name, told["clock_id"], told.get("percent", 100), tuple(told["tells"])) for name, told in rows)


def how_often() -> Counter[tuple[Any, ...]]:
    """Return how often each step of each clock was told, to whomever."""
    found: Counter[tuple[Any, ...]] = Counter()
    for (name, clock, percent, _who), count in alarms().items():
        found[name, clock, percent] += count
    return found


def sweep_each_minute(since: datetime, minutes: int, system: Any) -> None:
    """Let the worker look once a minute."""
    for n in range(minutes + 1):
        commands.sweep(by=system, at=since + n * MINUTE)


class TestSweepOfALadder:
    def test_tells_each_step_once_to_its_own_people(self, laddered, start, system, at):
        acknowledge = next(clock for clock in start() if clock.promise == "acknowledge")
        sweep_each_minute(at, 200, system)
        told = {key: count for key, count in alarms().items() if key[1] == acknowledge.pk}
        assert told == {
            ("DeadlineNear", acknowledge.pk, 50, ("engineer",)): 1,
            ("DeadlineNear", acknowledge.pk, 75, ("carer",)): 1,
            ("DeadlineBroken", acknowledge.pk, 100, ("carer", "manager")): 1,
            ("DeadlineEscalated", acknowledge.pk, 150, ("dispatcher", "manager")): 1,
        }

    def test_escalates_only_while_nobody_acts(self, laddered, start, system, at):
        acknowledge = next(clock for clock in start() if clock.promise == "acknowledge")
        late = acknowledge.due_at + 10 * MINUTE
        commands.sweep(by=system, at=late)
        come(subject=SUBJECT, promises=["acknowledge"], moment=late, by=system)
        sweep_each_minute(late, 120, system)
        assert all(clock != acknowledge.pk for name, clock, *_rest in alarms() if name == "DeadlineEscalated")

    def test_says_nothing_while_the_clock_stands_still(self, laddered, start, system, at):
        start()
        hold = {"source": SUBJECT, "reason": "waiting_customer", "party": "customer"}
        commands.pause(subject=SUBJECT, **hold, since=at + 10 * MINUTE, by=system, at=at + 10 * MINUTE)
        standing = set(Clock.objects.filter(state="paused").values_list("pk", flat=True))
        sweep_each_minute(at + 11 * MINUTE, 90, system)
        assert standing
        assert not standing & {clock for _name, clock, *_rest in alarms()}

    def test_tells_whoever_should_have_heard_before_of_the_breach(self, laddered, start, system, published):
        acknowledge = next(clock for clock in start() if clock.promise == "acknowledge")
        found = commands.sweep(by=system, at=acknowledge.due_at + MINUTE)
        assert found == Swept(near=0, broken=1)
        assert published.only("DeadlineBroken")["tells"] == ["engineer", "carer", "manager"]

    def test_tells_a_step_anew_after_the_deadline_moved_beyond_it(self, laddered, start, system, at):
        start()
        commands.sweep(by=system, at=at + 31 * MINUTE)
        commands.change_priority(subject=SUBJECT, priority=4, by=system, at=at + 32 * MINUTE)
        acknowledge = Clock.objects.get(promise="acknowledge")
        assert (acknowledge.alarms_told, acknowledge.next_alarm_at) == (0, acknowledge.alarms_at[0])
        assert acknowledge.alarms_at[0] > at + 32 * MINUTE

    def test_of_a_running_clock_is_not_changed_by_the_contract(self, start, terms, service_manager, at):
        start()
        commands.set_ladder(contract_id=terms, steps=LADDER, by=service_manager, at=at)
        assert Clock.objects.get(promise="resolve").ladder == [[75, ["carer"]], [100, ["carer", "manager"]]]


class TestTwoHoursWithoutAWorker:
    """Records begin every ten minutes; from 11:00 to 13:00 nobody looks."""

    @pytest.fixture
    def records(self, laddered, start, at):
        """Start a dozen records, ten minutes apart."""
        for n in range(12):
            start(f"service_request:{n}", started_at=at + n * 10 * MINUTE, at=at + n * 10 * MINUTE)

    def test_every_alarm_comes_once(self, records, system, at):
        back, end = at + 180 * MINUTE, 480
        sweep_each_minute(at, 60, system)
        before = set(how_often())
        sweep_each_minute(back, end - 180, system)
        seen = how_often()
        assert set(seen.values()) == {1}
        reached = {
            (clock.pk, percent)
            for clock in Clock.objects.all()
            for (percent, _who), moment in zip(clock.ladder, clock.alarms_at, strict=True)
            if moment <= at + end * MINUTE
        }
        told = {(clock, percent) for _name, clock, percent in seen}
        unsaid = {(clock, percent) for clock, percent in reached - told}
        # Only warnings of promises that broke in the outage are left out; their people heard of the breach.
        assert all(percent < 100 and (clock, 100) in told for clock, percent in unsaid)
        assert told <= reached
        assert before < set(seen)

    def test_control_a_sweep_that_forgets_what_it_told_is_found_out(self, records, system, at):
        sweep_each_minute(at, 70, system)
        for clock in Clock.objects.filter(alarms_told__gt=0):
            clock.alarms_told, clock.next_alarm_at, clock.breached_at = 0, clock.alarms_at[0], None
            clock.save()
        sweep_each_minute(at + 180 * MINUTE, 2, system)
        assert max(how_often().values()) == 2


class TestSetLadder:
    def test_keeps_the_steps_in_order(self, laddered):
        rows = WarningStep.objects.filter(contract_id=laddered).values_list("percent", "audiences")
        assert dict(rows) == LADDER | {150: ["dispatcher", "manager"]}

    @pytest.mark.parametrize(
        ("steps", "code"),
        [
            ({75: ["carer"]}, "breach_untold"),
            ({0: ["carer"], 100: ["carer"]}, "bad_percent"),
            ({100: ["carer"], 501: ["carer"]}, "bad_percent"),
            ({100: []}, "unknown_audience"),
            ({100: ["everybody"]}, "unknown_audience"),
            ({100: ["carer"]} | {n: ["carer"] for n in range(1, 9)}, "too_many"),
        ],
    )
    def test_refuses_what_cannot_be_climbed_and_changes_nothing(self, laddered, service_manager, at, steps, code):
        with pytest.raises(Refused) as no:
            commands.set_ladder(contract_id=laddered, steps=steps, by=service_manager, at=at)
        assert no.value.code == code
        assert WarningStep.objects.count() == 4

    def test_is_refused_to_others_and_changes_nothing(self, laddered, dispatcher, at):
        with pytest.raises(Refused) as no:
            commands.set_ladder(contract_id=laddered, steps={100: ["carer"]}, by=dispatcher, at=at)
        assert no.value.code == "not_allowed"
        assert WarningStep.objects.count() == 4

    def test_of_an_unknown_contract_is_not_found(self, laddered, service_manager, at):
        with pytest.raises(Refused) as no:
            commands.set_ladder(contract_id=laddered + 999, steps=LADDER, by=service_manager, at=at)
        assert no.value.code == "not_found"


class TestChannel:
    def test_is_told_with_each_step(self, terms, start, service_manager, system, at, published):
        acting = {"by": service_manager, "at": at}
        commands.set_ladder(contract_id=terms, steps=LADDER, mailed={100}, **acting)
        clock = next(clock for clock in start() if clock.promise == "acknowledge")
        sweep_each_minute(at, 100, system)
        near = published.of("DeadlineNear", clock_id=clock.pk)
        assert [(e["percent"], e["by_mail"]) for e in near] == [(50, False), (75, False)]
        assert [e["by_mail"] for e in published.of("DeadlineBroken", clock_id=clock.pk)] == [True]
        assert [e["by_mail"] for e in published.of("DeadlineEscalated", clock_id=clock.pk)] == [False]

    def test_of_no_step_is_refused_and_the_old_ladder_stays(self, laddered, service_manager, at):
        with pytest.raises(Refused, match="unknown_step"):
            commands.set_ladder(contract_id=laddered, steps={100: ["carer"]}, mailed={75}, by=service_manager, at=at)
        assert WarningStep.objects.count() == len(LADDER)


class TestLadderPage:
    def test_sets_what_is_typed_and_the_contract_shows_it(self, terms, service_manager):
        browser = browser_of(service_manager, Role.SERVICE_MANAGER)
        page = reverse("clocks:ladder", args=[terms])
        assert 'value="75, 100"' in browser.get(page).content.decode()
        answer = browser.post(page, {"carer": "50, 75", "engineer": "90", "manager": "100、150 %", "mailed": "100 150"})
        assert answer.status_code == 302
        assert {row.percent: (row.audiences, row.by_mail) for row in WarningStep.objects.all()} == {
            50: (["carer"], False), 75: (["carer"], False), 90: (["engineer"], False),
            100: (["manager"], True), 150: (["manager"], True),
        }  # fmt: skip
        assert "150 %" in browser.get(reverse("contracts:detail", args=[terms])).content.decode()

    @pytest.mark.parametrize("typed", ["soon", "0", "501", "75; 100", "-5", "²"])
    def test_tells_what_is_wrong_beside_the_field(self, terms, service_manager, typed):
        browser = browser_of(service_manager, Role.SERVICE_MANAGER)
        answer = browser.post(reverse("clocks:ladder", args=[terms]), {"carer": typed, "manager": "100"})
        assert answer.status_code == 422
        assert not WarningStep.objects.exists()

    def test_is_closed_to_dispatchers(self, terms, dispatcher):
        browser = browser_of(dispatcher, Role.DISPATCHER)
        assert browser.get(reverse("clocks:ladder", args=[terms])).status_code == 403
        assert apps.get_model("clocks", "WarningStep").objects.count() == 0
