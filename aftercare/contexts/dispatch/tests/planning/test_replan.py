"""When the day goes otherwise: each proposal moves what it must and leaves the rest."""

from __future__ import annotations

from datetime import timedelta

import pytest

from aftercare.contexts.dispatch import commands
from aftercare.contexts.dispatch.models import Booking, Plan
from aftercare.contexts.dispatch.planning import working
from aftercare.contexts.dispatch.tests.builders import BUILDER, HOUR
from aftercare.contexts.dispatch.tests.planning.town import TUESDAY, booked, town, tuesday
from aftercare.contexts.people.tests import building
from aftercare.platform.refusal import Refused
from aftercare.platform.testing.fixtures import MONDAY


@pytest.fixture(scope="module")
def place(shared_db):
    """Give a town of three with two jobs each on Tuesday, and two orders that wait."""
    made = town(engineers=3, waiting=8)
    for n, order in enumerate(made.orders[:6]):
        booked(order, made.engineers[n % 3], 9.5 + 3 * (n // 3))
    return made


@pytest.fixture
def worked_out(monkeypatch):
    """Give the proposal worked out as of a moment."""
    monkeypatch.setattr("aftercare.contexts.dispatch.commands.replan.SECONDS", 1)

    def run(row, at):
        Plan.objects.filter(pk=row.pk).update(seconds=1)
        return working.work_out(row.pk, at=at)

    return run


def changed(row):
    """Return what the proposal changes, by booking or order."""
    return {visit.booking_id or visit.work_order_id: visit.change for visit in row.visits.exclude(change="kept")}


class TestDropOut:
    def test_gives_the_jobs_to_others_and_leaves_theirs(self, place, worked_out):
        gone = place.engineers[0]
        mine = set(Booking.objects.filter(engineer=gone).values_list("pk", flat=True))
        row = worked_out(commands.drop_out(engineer_id=gone.pk, first_on=TUESDAY, by=BUILDER, at=MONDAY), MONDAY)
        moved = {pk for pk, change in changed(row).items() if change == "moved"}
        assert moved == mine
        assert not row.visits.filter(change__in=["gained", "lost", "left_out"]).exists()

    def test_of_an_engineer_elsewhere_is_refused(self, place, far_dispatcher):
        with pytest.raises(Refused) as no:
            commands.drop_out(engineer_id=place.engineers[0].pk, first_on=TUESDAY, by=far_dispatcher, at=MONDAY)
        assert (no.value.code, Plan.objects.count()) == ("unknown", 0)


class TestOverrun:
    @pytest.fixture
    def under_way(self, place):
        """Give a job an engineer has been at since 09:30, with another one at 12:30."""
        row = Booking.objects.filter(engineer=place.engineers[1]).order_by("during").first()
        commands.send(booking_id=row.pk, by=BUILDER, at=MONDAY)
        for status in ("traveling", "on_site"):
            commands.set_status(
                booking_id=row.pk, status=status, by=building.acting(place.engineers[1]), at=tuesday(9.5)
            )
        return row

    def test_moves_what_follows_out_of_the_way(self, under_way, worked_out):
        asked = commands.overrun(booking_id=under_way.pk, until=tuesday(13), by=BUILDER, at=tuesday(10))
        row = worked_out(asked, tuesday(10))
        commands.publish(plan_id=row.pk, by=BUILDER, at=tuesday(10))
        under_way.refresh_from_db()
        assert (under_way.status, under_way.during.upper) == ("on_site", tuesday(13))
        assert len(changed(row)) == 2, "itself and what followed"

    @pytest.mark.parametrize("until", [10, 9, 40])
    def test_to_an_absurd_time_is_refused(self, under_way, until):
        with pytest.raises(Refused) as no:
            commands.overrun(booking_id=under_way.pk, until=tuesday(until), by=BUILDER, at=tuesday(10))
        assert no.value.code == "bad_time"

    def test_of_what_has_not_begun_is_refused(self, place):
        row = Booking.objects.filter(engineer=place.engineers[2]).first()
        with pytest.raises(Refused) as no:
            commands.overrun(booking_id=row.pk, until=tuesday(18), by=BUILDER, at=tuesday(8))
        assert no.value.code == "wrong_state"


class TestNoShow:
    def test_frees_the_time_and_proposes_another_visit(self, place, worked_out):
        row = Booking.objects.filter(engineer=place.engineers[0]).first()
        asked = commands.no_show(booking_id=row.pk, by=BUILDER, at=tuesday(9.6))
        row.refresh_from_db()
        assert (row.status, changed(worked_out(asked, tuesday(9.6)))) == ("canceled", {row.work_order_id: "gained"})


class TestFitIn:
    def test_finds_a_place_for_that_order_alone(self, place, worked_out):
        urgent = place.orders[6]
        row = worked_out(commands.fit_in(work_order_id=urgent.pk, by=BUILDER, at=tuesday(8)), tuesday(8))
        assert changed(row)[urgent.pk] == "gained"
        assert not row.visits.filter(work_order=place.orders[7]).exists()

    def test_of_a_finished_order_is_refused(self, place):
        done = place.orders[7]
        type(done).objects.filter(pk=done.pk).update(status="canceled")
        with pytest.raises(Refused) as no:
            commands.fit_in(work_order_id=done.pk, by=BUILDER, at=tuesday(8) + HOUR / 4 - timedelta(minutes=1))
        assert no.value.code == "wrong_state"
