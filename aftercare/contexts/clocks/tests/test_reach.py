"""From which moment to which a promise counts is the clause's word; news of the moments comes in any order."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random

import pytest
from django.utils import translation

from aftercare.contexts.calendars import public as calendars
from aftercare.contexts.clocks import commands, public
from aftercare.contexts.clocks.models import Clock, Milestone
from aftercare.contexts.clocks.moments import UNDONE
from aftercare.contexts.clocks.tests.conftest import SUBJECT
from aftercare.contexts.contracts import commands as contracts
from aftercare.contexts.contracts.public import Moment
from aftercare.contexts.organisations.commands import register_organisation

HOUR = timedelta(hours=1)
# promise: minutes, from, to
CLAUSES = {
    "arrive": (240, "answered", "arrived"),
    "restore": (300, "", ""),
    "resolve": (600, "answered", "signed"),
    "report": (120, "work_done", ""),
}
STORY = (
    Moment.ACKNOWLEDGED, Moment.ANSWERED, Moment.BOOKED, Moment.ARRIVED, Moment.RESTORED, Moment.WORK_DONE,
    Moment.SIGNED, Moment.REPORTED, Moment.RESOLVED,
)  # fmt: skip


@pytest.fixture(scope="module")
def customer_id(terms, system, at):
    """Give a customer whose contract counts between moments of its own."""
    customer = register_organisation(name="城东医院", region_id=None, by=system, at=at)
    acting = {"by": system, "at": at}
    contract = contracts.draft(
        name="金牌维保", customer_id=customer.pk, starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31),
        calendar_id=calendars.default_calendar_id(), **acting,
    )  # fmt: skip
    clause = contracts.write_clause(contract_id=contract.pk, number="1", title="时限", **acting)
    rows = [
        contracts.PromiseRow(
            promise=promise, clause_id=clause.pk, targets={3: (minutes, "calendar")}, begins=begins, ends=ends
        )
        for promise, (minutes, begins, ends) in CLAUSES.items()
    ]
    contracts.set_levels(contract_id=contract.pk, rows=rows, **acting)
    contracts.put_in_force(contract_id=contract.pk, **acting)
    return customer.pk


@pytest.fixture
def reach(start, customer_id, system):
    """Give a way to let a moment come to a record of that customer."""
    start(customer_id=customer_id)

    def come(moment: Moment, at: datetime):
        return commands.reach(subject=SUBJECT, moment=moment, by=system, at=at)

    return come


def one(promise: str) -> Clock:
    return Clock.objects.get(subject=SUBJECT, promise=promise)


def lived() -> list[tuple[object, ...]]:
    """Return what became of each promise."""
    return sorted(Clock.objects.values_list("promise", "state", "started_at", "stopped_at", "due_at"))


class TestBeginning:
    def test_waits_without_a_deadline_for_the_moment_it_counts_from(self, published, reach):
        assert (one("resolve").state, one("resolve").due_at) == ("waiting", None)
        assert {e["promise"] for e in published.of("DeadlineSet")} == {"acknowledge", "respond", "restore"}

    def test_begins_when_the_moment_comes(self, reach, at, published):
        reach(Moment.ANSWERED, at + HOUR)
        row = one("resolve")
        assert (row.state, row.started_at, row.due_at) == ("running", at + HOUR, at + 11 * HOUR)
        assert [e["reason"] for e in published.of("DeadlineSet", promise="resolve")] == ["started"]

    def test_is_corrected_by_news_that_it_came_earlier(self, reach, at):
        reach(Moment.ANSWERED, at + 3 * HOUR)
        reach(Moment.ANSWERED, at + HOUR)
        reach(Moment.ANSWERED, at + 2 * HOUR)
        assert one("resolve").due_at == at + 11 * HOUR

    def test_follows_from_a_later_moment_that_shows_it(self, reach, at):
        reach(Moment.ARRIVED, at + HOUR)
        assert (one("resolve").started_at, one("arrive").state) == (at + HOUR, "met")

    def test_counts_by_the_priority_found_meanwhile(self, reach, system, at):
        commands.change_priority(subject=SUBJECT, priority=2, by=system, at=at + HOUR)
        reach(Moment.ANSWERED, at + 2 * HOUR)
        assert one("acknowledge").past_terms.exists()
        assert not one("resolve").past_terms.exists()

    def test_stands_still_from_the_start_while_the_record_is_held(self, reach, system, at):
        Clock.objects.filter(promise="resolve").update(pausing_reasons=["weather"])
        commands.pause(subject=SUBJECT, source=SUBJECT, reason="weather", party="nobody", since=at, by=system, at=at)
        assert one("resolve").state == "waiting"
        reach(Moment.ANSWERED, at + HOUR)
        assert one("resolve").state == "paused"
        commands.resume(subject=SUBJECT, source=SUBJECT, until=at + 3 * HOUR, by=system, at=at + 3 * HOUR)
        assert one("resolve").due_at == at + 13 * HOUR


class TestEnd:
    @pytest.mark.parametrize("seed", range(12))
    def test_is_the_same_in_whatever_order_the_news_comes(self, reach, at, seed):
        story = [(moment, at + number * HOUR) for number, moment in enumerate(STORY, start=1)]
        news = story + Random(seed).choices(story, k=4)
        Random(seed).shuffle(news)
        for moment, came_at in news:
            reach(moment, came_at)
        ended = {row[0]: (row[1], row[2], row[3]) for row in lived()}
        assert ended == {
            "acknowledge": ("met", at, at + HOUR),
            "respond": ("met", at, at + 2 * HOUR),
            "arrive": ("met", at + 2 * HOUR, at + 4 * HOUR),
            "restore": ("met", at, at + 5 * HOUR),
            "resolve": ("met", at + 2 * HOUR, at + 7 * HOUR),
            "report": ("met", at + 6 * HOUR, at + 8 * HOUR),
        }

    def test_of_what_is_solved_by_phone_needs_no_visit_and_no_report(self, reach, at):
        reach(Moment.ANSWERED, at + HOUR)
        reach(Moment.RESOLVED, at + 2 * HOUR)
        assert (one("arrive").state, one("resolve").state, one("report").state) == ("canceled", "met", "waiting")
        reach(Moment.CLOSED, at + 40 * HOUR)
        assert (one("report").state, one("resolve").stopped_at) == ("canceled", at + 2 * HOUR)

    def test_is_taken_back_when_it_is_not_right_yet(self, reach, system, at):
        for hours, moment in enumerate(STORY, start=1):
            reach(moment, at + hours * HOUR)
        commands.restart(subject=SUBJECT, ends=UNDONE, by=system, at=at + 20 * HOUR)
        assert (one("resolve").state, one("restore").state, one("report").state) == ("running", "running", "met")
        reach(Moment.RESTORED, at + 21 * HOUR)
        assert one("restore").stopped_at == at + 21 * HOUR
        assert Milestone.objects.get(moment="restored").at == at + 21 * HOUR

    def test_of_a_record_nobody_promised_anything_about_is_not_kept(self, system, at, db):
        assert commands.reach(subject="service_request:9", moment=Moment.CLOSED, by=system, at=at) == []
        assert not Milestone.objects.exists()


class TestCorrection:
    def test_starts_no_promise_whose_end_has_come(self, start, customer_id, system, at):
        """The standard terms promise nothing about use; the right customer's contract does."""
        start()
        commands.reach(subject=SUBJECT, moment=Moment.RESTORED, by=system, at=at + HOUR)
        about = commands.About(subject=SUBJECT, number="", region_id=None, customer_id=customer_id, started_at=at)
        commands.correct(about=about, priority=3, by=system, at=at + 2 * HOUR)
        assert (one("restore").state, one("restore").stopped_at) == ("met", at + HOUR)


class TestExplanation:
    def test_of_a_promise_that_has_not_begun_counts_nothing(self, reach, at):
        found = public.explain(one("report").pk, now=at + HOUR)
        assert (found.lines, found.counted_minutes, found.left_minutes) == ([], 0, 120)

    def test_names_the_moments(self, reach, at):
        with translation.override("en"):
            assert "work finished" in public.explain(one("report").pk, now=at).moments_words
        waiting = next(d for d in public.deadlines(SUBJECT, now=at + HOUR) if d.promise == "report")
        assert (waiting.state, waiting.due_at, waiting.remaining_minutes) == ("waiting", None, 120)
