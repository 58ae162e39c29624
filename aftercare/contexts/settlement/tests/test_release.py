from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from aftercare.contexts.installed_base.models import Project
from aftercare.contexts.people.models import Region
from aftercare.contexts.people.tests import building as people
from aftercare.contexts.service_requests import commands as requests
from aftercare.contexts.settlement import commands, jobs, obstacles
from aftercare.contexts.settlement.models import Retention
from aftercare.contexts.settlement.tests import builders
from aftercare.contexts.settlement.tests.builders import BUILDER, noon, requested, verified
from aftercare.contexts.settlement.tests.test_agree import PLEDGE
from aftercare.platform.actor import Role
from aftercare.platform.notify.models import Notice

D = Decimal


def sweep(job, day, monkeypatch):
    monkeypatch.setattr(jobs.clock, "now", lambda: noon(day))
    return job()


@pytest.mark.django_db
class TestRequest:
    def test_starts_the_time_to_verify_and_tells_it_once(self, held, published):
        row = requested(held.row)
        assert (row.status, row.asked_amount, row.due_on) == ("requested", D("30000.00"), date(2026, 9, 24))
        assert published.only("ReleaseRequested")["verify_by"] == "2026-09-24"

    def test_is_possible_the_day_after_the_period(self, held, refused):
        with refused("too_early"):
            requested(held.row, "2026-09-01")
        requested(held.row, "2026-09-02")

    def test_is_refused_while_a_warranty_matter_is_open_and_names_it(self, held, defect, refused, desk_agent):
        with refused("open_defects"):
            requested(held.row)
        builders.requests.triaged(defect, at=noon("2026-09-05"))
        requests.resolve(request_id=defect.pk, how="已补漏", by=BUILDER, at=noon("2026-09-06"))
        assert requested(held.row).status == "requested"

    @pytest.mark.parametrize(
        ("coverage", "kind", "status", "blocks"),
        [
            ("statutory_warranty", "fault", "new", True),
            ("contract_warranty", "complaint", "pending", True),
            ("", "fault", "acknowledged", True),  # nobody has judged it yet
            ("", "consultation", "new", False),
            ("chargeable", "fault", "new", False),
            ("goodwill", "fault", "in_progress", False),
            ("statutory_warranty", "fault", "canceled", False),
        ],
    )
    def test_is_blocked_by_open_warranty_matters_alone(self, held, defect, coverage, kind, status, blocks):
        type(defect).objects.filter(pk=defect.pk).update(coverage=coverage, kind=kind, status=status)
        found = obstacles.of(Retention.objects.select_related("project").get(pk=held.row.pk), on=date(2026, 9, 10))
        assert (found.code == "open_defects", [one.id for one in found.defects]) == (blocks, [defect.pk] * blocks)

    @pytest.mark.parametrize("accepted", [None, date(2026, 12, 1)])
    def test_is_refused_without_acceptance_and_before_it(self, held, refused, accepted):
        Project.objects.filter(pk=held.place.project_id).update(completion_accepted_on=accepted)
        if accepted is None:
            Retention.objects.filter(pk=held.row.pk).update(liable_until=None)
        with refused("not_accepted"):
            requested(held.row)

    @pytest.mark.parametrize(
        ("amount", "code"),
        [("30000.01", "too_much"), ("0", "bad_amount"), ("-1", "bad_amount"), ("0.005", "bad_amount")],
    )
    def test_is_refused_for_what_is_not_there(self, held, refused, amount, code):
        with refused(code, "amount"):
            requested(held.row, amount=D(amount))

    def test_is_refused_on_an_old_page_and_to_the_desk(self, held, refused, desk_agent):
        with refused("stale"):
            requested(held.row, seen_version=0)
        with refused("not_allowed"):
            commands.request_release(retention_id=held.row.pk, by=desk_agent, at=noon("2026-09-10"))


@pytest.mark.django_db
class TestVerify:
    def test_makes_it_owed_and_starts_the_time_to_pay(self, held, published):
        requested(held.row)
        row = verified(held.row)
        assert (row.status, row.due_on, row.account().payable) == ("payable", date(2026, 10, 4), D("30000.00"))
        assert published.only("ReleaseVerified")["by_silence"] is False

    def test_of_a_part_leaves_the_rest_held(self, held):
        requested(held.row)
        row = verified(held.row, amount=D("12000.00"))
        assert (row.account().held, row.account().payable) == (D("18000.00"), D("12000.00"))

    def test_is_refused_beyond_what_was_asked_in_the_future_and_before_the_request(self, held, refused):
        requested(held.row, amount=D(10000))
        with refused("too_much", "amount"):
            verified(held.row, amount=D("10000.01"))
        for day in (date(2026, 9, 21), date(2026, 9, 9)):
            with refused("bad_day", "verified_on"):
                commands.verify(retention_id=held.row.pk, verified_on=day, by=BUILDER, at=noon("2026-09-20"))

    def test_is_refused_when_a_defect_was_reported_meanwhile(self, held, refused):
        requested(held.row)
        builders.requests.request_of(held.place, at=noon("2026-09-15"))
        with refused("open_defects"):
            verified(held.row)

    def test_gives_a_guarantee_back_and_owes_nothing(self, shared_held, published):
        row = builders.held(guarantee=PLEDGE).row
        requested(row)
        assert verified(row).status == "settled"
        assert published.only("ReleaseVerified")["pay_by"] is None
        assert published.names().count("RetentionSettled") == 1


