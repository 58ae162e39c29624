"""The record turns out to be another customer's: their terms bind."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.apps import apps
from django.db import transaction
from django.urls import reverse

from aftercare.contexts.calendars import public as calendars
from aftercare.contexts.clocks import commands, public, reactions
from aftercare.contexts.clocks.models import Clock, DeadlineChange, PastTerm, Pause
from aftercare.contexts.clocks.tests.conftest import SUBJECT, come
from aftercare.contexts.clocks.tests.test_desk import browser_of
from aftercare.contexts.contracts import commands as contracts
from aftercare.contexts.contracts.models import ServiceLevel
from aftercare.contexts.organisations.commands import register_organisation
from aftercare.platform import outbox
from aftercare.platform.actor import Role
from aftercare.published.service_requests import RequestAcknowledged, RequestChanged

HOUR = timedelta(hours=1)
ELEVEN = datetime(2026, 9, 7, 3, tzinfo=UTC)  # two working hours after the record began


@pytest.fixture(scope="module")
def region_id(shared_db):
    """Give the region of the right customer."""
    return apps.get_model("people", "Region").objects.create(code="north", name="北区").pk


@pytest.fixture(scope="module")
def wrong_id(terms, system, at):
    """Give the customer noted by mistake, who has the standard terms."""
    return register_organisation(name="滨江医院", region_id=None, by=system, at=at).pk


@pytest.fixture(scope="module")
def bind(terms, system, at):
    """Give a way to put a contract in force: ten working hours to resolve, four to arrive, weather stops nothing."""

    def sign(customer_id, name="金牌维保", *, pausing=("waiting_customer",), priorities=(3, 2), **targets):
        acting = {"by": system, "at": at}
        contract = contracts.draft(
            name=name, customer_id=customer_id, starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31),
            calendar_id=calendars.default_calendar_id(), **acting,
        )  # fmt: skip
        clause = contracts.write_clause(contract_id=contract.pk, number="1", title="时限", **acting)
        given = targets or {"arrive": 240, "resolve": 600}
        rows = [
            contracts.PromiseRow(
                promise=promise,
                clause_id=clause.pk,
                targets={p: (minutes if p == 3 else minutes // 2, "working") for p in priorities},
                pausing_reasons=pausing,
            )
            for promise, minutes in given.items()
        ]
        contracts.set_levels(contract_id=contract.pk, rows=rows, **acting)
        return contracts.put_in_force(contract_id=contract.pk, **acting)

    return sign


@pytest.fixture(scope="module")
def right_id(bind, region_id, system, at):
    """Give the right customer, whose contract has shorter targets."""
    customer = register_organisation(name="城东医院", region_id=region_id, by=system, at=at)
    bind(customer.pk)
    return customer.pk


@pytest.fixture
def mistaken(start, wrong_id):
    """Give the running promises of a record noted under the wrong customer."""
    return {clock.promise: clock for clock in start(customer_id=wrong_id, number="SR-2026-000001")}


def changed(customer_id, at, received_at, *, fields=("customer_id",), **more):
    """Return the event of a correction."""
    usual = {"number": "SR-2026-000001", "priority": 3, "region_id": None, "project_id": None, "equipment_id": None}
    facts = {**usual, **more}
    return RequestChanged(request_id=1, fields=fields, customer_id=customer_id, received_at=received_at, at=at, **facts)


@pytest.fixture
def correct(right_id, region_id, system, at):
    """Give a way to let the correction be heard of."""

    def tell(customer_id=right_id, moment=ELEVEN, **more):
        more.setdefault("region_id", region_id)
        event = changed(customer_id, moment, at, **more)
        outbox.record(event, about=SUBJECT, by=system)
        with transaction.atomic():
            reactions.follow_correction(event, system)
        return event

    return tell


def of(promise="resolve"):
    """Return one promise of the record."""
    return Clock.objects.get(subject=SUBJECT, promise=promise)


class TestCorrect:
    def test_counts_by_the_right_contract_and_keeps_the_minutes_used(self, mistaken, correct):
        """Two of ten hours are used at eleven; six more on Monday and two on Tuesday."""
        correct()
        clock = of()
        assert (clock.target_minutes, clock.state) == (600, "running")
        assert clock.due_at == datetime(2026, 9, 8, 3, tzinfo=UTC)
        left = {d.promise: d.remaining_minutes for d in public.deadlines(SUBJECT, now=ELEVEN)}
        assert (left["resolve"], left["arrive"]) == (600 - 120, 240 - 120)

    def test_finds_a_contract_that_has_been_ended_since(self, mistaken, correct, service_manager, at):
        """The matter began on the day the contract still bound; two days later nobody has it any more."""
        ended = apps.get_model("contracts", "ServiceContract").objects.get(name="金牌维保")
        contracts.end(contract_id=ended.pk, reason="协商", by=service_manager, at=at)
        correct(moment=at + timedelta(days=2))
        assert (of().contract_id, of().target_minutes) == (ended.pk, 600)

    def test_leaves_to_the_standard_terms_what_the_contract_does_not_name(self, mistaken, correct):
        correct()
        assert of("respond").due_at == mistaken["respond"].due_at
        assert not PastTerm.objects.filter(clock=of("respond")).exists()

    def test_keeps_the_old_deadline_with_a_reason(self, mistaken, correct):
        correct()
        last = DeadlineChange.objects.filter(clock=of()).last()
        assert (last.old_due_at, last.new_due_at) == (mistaken["resolve"].due_at, of().due_at)
        assert (last.reason, last.note) == ("request_corrected", "金牌维保")

    def test_files_every_clock_under_the_right_customer_and_region(
        self, mistaken, correct, right_id, region_id, system
    ):
        come(subject=SUBJECT, promises=["acknowledge"], moment=ELEVEN, by=system)
        correct()
        filed = set(Clock.objects.values_list("customer_id", "region_id", "number"))
        assert filed == {(right_id, region_id, "SR-2026-000001")}

    def test_tells_each_deadline_that_moved_once(self, mistaken, correct, published):
        correct()
        assert sorted(published.names()) == ["DeadlineSet", "DeadlineSet", "RequestChanged"]

    def test_told_twice_changes_nothing_more(self, mistaken, correct, system, published):
        event = correct()
        before = list(Clock.objects.order_by("id").values())
        reactions.follow_correction(event, system)
        assert list(Clock.objects.order_by("id").values()) == before
        assert published.names().count("DeadlineSet") == 2
        assert DeadlineChange.objects.filter(reason="request_corrected").count() == 2

    def test_back_to_the_first_customer_gives_the_first_deadline_back(self, mistaken, correct, wrong_id):
        correct()
        correct(wrong_id, ELEVEN + HOUR, region_id=None)
        assert of().due_at == mistaken["resolve"].due_at
        assert of().customer_id == wrong_id

    def test_heard_of_after_a_later_correction_does_not_undo_that(self, mistaken, correct, wrong_id, system, at):
        late = changed(wrong_id, ELEVEN - HOUR, at)
        outbox.record(late, about=SUBJECT, by=system)
        correct()
        before = list(Clock.objects.order_by("id").values())
        reactions.follow_correction(late, system)
        assert list(Clock.objects.order_by("id").values()) == before

    def test_of_words_alone_asks_for_no_terms(self, mistaken, correct, right_id):
        correct(right_id, fields=("subject", "caller_phone"))
        assert of().target_minutes == 2400

    def test_after_a_raised_priority_takes_that_priority_of_the_right_contract(self, mistaken, correct, system):
        commands.change_priority(subject=SUBJECT, priority=2, by=system, at=ELEVEN - HOUR)
        correct()
        assert (of().priority, of().target_minutes) == (2, 300)

    def test_takes_the_contract_at_a_priority_it_names_though_it_was_silent_before(
        self, bind, start, wrong_id, system, at
    ):
        bind(wrong_id, priorities=(2,))
        start(customer_id=wrong_id)
        assert of().target_minutes == 2400
        commands.change_priority(subject=SUBJECT, priority=2, by=system, at=at + HOUR)
        assert of().target_minutes == 300

    def test_told_late_stands_behind_a_raised_priority(self, mistaken, correct, system, right_id):
        commands.change_priority(subject=SUBJECT, priority=2, by=system, at=ELEVEN)
        correct(right_id, ELEVEN - HOUR)
        assert public.deadlines(SUBJECT, now=ELEVEN)[-1].remaining_minutes == 300 - 120

    def test_past_a_target_already_used_up_is_due_at_once_and_not_earlier(self, mistaken, correct, right_id):
        wednesday = datetime(2026, 9, 9, 8, tzinfo=UTC)
        correct(right_id, wednesday)
        assert of().due_at == wednesday

    def test_leaves_what_is_over_as_it_was_judged(self, mistaken, correct, system):
        come(subject=SUBJECT, promises=["arrive"], moment=ELEVEN, by=system)
        correct()
        assert (of("arrive").state, of("arrive").target_minutes) == ("met", 960)


class TestWhileHeld:
    @pytest.fixture
    def held(self, mistaken, system, at):
        """Give a record that waits for its customer since ten."""
        moment = at + HOUR
        commands.pause(
            subject=SUBJECT, source=SUBJECT, reason="waiting_customer", party="customer", since=moment, by=system,
            at=moment,
        )  # fmt: skip
        return moment

    def test_stays_held_and_says_so_though_no_deadline_is_known(self, held, correct):
        correct()
        assert (of().state, of().due_at, of().target_minutes) == ("paused", None, 600)
        last = DeadlineChange.objects.filter(clock=of()).last()
        assert (last.reason, last.old_due_at, last.new_due_at) == ("request_corrected", None, None)

    def test_goes_on_with_the_time_the_right_contract_leaves(self, held, correct, system):
        """One of ten hours used at ten; from Tuesday 09:00 on nine are left: Wednesday 10:00."""
        correct()
        tuesday = datetime(2026, 9, 8, 1, tzinfo=UTC)
        commands.resume(subject=SUBJECT, source=SUBJECT, until=tuesday, by=system, at=tuesday)
        assert of().due_at == datetime(2026, 9, 9, 2, tzinfo=UTC)

    def test_runs_where_the_right_clause_does_not_allow_the_hold(self, held, correct, system):
        ServiceLevel.objects.filter(contract__is_default=False).update(pausing_reasons=[])
        correct()
        rows = Pause.objects.filter(clock=of()).values_list("stops", "since", "until")
        assert (of().state, list(rows)) == ("running", [(True, held, ELEVEN), (False, ELEVEN, None)])


class TestOtherPromises:
    def test_that_the_right_terms_do_not_make_fall_away(self, mistaken, correct, right_id):
        apps.get_model("contracts", "ServiceContract").objects.filter(is_default=True).update(
            ends_on=date(2026, 1, 2), starts_on=date(2026, 1, 1)
        )
        correct(None, region_id=None)
        assert set(Clock.objects.values_list("state", flat=True)) == {"canceled"}

    def test_that_only_the_right_terms_make_start_with_the_record(self, correct, at):
        correct()
        assert {clock.started_at for clock in Clock.objects.all()} == {at}
        assert of().due_at == datetime(2026, 9, 8, 3, tzinfo=UTC)

    def test_kept_before_any_clock_ran_are_not_started(self, correct, system, at):
        outbox.record(RequestAcknowledged(request_id=1, at=at + HOUR), about=SUBJECT, by=system)
        correct()
        assert set(Clock.objects.values_list("promise", flat=True)) == {"respond", "arrive", "resolve"}


class TestExplanation:
    def page(self, actor, role, promise="resolve", region_id=None):
        address = reverse("clocks:explanation", args=[of(promise).pk])
        return browser_of(actor, role, region_id).get(address).content.decode()

    def test_says_that_it_was_corrected_and_whose_terms_count(self, mistaken, correct, desk_agent):
        correct()
        assert "客户或设备已更正" in (page := self.page(desk_agent, Role.DESK_AGENT))
        assert "金牌维保" in page

    def test_keeps_the_clause_of_somebody_elses_contract_from_the_customer(
        self, bind, start, wrong_id, right_id, region_id, correct, system, make_actor, desk_agent
    ):
        bind(wrong_id, "滨江医院专用合同", acknowledge=30)
        start(customer_id=wrong_id, number="SR-2026-000001")
        come(subject=SUBJECT, promises=["acknowledge"], moment=ELEVEN - HOUR, by=system)
        correct()
        person = make_actor()
        apps.get_model("organisations", "Contact").objects.create(
            organisation_id=right_id, name="王芳", user_id=person.id
        )
        assert "滨江医院专用合同" in self.page(desk_agent, Role.DESK_AGENT, "acknowledge")
        assert "滨江医院专用合同" not in self.page(person, Role.CUSTOMER, "acknowledge")
        assert "滨江医院" not in str(public.deadlines(SUBJECT, now=ELEVEN))
