from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from aftercare.contexts.people import commands
from aftercare.contexts.people.models import Leave
from aftercare.contexts.people.tests.building import SYSTEM, acting, engineer, granted, region
from aftercare.platform.actor import Role
from aftercare.platform.notify.models import Notice
from aftercare.platform.refusal import Refused


@pytest.mark.django_db
class TestSetShifts:
    def test_replaces_the_week_and_tells_it_once(self, service_manager, at, published):
        hired = engineer()
        week = [(0, 0, 720), (0, 720, 1440), (5, 480, 600)]
        for _again in range(2):
            commands.set_shifts(engineer_id=hired.pk, shifts=week, by=service_manager, at=at)
        assert sorted(hired.shifts.values_list("weekday", "start_minute", "end_minute")) == week
        published.only("ShiftsSet")

    @pytest.mark.parametrize(
        "week",
        [[(0, 600, 600)], [(0, 700, 600)], [(7, 1, 2)], [(0, 1400, 1441)], [(0, 1, 5), (0, 4, 9)], [(-1, 1, 2)]],
    )
    def test_is_refused_for_nonsense_and_changes_nothing(self, service_manager, at, week):
        hired = engineer()
        with pytest.raises(Refused) as refusal:
            commands.set_shifts(engineer_id=hired.pk, shifts=week, by=service_manager, at=at)
        assert refusal.value.field == "shifts"
        assert hired.shifts.count() == 5


def ask(hired, at, by=None, days=(1, 2), **facts):
    start, end = (at + timedelta(days=d) for d in days)
    facts = {"kind": "annual", "start_at": start, "end_at": end, **facts}
    return commands.request_leave(engineer_id=hired.pk, by=by or acting(hired), at=at, **facts)


@pytest.mark.django_db
class TestRequestLeave:
    def test_tells_the_managers_of_the_region_once(self, at, drain, published):
        hired = engineer()
        manager = granted(Role.SERVICE_MANAGER, hired.region)
        granted(Role.SERVICE_MANAGER, region("华北"))
        ask(hired, at)
        drain()
        published.only("LeaveRequested")
        assert list(Notice.objects.values_list("recipient_id", "kind")) == [(manager.pk, "leave_requested")]

    @pytest.mark.parametrize(
        ("days", "facts", "field"),
        [
            ((2, 1), {}, "end_at"),
            ((1, 1), {}, "end_at"),
            ((1, 400), {}, "end_at"),
            ((900, 901), {}, "start_at"),
            ((-900, -899), {}, "start_at"),
            ((1, 2), {"kind": "holiday"}, "kind"),
            ((1, 2), {"reason": "x" * 201}, "reason"),
        ],
    )
    def test_is_refused_for_bad_input_and_asks_nothing(self, at, days, facts, field):
        with pytest.raises(Refused) as refusal:
            ask(engineer(), at, days=days, **facts)
        assert refusal.value.field == field
        assert not Leave.objects.exists()

    def test_is_refused_over_leave_already_asked_for(self, at):
        hired = engineer()
        ask(hired, at)
        with pytest.raises(Refused, match="conflict"):
            ask(hired, at, days=(1.5, 3))

    def test_is_not_found_for_another_engineer(self, at):
        with pytest.raises(Refused, match="not_found"):
            ask(engineer(), at, by=acting(engineer()))


@pytest.mark.django_db
class TestDecideLeave:
    def test_approving_tells_the_engineer_once(self, service_manager, at, drain, published):
        hired = engineer()
        leave = ask(hired, at)
        commands.approve_leave(leave_id=leave.pk, by=service_manager, at=at)
        drain()
        published.only("LeaveApproved")
        assert Notice.objects.filter(recipient_id=hired.user_id, kind="leave_approved").count() == 1

    def test_nobody_decides_on_their_own(self, make_actor, at):
        hired = engineer()
        leave = ask(hired, at)
        both = make_actor(Role.SERVICE_MANAGER, Role.ENGINEER, engineer_id=hired.pk)
        with pytest.raises(Refused, match="not_allowed"):
            commands.approve_leave(leave_id=leave.pk, by=both, at=at)
        leave.refresh_from_db()
        assert leave.status == "requested"

    def test_refusing_needs_a_reason_and_tells_it(self, service_manager, at, published):
        leave = ask(engineer(), at)
        with pytest.raises(Refused, match="missing"):
            commands.refuse_leave(leave_id=leave.pk, reason="", by=service_manager, at=at)
        commands.refuse_leave(leave_id=leave.pk, reason="peak season", by=service_manager, at=at)
        assert published.only("LeaveRefused")["reason"] == "peak season"

    def test_is_refused_once_it_is_decided(self, service_manager, at):
        leave = ask(engineer(), at)
        commands.cancel_leave(leave_id=leave.pk, by=service_manager, at=at)
        for verb in (commands.approve_leave, commands.cancel_leave):
            with pytest.raises(Refused, match="wrong_state"):
                verb(leave_id=leave.pk, by=service_manager, at=at)

    def test_calling_off_says_whether_it_was_approved(self, service_manager, at, published):
        hired = engineer()
        leave = ask(hired, at)
        commands.approve_leave(leave_id=leave.pk, by=service_manager, at=at)
        commands.cancel_leave(leave_id=leave.pk, by=acting(hired), at=at)
        assert published.only("LeaveCanceled")["was_approved"] is True


@pytest.mark.django_db(transaction=True)
class TestTwoManagers:
    def test_pressing_at_once_one_wins_and_the_other_is_told(self, at):
        leave = ask(engineer(), at)

        def press(_n):
            try:
                commands.approve_leave(leave_id=leave.pk, by=SYSTEM, at=at)
            except Refused as refused:
                return refused.code
            finally:
                connection.close()
            return "done"

        with ThreadPoolExecutor(4) as pool:
            answers = sorted(pool.map(press, range(4)))
        assert answers == ["done", "wrong_state", "wrong_state", "wrong_state"]
