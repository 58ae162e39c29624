"""Two people press at once: one wins, the other is told. Control runs without the guard must fail."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Barrier

import pytest

from aftercare.contexts.clocks import commands as on_clocks
from aftercare.contexts.clocks import extending, facts
from aftercare.contexts.clocks import public as clocks
from aftercare.contexts.clocks.models import Clock, Extension
from aftercare.contexts.concessions import commands
from aftercare.contexts.concessions.models import Concession, Concessions
from aftercare.contexts.concessions.tests.builders import HOUR, Company
from aftercare.contexts.contracts.public import Moment
from aftercare.contexts.service_requests.tests.test_races import together
from aftercare.platform.outbox.models import Event

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def company(transactional_db: None) -> Company:
    """Give a company that other connections see."""
    return Company()


@contextmanager
def without_lock(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Read the concession without locking it, and hold everybody until all have read."""
    meet = Barrier(2)

    def unlocked(self: Concessions, concession_id: int) -> Concession:
        found = self.select_related("request", "clock", "asked_by").get(pk=concession_id)
        meet.wait(timeout=10)
        return found

    with monkeypatch.context() as patch:
        patch.setattr(Concessions, "locked", unlocked)
        yield


class TestDecide:
    def press(self, company: Company, row: Concession) -> list[str]:
        at = company.at + 2 * HOUR
        return together(
            lambda: commands.grant(concession_id=row.pk, by=company.manager, at=at),
            lambda: commands.refuse(concession_id=row.pk, note="不同意", by=company.quality, at=at),
        )

    def test_of_yes_and_no_one_wins_and_the_other_is_told(self, company):
        assert self.press(company, company.ask()) == ["done", "wrong_state"]
        assert Event.objects.filter(name__in=["ConcessionGranted", "ConcessionRefused"]).count() == 1

    def test_without_the_lock_both_would_win(self, company, monkeypatch):
        row = company.ask()
        with without_lock(monkeypatch):
            assert self.press(company, row) == ["done", "done"]


class TestAsk:
    def test_of_two_asks_about_one_promise_one_is_told_of_the_other(self, company):
        acts = [lambda who=who: company.ask(by=who) for who in (company.agent, company.manager)]
        assert together(*acts) == ["conflict", "done"]
        assert Concession.objects.count() == 1

    def test_without_the_lock_on_the_promise_the_database_still_refuses_the_second(self, company, monkeypatch):
        meet = Barrier(2)

        def unlocked(clock_id: int, *, lock: bool = False) -> clocks.Standing:
            found = extending.standing(clock_id)
            meet.wait(timeout=10)
            return found

        monkeypatch.setattr(clocks, "standing", unlocked)
        monkeypatch.setattr("aftercare.contexts.concessions.policies.may_ask_about", lambda *a, **k: _yes())
        acts = [lambda who=who: company.ask(by=who) for who in (company.agent, company.manager)]
        assert together(*acts) == ["conflict", "done"]


def _yes():
    from aftercare.platform.refusal import allow

    return allow()


class TestGrantAndStop:
    def test_the_clock_is_extended_or_stopped_but_never_both(self, company):
        """Whichever comes first, an extension never lands on a promise that is over."""
        row, at = company.ask(), company.at + 2 * HOUR
        said = together(
            lambda: commands.grant(concession_id=row.pk, by=company.manager, at=at),
            lambda: on_clocks.reach(subject=company.request.key, moment=Moment.ARRIVED, by=company.agent, at=at),
        )
        extended = Extension.objects.filter(clock=row.clock_id).exists()
        assert said == (["done", "done"] if extended else ["done", "wrong_state"])
        assert company.clock().state == "met"

    def test_what_was_read_before_the_stop_would_bring_the_promise_back(self, company, monkeypatch):
        """The control: an extension that does not read the promise under its lock."""
        acting = {"by": company.agent, "at": company.at + 2 * HOUR}
        read_before = list(Clock.objects.filter(pk=company.clock().pk).prefetch_related(*facts.FACTS))
        on_clocks.reach(subject=company.request.key, moment=Moment.ARRIVED, **acting)
        monkeypatch.setattr(facts, "locked", lambda rows: read_before)
        on_clocks.extend(clock_id=read_before[0].pk, minutes=60, source="concession:0", note="", **acting)
        assert company.clock().state == "running"
