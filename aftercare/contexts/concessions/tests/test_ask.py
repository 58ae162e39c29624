"""Asking to deviate from a promise."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from aftercare.contexts.clocks import public as clocks
from aftercare.contexts.concessions import commands, policies
from aftercare.contexts.concessions.models import ApprovalLimit, Concession
from aftercare.contexts.concessions.tests.builders import HOUR, person
from aftercare.contexts.people.tests import building as people
from aftercare.contexts.service_requests.models import RequestEngineer, RequestOrder
from aftercare.contexts.service_requests.tests import builders as requests
from aftercare.platform.actor import Role
from aftercare.platform.files import documents
from aftercare.platform.notify.models import Notice

# Arrival is promised by Tuesday 18:00.
WEDNESDAY = datetime(2026, 9, 9, 2, 30, tzinfo=UTC)
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


class TestAsk:
    def test_is_told_once_and_moves_no_deadline(self, company, published):
        due_at = company.clock().due_at
        row = company.ask()
        told = published.only("ConcessionAsked")
        assert (told["concession_id"], told["minutes"], told["level"]) == (row.pk, 120, 1)
        assert (row.number, row.decide_by) == ("CO-2026-000001", company.at + 5 * HOUR)
        assert company.clock().due_at == due_at

    def test_goes_to_whoever_stands_on_the_level_in_the_region(self, company, drain):
        company.ask()
        drain()
        told = Notice.objects.filter(kind="concession.asked").values_list("recipient_id", flat=True)
        assert set(told) == {company.manager.id, company.director.id}

    def test_for_an_agreed_moment_counts_the_time_to_it(self, company):
        row = company.ask(until=WEDNESDAY)
        assert (row.minutes, row.until, row.needed_level) == (90, WEDNESDAY, 1)

    def test_for_another_plan_keeps_its_words(self, company):
        row = company.ask(kind="replan", plan="  先装临时门机，周三上午换正式件 ", until=WEDNESDAY)
        assert (row.plan, row.minutes) == ("先装临时门机，周三上午换正式件", 90)

    def test_for_a_waiver_needs_a_level_that_may_grant_one(self, company):
        row = company.ask(kind="waive")
        assert (row.needed_level, row.needed_why, row.minutes) == (2, [["kind", "waive"]], None)

    def test_keeps_the_evidence_inside_the_company(self, company):
        row = company.ask(evidence=PDF, evidence_name="邮件.pdf")
        found = documents.of([row.key], by=company.agent)
        assert [(one.name, one.audience) for one in found] == [("邮件.pdf", "internal")]

    def test_of_a_manager_alone_on_the_level_goes_to_the_next(self, company):
        company.director = None
        ApprovalLimit.objects.filter(level=1).update(role="dispatcher")
        alone = person(Role.DISPATCHER, region_id=company.place.region_id)
        row = company.ask(by=alone)
        assert (row.needed_level, row.level) == (1, 2)

    def test_of_an_engineer_on_the_request_is_taken(self, company):
        engineer = people.engineer()
        order = RequestOrder.objects.create(
            request=company.request, work_order_id=1, number="WO-1", status="scheduled", changed_at=company.at
        )
        RequestEngineer.objects.create(order=order, booking_id=1, engineer=engineer)
        row = company.ask(by=people.acting(engineer))
        assert policies.visible_to(people.acting(engineer)).get() == row
        assert not policies.visible_to(people.acting(people.engineer())).exists()


class TestIsRefused:
    @pytest.mark.parametrize(
        ("said", "code", "field"),
        [
            ({"kind": "gift"}, "unknown", "kind"),
            ({"reason": "  "}, "missing", "reason"),
            ({"minutes": 0}, "bad_minutes", "minutes"),
            ({"minutes": None}, "missing", "until"),
            ({"minutes": 60, "until": WEDNESDAY}, "missing", "until"),
            ({"until": WEDNESDAY - timedelta(days=1)}, "too_early", "until"),
            ({"until": datetime(2026, 9, 1, tzinfo=UTC)}, "too_early", "until"),
            ({"until": WEDNESDAY + timedelta(hours=12)}, "outside_hours", "until"),
            ({"kind": "replan", "until": WEDNESDAY}, "missing", "plan"),
            ({"kind": "replan", "plan": "换件"}, "missing", "until"),
            ({"amount": Decimal("-1")}, "bad_amount", "amount"),
            ({"amount": Decimal("0.001")}, "bad_amount", "amount"),
            ({"amount": Decimal("NaN")}, "bad_amount", "amount"),
        ],
    )
    def test_for_what_makes_no_sense(self, company, refused, said, code, field):
        with refused(code, field):
            company.ask(**said)

    @pytest.mark.parametrize(
        "role", [Role.CUSTOMER, Role.PARTNER, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR]
    )
    def test_for_whoever_does_not_belong(self, company, refused, make_actor, role):
        who = make_actor(role, organisation_ids=frozenset({company.place.customer_id}))
        with refused("not_found"):
            company.ask(by=who)

    def test_for_the_storekeeper_who_only_reads(self, company, refused, make_actor):
        with refused("not_allowed"):
            company.ask(by=make_actor(Role.STOREKEEPER))

    def test_for_another_region_and_for_an_engineer_elsewhere(self, company, refused, make_actor):
        for who in (make_actor(Role.DESK_AGENT, regions={0}), make_actor(Role.ENGINEER, engineer_id=7)):
            with refused("not_found"):
                company.ask(by=who)

    def test_while_another_waits(self, company, refused):
        company.ask()
        with refused("conflict"):
            company.ask(by=company.manager)

    def test_for_what_is_over(self, company, refused):
        requests.commands.acknowledge(request_id=company.request.pk, by=company.agent, at=company.at)
        clock = company.clock("acknowledge")
        type(clock).objects.filter(pk=clock.pk).update(state="met", stopped_at=company.at)
        with refused("wrong_state"):
            company.ask(promise="acknowledge")

    def test_for_a_moment_while_the_clock_stands_still(self, company, refused):
        from aftercare.contexts.clocks import commands as on_clocks

        on_clocks.pause(subject=company.request.key, source="x", reason="weather", party="nobody", since=company.at,
                        by=company.agent, at=company.at)  # fmt: skip
        with refused("standing_still", "until"):
            company.ask(until=WEDNESDAY)

    def test_where_nobody_else_can_decide(self, company, refused):
        ApprovalLimit.objects.update(role="storekeeper")
        with refused("nobody_decides"):
            company.ask()
        ApprovalLimit.objects.all().delete()
        with refused("nobody_decides"):
            company.ask()

    def test_for_an_unknown_promise(self, company, refused):
        with refused("not_found"):
            commands.ask(clock_id=0, kind="waive", reason="x", by=company.agent, at=company.at)


class TestTheDatabase:
    def test_holds_one_open_concession_a_clock(self, company):
        row = company.ask()
        row.pk, row.number = None, "CO-2"
        with pytest.raises(IntegrityError, match="one_open_concession_a_clock"), transaction.atomic():
            row.save(force_insert=True)

    @pytest.mark.parametrize(
        ("wrong", "name"),
        [
            ({"minutes": None}, "concession_says_what"),
            ({"kind": "waive"}, "concession_says_what"),
            ({"reason": ""}, "concession_has_a_reason"),
            ({"amount": -1}, "concession_amount"),
            ({"state": "granted", "over_at": WEDNESDAY, "escalates_at": None}, "decided_concession_has_a_decider"),
            ({"state": "lapsed", "escalates_at": None}, "concession_over_when_not_asked"),
            ({"level": 4}, "concession_level"),
            ({"state": "silent", "over_at": WEDNESDAY, "escalates_at": None}, "decided_concession|concession_state"),
        ],
    )
    def test_refuses_what_cannot_be(self, company, wrong, name):
        row = company.ask()
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            Concession.objects.filter(pk=row.pk).update(**wrong)

    def test_knows_that_nobody_decides_his_own(self, company):
        row = company.ask()
        done = {"state": "granted", "over_at": WEDNESDAY, "escalates_at": None}
        with pytest.raises(IntegrityError, match="nobody_decides_his_own"), transaction.atomic():
            Concession.objects.filter(pk=row.pk).update(**done, decided_by=row.asked_by)
        with pytest.raises(IntegrityError, match="through_another"), transaction.atomic():
            Concession.objects.filter(pk=row.pk).update(
                **done, decided_by_id=company.manager.id, decided_for=row.asked_by
            )


def test_a_clock_that_is_asked_about_knows_what_it_would_be(company):
    row = company.ask()
    would = clocks.would_be(row.clock_id, minutes=row.minutes)
    assert would.then_due_at == datetime(2026, 9, 9, 3, tzinfo=UTC)
