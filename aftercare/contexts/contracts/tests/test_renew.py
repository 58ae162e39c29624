"""Renewals: the next term, reminders in time, and the rate."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.apps import apps

from aftercare.contexts.contracts import commands, public
from aftercare.contexts.contracts.models import ServiceContract
from aftercare.contexts.contracts.rules.renewal import due_reminder, next_term
from aftercare.platform.actor import Role
from aftercare.platform.notify.models import Notice
from aftercare.platform.refusal import Refused


@pytest.fixture
def act(contract, service_manager, at):
    """Give what every command on the contract takes, once it is in force for 2026."""
    acting = {"by": service_manager, "at": at}
    commands.put_in_force(contract_id=contract.pk, **acting)
    return {"contract_id": contract.pk, **acting}


@pytest.fixture
def manager_id(make_actor, place):
    """Give the login of a service manager of the region."""
    actor = make_actor(Role.SERVICE_MANAGER)
    apps.get_model("people", "Grant").objects.create(
        user_id=actor.id, role=Role.SERVICE_MANAGER.value, region_id=place.region_id
    )
    return actor.id


def before_the_end(days: int, at: datetime) -> datetime:
    """Return the moment some days before the last of 2026."""
    return at + (date(2026, 12, 31) - timedelta(days=days - 1) - at.date())


class TestNextTerm:
    @pytest.mark.parametrize(
        ("term", "following"),
        [
            ((date(2026, 1, 1), date(2026, 12, 31)), (date(2027, 1, 1), date(2027, 12, 31))),
            ((date(2024, 3, 1), date(2026, 2, 28)), (date(2026, 3, 1), date(2028, 2, 29))),
            ((date(2026, 1, 1), date(2026, 1, 10)), (date(2026, 1, 11), date(2026, 1, 20))),
        ],
    )
    def test_is_as_long_as_the_one_before(self, term, following):
        assert next_term(*term) == following


class TestDueReminder:
    @pytest.mark.parametrize(
        ("left", "reminded", "step"),
        [(91, None, None), (90, None, 90), (89, 90, None), (60, 90, 60), (12, 90, 30), (12, 30, None), (0, None, None)],
    )
    def test_is_the_lowest_step_reached_and_not_told(self, left, reminded, step):
        assert due_reminder(left, [90, 60, 30], reminded) == step


class TestRemind:
    def test_tells_each_step_once_to_the_region(self, act, manager_id, system, at):
        told = [commands.remind(by=system, at=before_the_end(days, at)) for days in (120, 90, 89, 60, 59, 29, 28, 1)]
        assert told == [0, 1, 0, 1, 0, 1, 0, 0]
        titles = Notice.objects.order_by("pk").values_list("recipient_id", "title")
        assert [(who, "90" in t or "60" in t or "29" in t) for who, t in titles] == [(manager_id, True)] * 3

    def test_tells_the_person_responsible_alone(self, act, manager_id, make_actor, place, system, at):
        other = make_actor(Role.SERVICE_MANAGER)
        apps.get_model("people", "Grant").objects.create(user_id=other.id, role=Role.SERVICE_MANAGER.value)
        commands.entrust(responsible_id=other.id, remind_days=[45], **act)
        assert commands.remind(by=system, at=before_the_end(60, at)) == 0
        assert commands.remind(by=system, at=before_the_end(45, at)) == 1
        assert Notice.objects.get().recipient_id == other.id

    def test_is_silent_once_the_renewal_is_in_force(self, act, manager_id, system, at):
        following = commands.renew(**act)
        assert commands.remind(by=system, at=before_the_end(90, at)) == 1
        commands.put_in_force(**{**act, "contract_id": following.pk})
        assert commands.remind(by=system, at=before_the_end(30, at)) == 0


class TestEntrust:
    @pytest.mark.parametrize("days", [[], [0], [366], [1, 2, 3, 4, 5, 6, 7]])
    def test_is_refused_for_days_nobody_means_and_changes_nothing(self, act, days):
        with pytest.raises(Refused, match="bad_days"):
            commands.entrust(responsible_id=None, remind_days=days, **act)
        assert ServiceContract.objects.get().remind_days == [90, 60, 30]

    def test_is_refused_for_somebody_who_does_not_manage_the_region(self, act, desk_agent):
        with pytest.raises(Refused, match="unknown"):
            commands.entrust(responsible_id=desk_agent.id, **act)


class TestRenew:
    def test_draws_up_the_next_year_under_a_number_of_its_own(self, act, contract):
        row = commands.renew(**act)
        assert (row.status, row.renewal_of_id, row.version) == ("draft", contract.pk, 1)
        assert (row.starts_on, row.ends_on) == (date(2027, 1, 1), date(2027, 12, 31))
        assert row.number != contract.number

    def test_is_refused_twice_and_for_what_was_replaced(self, act):
        commands.renew(**act)
        with pytest.raises(Refused, match="wrong_state"):
            commands.renew(**act)
        assert ServiceContract.objects.count() == 2

    def test_of_standard_terms_is_refused(self, act, system, at):
        pk = public.seed_standard_terms(by=system, at=at)
        with pytest.raises(Refused, match="wrong_state"):
            commands.renew(**{**act, "contract_id": pk})


class TestRenewalRate:
    def rate(self, by, since=date(2026, 1, 1), until=date(2026, 12, 31)):
        """Return ended and renewed."""
        found = public.renewal_rate(since, until, by=by)
        return found.ended, found.renewed

    def test_counts_what_ended_in_the_period_and_goes_on(self, act, drafted, service_manager, system, at):
        acting = {"by": service_manager, "at": at}
        commands.put_in_force(contract_id=drafted(name="不续").pk, **acting)
        drafted(name="草稿")
        following = commands.renew(**act)
        assert self.rate(system) == (2, 0)
        commands.put_in_force(**{**act, "contract_id": following.pk})
        assert (self.rate(system), public.renewal_rate(date(2026, 1, 1), date(2026, 12, 31), by=system).percent) == (
            (2, 1), 50,
        )  # fmt: skip
        assert self.rate(system, until=date(2026, 12, 30)) == (0, 0)

    def test_counts_a_contract_ended_before_its_day_on_that_day(self, act, system, at):
        commands.end(reason="协商", **act)
        assert self.rate(system, since=at.date(), until=at.date()) == (1, 0)

    def test_leaves_out_versions_that_were_replaced(self, act, system):
        later = commands.amend(starts_on=date(2026, 7, 1), reason="扩建", **act)
        commands.put_in_force(**{**act, "contract_id": later.pk})
        assert self.rate(system) == (1, 0)

    def test_is_nothing_where_nothing_ended(self, db, system):
        assert public.renewal_rate(date(2026, 1, 1), date(2026, 1, 2), by=system).percent is None
