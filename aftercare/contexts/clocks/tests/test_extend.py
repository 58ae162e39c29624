"""More time by concession, and promises that need not be kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from aftercare.contexts.calendars import commands as calendars
from aftercare.contexts.clocks import commands, public
from aftercare.contexts.clocks.models import Clock, DeadlineChange, Extension, Waiver
from aftercare.contexts.clocks.tests.conftest import SUBJECT
from aftercare.contexts.contracts.public import Moment
from aftercare.platform.refusal import Refused

HOUR = timedelta(hours=1)
WEDNESDAY = datetime(2026, 9, 9, 2, 30, tzinfo=UTC)  # 10:30 in Shanghai
# Arrival is promised within 960 minutes: Monday 09:00 to Tuesday 18:00.
TUESDAY_EVENING = datetime(2026, 9, 8, 10, tzinfo=UTC)


@pytest.fixture
def extend(running, system, at):
    """Give a way to extend a promise of the record, "arrive" unless said otherwise."""

    def do(promise="arrive", *, source="concession:1", moment=at + HOUR, **more):
        given = {"source": source, "note": "CO-2026-000001", "by": system, "at": moment}
        return commands.extend(clock_id=running[promise].pk, **given, **(more or {"minutes": 120}))

    return do


def clock(promise="arrive"):
    """Return a promise of the record as it is now."""
    return Clock.objects.get(subject=SUBJECT, promise=promise)


class TestExtend:
    def test_moves_the_deadline_by_working_time_and_tells_it_once(self, extend, published):
        extend()
        assert clock().due_at == datetime(2026, 9, 9, 3, tzinfo=UTC)
        told = published.only("DeadlineSet")
        assert (told["reason"], told["due_at"]) == ("extended", clock().due_at.isoformat())
        line = DeadlineChange.objects.filter(clock=clock()).last()
        assert (line.old_due_at, line.reason, line.note) == (TUESDAY_EVENING, "extended", "CO-2026-000001")

    def test_to_an_agreed_moment_is_due_at_that_moment_to_the_microsecond(self, start, system, at):
        odd = at + timedelta(minutes=13, seconds=22, microseconds=123_456)
        arrive = next(c for c in start(started_at=odd) if c.promise == "arrive")
        row = commands.extend(clock_id=arrive.pk, until=WEDNESDAY, source="c:1", note="", by=system, at=at + HOUR)
        assert (clock().due_at, row.until) == (WEDNESDAY, WEDNESDAY)

    def test_by_the_same_record_counts_once(self, extend, published):
        assert extend().pk == extend(moment=datetime(2026, 9, 8, tzinfo=UTC)).pk
        assert (clock().due_at, len(published.names())) == (datetime(2026, 9, 9, 3, tzinfo=UTC), 1)

    def test_twice_adds_up(self, extend):
        extend()
        extend(source="concession:2", minutes=60)
        assert clock().due_at == datetime(2026, 9, 9, 4, tzinfo=UTC)

    def test_heals_a_promise_that_was_broken(self, extend, system):
        late = TUESDAY_EVENING + HOUR
        commands.sweep(by=system, at=late)
        assert clock().breached_at
        extend(moment=late)
        assert clock().breached_at is None

    def test_does_not_heal_what_is_still_too_late(self, extend, system):
        late = TUESDAY_EVENING + timedelta(days=3)
        commands.sweep(by=system, at=late)
        extend(moment=late)
        assert clock().breached_at

    def test_while_standing_still_is_kept_until_it_goes_on(self, extend, system, at):
        commands.pause(subject=SUBJECT, source=SUBJECT, reason="weather", party="nobody", since=at, by=system, at=at)
        extend()
        assert clock().due_at is None
        assert DeadlineChange.objects.filter(clock=clock(), reason="extended").count() == 1
        commands.resume(subject=SUBJECT, source=SUBJECT, until=at + 2 * HOUR, by=system, at=at + 2 * HOUR)
        assert clock().due_at == datetime(2026, 9, 9, 6, tzinfo=UTC)

    @pytest.mark.parametrize(
        ("asked", "code"),
        [
            ({"minutes": 0}, "bad_minutes"),
            ({"minutes": 525_601}, "bad_minutes"),
            ({"minutes": 5, "until": WEDNESDAY}, "missing"),
            ({"until": TUESDAY_EVENING}, "too_early"),
            ({"until": TUESDAY_EVENING - HOUR}, "too_early"),
            ({"until": TUESDAY_EVENING + HOUR}, "outside_hours"),
            ({"until": datetime(2026, 9, 9, 12, tzinfo=UTC)}, "outside_hours"),
        ],
    )
    def test_is_refused_and_changes_nothing(self, extend, asked, code, published):
        with pytest.raises(Refused, match=code):
            extend(**asked)
        assert (clock().due_at, Extension.objects.count(), published.names()) == (TUESDAY_EVENING, 0, [])

    def test_to_a_moment_is_refused_while_nobody_knows_the_deadline(self, extend, system, at):
        commands.pause(subject=SUBJECT, source=SUBJECT, reason="weather", party="nobody", since=at, by=system, at=at)
        with pytest.raises(Refused, match="standing_still"):
            extend(until=WEDNESDAY)

    def test_of_what_is_over_or_unknown_is_refused(self, extend, running, system, at):
        commands.reach(subject=SUBJECT, moment=Moment.ARRIVED, by=system, at=at)
        with pytest.raises(Refused, match="wrong_state"):
            extend()
        with pytest.raises(Refused, match="not_found"):
            commands.extend(clock_id=0, minutes=1, source="c:1", note="", by=system, at=at)
        assert not Extension.objects.exists()

    def test_that_adds_nothing_is_refused_by_the_database(self, running, at):
        with pytest.raises(IntegrityError, match="extension_adds"), transaction.atomic():
            Extension.objects.create(clock=running["arrive"], added=timedelta(), since=at, source="c:1")


class TestExtensionStays:
    def test_when_the_priority_changes(self, extend, system, at):
        extend("resolve")
        commands.change_priority(subject=SUBJECT, priority=2, by=system, at=at + 2 * HOUR)
        assert clock("resolve").due_at == datetime(2026, 9, 10, 3, tzinfo=UTC)

    def test_when_the_calendar_changes(self, extend, system, at):
        extend("resolve")
        week = [[(0, 1440)]] * 7
        calendar = calendars.set_week(calendar_id=clock().calendar_id, week=week, by=system, at=at + HOUR)
        commands.recount(calendar_id=calendar.pk, version=calendar.version, by=system, at=at + HOUR)
        assert clock("resolve").due_at == at + timedelta(minutes=2400 + 120)

    def test_when_the_matter_is_taken_up_again(self, extend, system, at):
        extend("resolve")
        stop = at + 2 * HOUR
        commands.reach(subject=SUBJECT, moment=Moment.RESOLVED, by=system, at=stop)
        monday = datetime(2026, 9, 14, 3, tzinfo=UTC)
        commands.restart(subject=SUBJECT, ends=[Moment.RESOLVED], by=system, at=monday)
        assert clock("resolve").due_at == datetime(2026, 9, 20, 3, tzinfo=UTC)  # Sunday makes up for a holiday

    def test_but_heals_nothing_that_happened_before_it_was_granted(self, extend, system):
        """The phone was offline: the engineer had come, too late, before the time was granted."""
        came = TUESDAY_EVENING + timedelta(minutes=20)
        extend(moment=came + HOUR)
        commands.reach(subject=SUBJECT, moment=Moment.ARRIVED, by=system, at=came)
        assert (clock().state, clock().due_at) == ("missed", TUESDAY_EVENING)
        assert [line.counts for line in public.explain(clock().pk, now=came).granted] == [False]


class TestWaive:
    @pytest.fixture
    def waived(self, running, system, at):
        """Give an arrival that was waived after an hour."""
        commands.waive(clock_id=running["arrive"].pk, source="concession:1", note="CO-1", by=system, at=at + HOUR)
        return clock()

    def test_lets_the_promise_fall_away_and_tells_it_once(self, published, waived):
        assert (waived.state, published.only("ClockStopped")["outcome"]) == ("canceled", "canceled")
        line = DeadlineChange.objects.filter(clock=waived).last()
        assert (line.reason, line.note, line.new_due_at) == ("waived", "CO-1", None)
        assert public.explain(waived.pk, now=waived.stopped_at).waiver.note == "CO-1"

    def test_is_for_good(self, waived, system, at):
        for again in (commands.restart(subject=SUBJECT, ends=[Moment.ARRIVED], by=system, at=at + 2 * HOUR),
                      commands.need_arrival(subject=SUBJECT, by=system, at=at + 2 * HOUR)):  # fmt: skip
            assert (again, clock().state) == ([], "canceled")

    def test_holds_though_somebody_had_been_there_before(self, waived, system, at):
        commands.reach(subject=SUBJECT, moment=Moment.ARRIVED, by=system, at=at + timedelta(minutes=30))
        assert clock().state == "canceled"

    def test_without_the_mark_the_promise_would_come_back(self, waived, system, at):
        """The control of the test above."""
        Waiver.objects.all().delete()
        commands.need_arrival(subject=SUBJECT, by=system, at=at + 2 * HOUR)
        assert clock().state == "running"

    def test_is_refused_for_what_is_over(self, waived, system, at):
        with pytest.raises(Refused, match="wrong_state"):
            commands.waive(clock_id=waived.pk, source="c:2", note="", by=system, at=at + 2 * HOUR)
        with pytest.raises(Refused, match="not_found"):
            commands.waive(clock_id=0, source="c:2", note="", by=system, at=at)
        assert Waiver.objects.count() == 1


class TestBeforeItBegins:
    @pytest.fixture
    def waiting(self, running):
        """Give an arrival counted from the appointment, which nobody has made."""
        Clock.objects.filter(pk=running["arrive"].pk).update(
            begins=Moment.BOOKED, has_begun=False, state="waiting", due_at=None, next_alarm_at=None
        )
        return clock()

    def test_time_is_granted_and_counts_once_it_begins(self, waiting, extend, system, at):
        extend()
        assert (clock().state, public.would_be(waiting.pk, minutes=60).then_due_at) == ("waiting", None)
        commands.reach(subject=SUBJECT, moment=Moment.BOOKED, by=system, at=at)
        assert clock().due_at == datetime(2026, 9, 9, 3, tzinfo=UTC)

    def test_no_moment_is_agreed(self, waiting, extend):
        with pytest.raises(Refused, match="standing_still"):
            extend(until=WEDNESDAY)

    def test_it_can_be_waived(self, waiting, system, at):
        commands.waive(clock_id=waiting.pk, source="concession:1", note="CO-1", by=system, at=at + HOUR)
        commands.reach(subject=SUBJECT, moment=Moment.BOOKED, by=system, at=at + 2 * HOUR)
        assert (clock().state, clock().due_at) == ("canceled", None)


class TestExplanation:
    def test_adds_up_promised_and_granted(self, extend, at):
        extend()
        extend(source="concession:2", minutes=60)
        found = public.explain(clock().pk, now=clock().due_at)
        assert (found.allowed_minutes, found.counted_minutes, found.left_minutes) == (1140, 1140, 0)
        assert [(line.number, line.minutes, line.counts) for line in found.granted] == [
            ("CO-2026-000001", 120, True), ("CO-2026-000001", 60, True)
        ]  # fmt: skip

    def test_time_left_knows_what_was_granted(self, extend, at):
        extend()
        left = {d.promise: d.remaining_minutes for d in public.deadlines(SUBJECT, now=at + HOUR)}
        assert left["arrive"] == 960 + 120 - 60


class TestWouldBe:
    def test_says_what_an_extension_would_do_and_changes_nothing(self, running):
        found = public.would_be(running["arrive"].pk, until=WEDNESDAY)
        assert (found.minutes, found.due_at, found.then_due_at) == (90, TUESDAY_EVENING, WEDNESDAY)
        assert clock().due_at == TUESDAY_EVENING

    def test_of_an_unknown_clock_is_refused(self, db):
        for ask in (lambda: public.would_be(0, minutes=1), lambda: public.standing(0)):
            with pytest.raises(Refused, match="not_found"):
                ask()
