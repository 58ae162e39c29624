"""Deciding in somebody's place."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from aftercare.contexts.concessions import commands, mandates
from aftercare.contexts.concessions.models import Delegation
from aftercare.contexts.concessions.tests.builders import HOUR, person
from aftercare.contexts.people.models import Grant
from aftercare.platform.actor import Role
from aftercare.platform.notify.models import Notice

WEEK = timedelta(days=7)


@pytest.fixture
def delegate(company):
    """Give a way to let a colleague decide in the manager's place for a week."""

    def do(*, to=None, by=None, since=None, until=None, after=timedelta()):
        giver, at = by or company.manager, company.at + after
        return commands.delegate(
            taker_id=(to or company.agent).id, since=since or at, until=until or at + WEEK, note="年假", by=giver, at=at
        )

    return do


@pytest.fixture
def desk(company):
    """Give a colleague of the region who asks."""
    return person(Role.DESK_AGENT, region_id=company.place.region_id, name="许佳")


class TestDelegate:
    def test_lets_the_colleague_decide_and_names_both(self, company, delegate, desk, published):
        delegate()
        row = company.grant(company.ask(by=desk), by=company.agent)
        assert (row.decided_by_id, row.decided_for_id) == (company.agent.id, company.manager.id)
        assert published.only("ConcessionGranted")["for_name"] == "宋毅"

    def test_is_told_once_and_the_colleague_hears_of_it_and_of_asks(self, company, delegate, desk, published, drain):
        delegate()
        assert published.only("ApprovalDelegated")["taker_id"] == company.agent.id
        company.ask(by=desk)
        drain()
        kinds = Notice.objects.filter(recipient_id=company.agent.id).values_list("kind", flat=True)
        assert {"concession.delegated", "concession.asked"} <= set(kinds)

    def test_is_not_used_by_whoever_may_decide_anyway(self, company, delegate, desk):
        delegate(to=company.quality)
        assert company.grant(company.ask(by=desk), by=company.quality).decided_for_id is None

    def test_gives_no_more_than_the_giver_may(self, company, delegate, desk, refused):
        delegate()
        row = company.ask(by=desk, kind="waive")
        with refused("not_allowed"):
            company.grant(row, by=company.agent)

    def test_never_reaches_what_either_of_them_asked_for(self, company, delegate, refused):
        delegate()
        own, givers = company.ask(), company.ask(promise="resolve", by=company.manager)
        for row in (own, givers):
            with refused("not_allowed"):
                company.grant(row, by=company.agent)

    def test_makes_no_chain(self, company, delegate, desk, refused):
        delegate()
        with refused("not_allowed"):
            delegate(by=company.agent, to=desk)
        assert [m.is_lent for m in mandates.of(company.agent, at=company.at)] == [True]

    def test_counts_in_its_time_only(self, company, delegate, desk, refused):
        row = company.ask(by=desk)
        delegate(since=company.at + 5 * HOUR, until=company.at + 6 * HOUR)
        for after in (4 * HOUR, 6 * HOUR):
            with refused("not_allowed"):
                company.grant(row, by=company.agent, after=after)
        assert company.grant(row, by=company.agent, after=5 * HOUR).state == "granted"

    def test_ends_with_the_givers_role(self, company, delegate, desk, refused):
        delegate()
        row = company.ask(by=desk)
        Grant.objects.filter(user_id=company.manager.id).delete()
        with refused("not_allowed"):
            company.grant(row, by=company.agent)

    def test_tells_nobody_who_has_left_the_office(self, company, delegate, desk, drain):
        delegate()
        Grant.objects.filter(user_id=company.agent.id).delete()
        company.ask(by=desk)
        drain()
        assert not Notice.objects.filter(recipient_id=company.agent.id, kind="concession.asked").exists()


class TestIsRefused:
    def test_to_oneself_to_outsiders_and_across_regions(self, company, delegate, refused):
        outsider = person(Role.CUSTOMER)
        far = person(Role.DESK_AGENT, region_id=company.place.region_id)
        for giver, to, code in (
            (company.manager, company.manager, "same_person"),
            (company.manager, outsider, "unknown"),
            (company.quality, far, "other_region"),
        ):
            with refused(code, "taker_id"):
                delegate(by=giver, to=to)

    def test_from_somebody_on_no_level(self, company, delegate, refused):
        with refused("not_allowed"):
            delegate(by=company.agent, to=company.quality)

    def test_for_no_time_or_half_a_year(self, company, delegate, refused):
        for until in (company.at, company.at - HOUR, company.at + timedelta(days=181)):
            with refused("bad_period", "until"):
                delegate(until=until)

    def test_twice_for_the_same_pair_at_the_same_time(self, company, delegate, refused):
        delegate()
        with refused("conflict", "since"):
            delegate(after=3 * HOUR)
        assert delegate(to=company.quality).pk and delegate(since=company.at + WEEK, until=company.at + 2 * WEEK).pk

    def test_by_the_database_too(self, company, delegate):
        row = delegate()
        same = {"giver_id": row.giver_id, "taker_id": row.taker_id, "given_at": company.at}
        for during, name in (
            (DateTimeTZRange(company.at + HOUR, company.at + 9 * WEEK), "delegations_of_a_pair_apart"),
            (DateTimeTZRange(company.at, None), "delegation_has_both_ends"),
        ):
            with pytest.raises(IntegrityError, match=name), transaction.atomic():
                Delegation.objects.create(**same, during=during)


class TestEnd:
    def test_takes_the_right_back_once_by_either_of_them(self, company, delegate, desk, published, refused):
        row, second = delegate(), delegate(to=desk)
        commands.end_delegation(delegation_id=row.pk, by=company.manager, at=company.at + HOUR)
        assert published.only("DelegationEnded")["delegation_id"] == row.pk
        assert mandates.of(company.agent, at=company.at + HOUR) == []
        assert commands.end_delegation(delegation_id=second.pk, by=desk, at=company.at).ended_at == company.at
        assert delegate(after=2 * HOUR).pk

    def test_is_refused_twice_and_to_others(self, company, delegate, refused):
        row = delegate()
        with refused("not_found"):
            commands.end_delegation(delegation_id=row.pk, by=company.quality, at=company.at)
        commands.end_delegation(delegation_id=row.pk, by=company.agent, at=company.at + HOUR)
        with refused("wrong_state"):
            commands.end_delegation(delegation_id=row.pk, by=company.agent, at=company.at + HOUR)