@pytest.mark.django_db
class TestObject:
    def test_keeps_the_money_held_and_can_be_asked_again(self, held, published):
        requested(held.row)
        row = commands.object_to(retention_id=held.row.pk, reason="外墙返碱", by=BUILDER, at=noon("2026-09-15"))
        assert (row.status, row.due_on, row.asked_amount) == ("held", None, None)
        assert published.only("ReleaseObjected")["reason"] == "外墙返碱"
        assert requested(held.row, "2026-09-30").status == "requested"

    def test_is_refused_without_a_reason(self, held, refused):
        requested(held.row)
        with refused("missing", "reason"):
            commands.object_to(retention_id=held.row.pk, reason=" ", by=BUILDER, at=noon("2026-09-15"))


@pytest.mark.django_db
class TestSilence:
    def test_counts_by_law_only_after_a_reminder(self, held, monkeypatch, published, refused):
        requested(held.row)
        with refused("too_early"):
            commands.remind(retention_id=held.row.pk, by=BUILDER, at=noon("2026-09-24"))
        assert sweep(jobs.count_silences, "2026-09-30", monkeypatch) == 0
        row = commands.remind(retention_id=held.row.pk, by=BUILDER, at=noon("2026-09-30"))
        assert row.due_on == date(2026, 10, 14)
        assert sweep(jobs.count_silences, "2026-10-14", monkeypatch) == 0
        assert sweep(jobs.count_silences, "2026-10-15", monkeypatch) == 1
        assert published.only("ReleaseVerified")["pay_by"] == "2026-10-28"

    def test_counts_from_the_same_day_however_late_the_job_runs(self, shared_held, monkeypatch):
        row = builders.held(silence="at_once").row
        requested(row)
        assert sweep(jobs.count_silences, "2026-12-31", monkeypatch) == 1
        assert sweep(jobs.count_silences, "2026-12-31", monkeypatch) == 0
        row.refresh_from_db()
        assert (row.status, row.due_on) == ("payable", date(2026, 10, 8))

    def test_waits_for_the_day_after_the_last_open_defect(self, shared_held, monkeypatch):
        held = builders.held(silence="at_once")
        requested(held.row)
        matter = builders.requests.request_of(held.place, at=noon("2026-09-20"))
        assert sweep(jobs.count_silences, "2026-09-28", monkeypatch) == 0
        type(matter).objects.filter(pk=matter.pk).update(status="closed", resolved_at=noon("2026-09-29"))
        assert sweep(jobs.count_silences, "2026-09-30", monkeypatch) == 1
        assert Retention.objects.get(pk=held.row.pk).due_on == date(2026, 10, 12)

    def test_never_counts_where_that_was_agreed(self, shared_held, monkeypatch):
        row = builders.held(silence="never").row
        requested(row)
        assert sweep(jobs.count_silences, "2027-09-28", monkeypatch) == 0


@pytest.mark.django_db
class TestTelling:
    def test_tells_the_regions_manager_once_a_step(self, held, monkeypatch, drain):
        mine = people.granted(Role.SERVICE_MANAGER, Region.objects.get(pk=held.place.region_id))
        people.granted(Role.SERVICE_MANAGER, people.region("远方"))
        assert sweep(jobs.tell_late, "2026-09-01", monkeypatch) == 0
        assert [sweep(jobs.tell_late, day, monkeypatch) for day in ("2026-09-02", "2026-09-03")] == [1, 0]
        requested(held.row)
        assert [sweep(jobs.tell_late, day, monkeypatch) for day in ("2026-09-24", "2026-09-25")] == [0, 1]
        verified(held.row, "2026-09-26")
        assert [sweep(jobs.tell_late, day, monkeypatch) for day in ("2026-10-10", "2026-10-11")] == [0, 1]
        kinds = Notice.objects.order_by("pk").values_list("recipient_id", "kind")
        told = ("settlement.held", "settlement.requested", "settlement.payable")
        assert list(kinds) == [(mine.pk, kind) for kind in told]

    def test_tells_of_the_period_also_after_a_guarantee_came_in(self, held, monkeypatch):
        on = date(2026, 3, 1)
        usual = {"retention_id": held.row.pk, "by": BUILDER, "at": noon("2026-03-01")}
        commands.convert(guarantee=PLEDGE, converted_on=on, **usual)
        commands.pay(paid_on=on, **usual)
        assert [sweep(jobs.tell_late, day, monkeypatch) for day in ("2026-09-01", "2026-09-02")] == [0, 1]

    def test_says_when_silence_counted(self, shared_held, monkeypatch, drain):
        held = builders.held(silence="at_once")
        people.granted(Role.SERVICE_MANAGER, Region.objects.get(pk=held.place.region_id))
        requested(held.row)
        sweep(jobs.count_silences, "2026-09-25", monkeypatch)
        drain()
        assert Notice.objects.get(kind="settlement.silence").about == held.row.key
