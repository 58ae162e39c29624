"""Granting, refusing, taking back, and what becomes of the promise."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from aftercare.contexts.clocks import commands as on_clocks
from aftercare.contexts.clocks import public as clocks
from aftercare.contexts.clocks.models import DeadlineChange, Extension
from aftercare.contexts.concessions import commands
from aftercare.contexts.concessions.models import ApprovalLimit, Concession
from aftercare.contexts.concessions.tests.builders import HOUR, person
from aftercare.contexts.contracts.public import Moment
from aftercare.contexts.service_requests.tests import builders as requests
from aftercare.platform.actor import Actor, Role
from aftercare.platform.notify.models import Notice

TUESDAY_EVENING = datetime(2026, 9, 8, 10, tzinfo=UTC)
WEDNESDAY = datetime(2026, 9, 9, 2, 30, tzinfo=UTC)


def again(row: Concession) -> Concession:
    """Return the concession as it is now."""
    return Concession.objects.get(pk=row.pk)


class TestGrant:
    def test_gives_the_clock_the_time_and_tells_it_once(self, company, published):
        row = company.grant(company.ask(), note="同意，周三到货后立即处理")
        told = published.only("ConcessionGranted")
        assert (told["note"], told["for_name"], row.decided_by_id) == (
            "同意，周三到货后立即处理",
            "",
            company.manager.id,
        )
        assert (row.due_before, row.due_after) == (TUESDAY_EVENING, datetime(2026, 9, 9, 3, tzinfo=UTC))
        assert company.clock().due_at == row.due_after
        assert published.only("DeadlineSet")["reason"] == "extended"

    def test_writes_its_number_and_never_its_reason_on_the_clock(self, company):
        row = company.grant(company.ask(amount=Decimal(800)))
        line, extension = DeadlineChange.objects.latest("pk"), Extension.objects.get()
        assert (line.reason, line.note, extension.note, extension.source) == (
            "extended", row.number, row.number, row.key
        )  # fmt: skip
        found = clocks.explain(row.clock_id, now=TUESDAY_EVENING)
        assert [(one.number, one.minutes, one.who) for one in found.granted] == [(row.number, 120, "宋毅")]

    def test_to_an_agreed_moment_is_due_at_that_moment(self, company):
        company.grant(company.ask(kind="replan", plan="换件", until=WEDNESDAY))
        assert company.clock().due_at == WEDNESDAY

    def test_of_a_waiver_lets_the_promise_fall_away_and_does_not_lapse_itself(self, company, drain):
        row = company.grant(company.ask(kind="waive"), by=company.quality)
        drain()
        assert (company.clock().state, again(row).state, row.due_after) == ("canceled", "granted", None)

    def test_tells_whoever_asked(self, company, drain):
        company.grant(company.ask())
        drain()
        assert Notice.objects.get(kind="concession.granted").recipient_id == company.agent.id

    def test_by_a_higher_level_is_taken(self, company):
        assert company.grant(company.ask(), by=company.quality).state == "granted"


class TestGrantIsRefused:
    def test_to_whoever_asked(self, company, refused):
        row = company.ask(by=company.manager)
        with refused("not_allowed"):
            company.grant(row)

    def test_below_the_level(self, company, refused):
        row = company.ask(amount=Decimal("5000.01"))
        with refused("not_allowed"):
            company.grant(row)

    def test_to_other_roles_and_regions(self, company, refused):
        row = company.ask()
        far = person(Role.SERVICE_MANAGER, region_id=requests.region())
        for who, code in ((company.agent, "not_allowed"), (far, "not_found"), (Actor.system("x"), "not_allowed")):
            with refused(code):
                company.grant(row, by=who)

    def test_twice_and_after_it_is_over(self, company, refused):
        row = company.grant(company.ask())
        with refused("wrong_state"):
            company.grant(row)
        with refused("wrong_state"):
            commands.refuse(concession_id=row.pk, note="x", by=company.manager, at=company.at + 3 * HOUR)

    def test_from_a_page_that_is_stale(self, company, refused):
        row = company.ask()
        with refused("stale"):
            company.grant(row, seen_version=row.version + 1)

    def test_once_the_moment_needs_more_than_the_level_may(self, company, refused):
        """The priority rose: what was ninety minutes more is now more than a day."""
        row = company.ask(until=WEDNESDAY)
        ApprovalLimit.objects.filter(level=1).update(most_minutes=95)
        on_clocks.change_priority(subject=company.request.key, priority=2, by=company.agent, at=company.at + HOUR)
        with refused("above_limit"):
            company.grant(row)
        assert company.grant(row, by=company.quality).due_after == WEDNESDAY

    def test_when_the_promise_is_over_though_nobody_heard_of_it_yet(self, company, refused):
        row = company.ask()
        on_clocks.reach(subject=company.request.key, moment=Moment.ARRIVED, by=company.agent, at=company.at)
        with refused("wrong_state"):
            company.grant(row)


class TestRefuse:
    def test_leaves_the_promise_and_says_why_once(self, company, published, drain):
        row = company.ask()
        commands.refuse(concession_id=row.pk, note="客户不同意", by=company.manager, at=company.at + 2 * HOUR)
        assert (published.only("ConcessionRefused")["note"], again(row).state) == ("客户不同意", "refused")
        assert company.clock().due_at == TUESDAY_EVENING
        drain()
        assert "客户不同意" in Notice.objects.get(kind="concession.refused", recipient_id=company.agent.id).body

    def test_needs_words_and_a_right(self, company, refused):
        row = company.ask()
        for who, note, code, field in (
            (company.manager, " ", "missing", "note"),
            (company.agent, "不", "not_allowed", None),
        ):
            with refused(code, field):
                commands.refuse(concession_id=row.pk, note=note, by=who, at=company.at + 2 * HOUR)


class TestWithdraw:
    def test_takes_it_back_once_and_lets_another_be_asked(self, company, published):
        row = company.ask()
        commands.withdraw(concession_id=row.pk, by=company.agent, at=company.at + 2 * HOUR)
        assert (published.only("ConcessionWithdrawn")["concession_id"], again(row).state) == (row.pk, "withdrawn")
        assert company.ask(after=3 * HOUR).pk != row.pk

    def test_is_for_whoever_asked_and_while_it_waits(self, company, refused):
        row = company.ask()
        with refused("not_allowed"):
            commands.withdraw(concession_id=row.pk, by=company.manager, at=company.at + 2 * HOUR)
        company.grant(row)
        with refused("wrong_state"):
            commands.withdraw(concession_id=row.pk, by=company.agent, at=company.at + 3 * HOUR)


class TestLapse:
    def test_follows_the_end_of_the_promise_once(self, company, published, drain):
        row = company.ask()
        came = company.at + 2 * HOUR
        on_clocks.reach(subject=company.request.key, moment=Moment.ARRIVED, by=company.agent, at=came)
        drain()
        assert (again(row).state, again(row).over_at) == ("lapsed", came)
        assert published.only("ConcessionLapsed")["concession_id"] == row.pk
        assert Notice.objects.filter(kind="concession.lapsed", recipient_id=company.agent.id).count() == 1

    def test_of_nothing_does_nothing(self, company, published):
        assert commands.lapse(clock_id=company.clock().pk, by=company.agent, at=company.at) is None
        assert published.names() == []

    def test_leaves_what_is_asked_about_another_promise(self, company, drain):
        row = company.ask(promise="resolve")
        came = company.at + timedelta(hours=2)
        on_clocks.reach(subject=company.request.key, moment=Moment.ARRIVED, by=company.agent, at=came)
        drain()
        assert again(row).state == "asked"
