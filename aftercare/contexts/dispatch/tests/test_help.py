"""An engineer one region lends to another: asked for, decided, ended, and what it changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from aftercare.contexts.dispatch import commands, policies, queries, suitability
from aftercare.contexts.dispatch.lending import helping
from aftercare.contexts.dispatch.models import Help
from aftercare.contexts.dispatch.tests import builders
from aftercare.contexts.dispatch.tests.builders import HOUR, TEN
from aftercare.contexts.people.tests import building
from aftercare.contexts.service_requests.tests import builders as requests
from aftercare.contexts.work_orders import public as work_orders
from aftercare.contexts.work_orders.tests import builders as orders
from aftercare.contexts.work_orders.tests.browsing import Program, browser
from aftercare.platform.actor import Role
from aftercare.platform.notify.models import Notice
from aftercare.platform.refusal import Refused
from aftercare.platform.testing.fixtures import MONDAY

FIRST, LAST = date(2026, 9, 7), date(2026, 9, 9)


@pytest.fixture
def south(db):
    """Give the region that lends."""
    return building.region("华南")


@pytest.fixture
def guest(south):
    """Give an engineer of the lending region, with the usual shifts."""
    week = [(day, 510, 1050) for day in range(5)]
    return building.engineer(south, name="何志强", shifts=week)


@pytest.fixture
def borrower(place, make_actor):
    """Give a dispatcher of the region that borrows."""
    return make_actor(Role.DISPATCHER, regions={place.region_id}, name="王磊")


@pytest.fixture
def lender(south, make_actor):
    """Give a dispatcher of the region that lends."""
    return make_actor(Role.DISPATCHER, regions={south.pk}, name="陈静")


@pytest.fixture
def ask(place, guest, borrower, at):
    """Give a way to ask for the guest."""

    def asked(**fields):
        usual = {"engineer_id": guest.pk, "borrower_id": place.region_id, "first_day": FIRST, "last_day": LAST,
                 "reason": "台风抢修", "by": borrower, "at": at}  # fmt: skip
        return commands.ask_help(**{**usual, **fields})

    return asked


@pytest.fixture
def lent(ask, lender, at):
    """Give an approved help."""
    return commands.approve_help(help_id=ask().pk, by=lender, at=at)


@pytest.fixture
def no(published):
    """Give a check that a verb is refused with a code, and that nothing was written or told."""

    def check(code, do):
        before, told = list(Help.objects.values()), published.names()
        with pytest.raises(Refused) as refused:
            do()
        assert (refused.value.code, list(Help.objects.values()), published.names()) == (code, before, told)

    return check


class TestAsk:
    def test_writes_it_down_and_tells_the_lender_once(self, ask, south, published, drain):
        user = building.granted(Role.DISPATCHER, south)
        row = ask()
        assert (row.status, row.lender_id, row.first_day, row.last_day) == ("asked", south.pk, FIRST, LAST)
        published.only("HelpAsked")
        drain()
        assert Notice.objects.get(recipient=user).kind == "help_asked"

    @pytest.mark.parametrize(
        ("fields", "code"),
        [
            ({"reason": " "}, "missing"),
            ({"last_day": FIRST - timedelta(days=1)}, "bad_time"),
            ({"first_day": date(2026, 9, 1), "last_day": date(2026, 9, 2)}, "bad_time"),
            ({"last_day": FIRST + timedelta(days=62)}, "bad_time"),
            ({"engineer_id": 2**40}, "unknown"),
        ],
    )
    def test_is_refused_for_what_makes_no_sense(self, ask, no, fields, code):
        no(code, lambda: ask(**fields))

    def test_is_refused_for_an_own_engineer_and_on_days_promised(self, ask, engineer, no):
        no("same_region", lambda: ask(engineer_id=engineer.pk))
        ask()
        no("conflict", lambda: ask(first_day=LAST, last_day=LAST))

    def test_is_for_the_borrowers_dispatchers(self, ask, lender, desk_agent, no):
        for by in (lender, desk_agent):
            no("not_allowed", lambda by=by: ask(by=by))


class TestDecide:
    def test_lends_and_tells_the_borrower_and_the_engineer(self, place, ask, guest, lender, at, published, drain):
        user = building.granted(Role.DISPATCHER, building.Region.objects.get(pk=place.region_id))
        row = commands.approve_help(help_id=ask().pk, note="带上工具", by=lender, at=at)
        assert (row.status, row.decided_by_name, row.decided_at) == ("approved", "陈静", at)
        published.only("HelpDecided")
        drain()
        assert {n.recipient_id for n in Notice.objects.filter(kind="help_decided")} == {user.pk, guest.user_id}

    def test_declines_with_a_reason(self, ask, lender, at, no, published):
        row = ask()
        no("missing", lambda: commands.decline_help(help_id=row.pk, note=" ", by=lender, at=at))
        assert commands.decline_help(help_id=row.pk, note="我们也缺人", by=lender, at=at).status == "declined"
        published.only("HelpDecided")
        assert ask().status == "asked"

    def test_is_for_the_lender_alone(self, ask, borrower, far_dispatcher, at, no):
        row = ask()
        no("not_allowed", lambda: commands.approve_help(help_id=row.pk, by=borrower, at=at))
        no("not_found", lambda: commands.approve_help(help_id=row.pk, by=far_dispatcher, at=at))

    def test_is_done_by_whoever_holds_both_regions(self, place, south, ask, make_actor, at):
        both = make_actor(Role.DISPATCHER, regions={place.region_id, south.pk})
        assert commands.approve_help(help_id=ask(by=both).pk, by=both, at=at).status == "approved"

    def test_is_refused_to_the_asker_who_moved_to_the_lender(self, south, ask, borrower, at, no):
        row = ask()
        moved = replace(borrower, region_ids=frozenset({south.pk}))
        no("not_allowed", lambda: commands.approve_help(help_id=row.pk, by=moved, at=at))

    def test_is_refused_twice_and_when_the_days_are_over(self, ask, lent, lender, at, no):
        no("wrong_state", lambda: commands.approve_help(help_id=lent.pk, by=lender, at=at))
        late = ask(first_day=date(2026, 9, 14), last_day=date(2026, 9, 14))
        no("over", lambda: commands.approve_help(help_id=late.pk, by=lender, at=at + timedelta(days=30)))


class TestEnd:
    def test_ends_early_and_tells_both(self, lent, lender, at, published):
        assert commands.end_help(help_id=lent.pk, by=lender, at=at).status == "ended"
        assert published.only("HelpEnded")["is_withdrawn"] is False

    def test_withdraws_what_is_not_decided(self, ask, borrower, lender, at, published, no):
        row = ask()
        no("not_allowed", lambda: commands.withdraw_help(help_id=row.pk, by=lender, at=at))
        assert commands.withdraw_help(help_id=row.pk, by=borrower, at=at).status == "withdrawn"
        assert published.only("HelpEnded")["is_withdrawn"] is True
        no("wrong_state", lambda: commands.end_help(help_id=row.pk, by=borrower, at=at))

    def test_frees_the_days(self, ask, lent, borrower, at):
        commands.end_help(help_id=lent.pk, by=borrower, at=at)
        assert ask().status == "asked"


class TestEffect:
    def test_without_it_the_engineer_is_unknown(self, order, guest, borrower, ask, refused):
        ask()
        with refused("unknown"):
            builders.booked(order, guest, by=borrower)

    def test_lets_the_borrower_book_without_a_warning(self, order, guest, borrower, lent):
        assert builders.booked(order, guest, by=borrower, accept_warnings=()).overridden == []

    def test_ends_with_its_days(self, order, guest, borrower, lent, refused):
        with refused("unknown"):
            builders.booked(order, guest, start=TEN + timedelta(days=3), by=borrower)

    def test_warns_the_lender_who_books_elsewhere(self, south, guest, lent, lender, place, system, at):
        card = work_orders.order_card(orders.planned(requests.scene()).pk)
        codes = {m.code for m in suitability.misfits(card, helping.people.engineer_card(guest.pk), TEN, TEN + HOUR)}
        assert "lent_out" in codes

    def test_puts_the_guest_on_the_borrowers_board_on_these_days(self, place, order, guest, engineer, borrower, lent):
        def names(day):
            start = MONDAY - HOUR + timedelta(days=day)
            found = queries.board(borrower, start=start, end=start + 12 * HOUR, region_id=place.region_id)
            return {row.card.name for row in found.engineers}

        assert [guest.name in names(day) for day in (0, 2, 3)] == [True, True, False]

    def test_suggests_the_guest_and_shows_what_they_are_booked_for(self, order, guest, borrower, lent):
        found = queries.suggestions(work_orders.order_card(order.pk), by=borrower, now=MONDAY)
        assert guest.pk in [row.engineer.id for row in found if row.extra_minutes is not None]
        booking = builders.booked(order, guest, by=borrower)
        elsewhere = builders.booked(orders.planned(requests.scene()), guest, start=TEN + 2 * HOUR)
        assert set(policies.visible_to(borrower)) >= {booking, elsewhere}

    def test_hides_what_the_guest_is_booked_for_on_other_days(self, guest, borrower, lent):
        later = builders.booked(orders.planned(requests.scene()), guest, start=TEN + timedelta(days=3))
        assert later not in policies.visible_to(borrower)


class TestDoors:
    def test_ask_lend_and_list(self, place, south, guest):
        here, there = browser("dispatcher", region_id=place.region_id), browser("dispatcher", region_id=south.pk)
        day = date.today().isoformat()
        said = {"borrower_id": place.region_id, "engineer_id": guest.pk, "first_day": day, "last_day": day,
                "reason": "台风抢修"}  # fmt: skip
        assert guest.name in here.get("/help/regions/ask/").content.decode()
        assert here.post("/help/regions/ask/", said).status_code == 302
        row = Help.objects.get()
        assert there.post(f"/help/regions/{row.pk}/approve/", {"note": ""}).status_code == 302
        for desk in (here, there):
            assert guest.name in desk.get("/help/regions/").content.decode()
            assert desk.get(f"/help/regions/{row.pk}/").status_code == 200

    def test_are_closed_to_a_third_region_and_to_the_desk(self, ask):
        row = ask()
        assert browser("dispatcher", region_id=requests.region()).get(f"/help/regions/{row.pk}/").status_code == 404
        assert browser("desk_agent").get("/help/regions/ask/").status_code == 403

    def test_programs_ask_lend_and_list(self, place, south, guest):
        both = ("orders:read", "orders:write")
        here = Program("dispatcher", *both, region_id=place.region_id)
        there = Program("dispatcher", *both, region_id=south.pk)
        day = date.today().isoformat()
        made = here.post("/regional-help", {"engineer_id": guest.pk, "borrower_id": place.region_id, "first_day": day,
                                            "last_day": day, "reason": "抢修"})  # fmt: skip
        assert made.status_code == 201, made.content
        assert here.post(f"/regional-help/{made.json()['id']}/approve", {}).status_code == 403
        assert there.post(f"/regional-help/{made.json()['id']}/approve", {}).json()["status"] == "approved"
        assert [row["id"] for row in here.get("/regional-help?status=approved").json()["items"]] == [made.json()["id"]]
