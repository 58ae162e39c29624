"""The day board: one drag books, a hopeless one says why, and neither needs a mouse."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from aftercare.contexts.dispatch import commands as dispatch
from aftercare.contexts.dispatch.models import Booking
from aftercare.contexts.people import commands as people
from aftercare.contexts.people.models import Engineer
from aftercare.contexts.work_orders.models import WorkOrder
from aftercare.platform import clock
from tests.journeys.conftest import BUILDER, Visitor
from tests.journeys.dispatching import board, moment, monday, spot, waiting
from tests.serving import until

pytestmark = pytest.mark.browser


def drag(dispatcher: Visitor, order: WorkOrder, engineer: Engineer, hour: int) -> None:
    """Drag the order from those that wait to the hour of the engineer's day."""
    mouse = dispatcher.page.mouse
    dispatcher.find(f"[data-order='{order.pk}'] .waiting-open").hover()
    mouse.down()
    mouse.move(*spot(dispatcher, engineer, hour * 60), steps=12)
    dispatcher.find(".ghost")


def test_one_drag_books_an_order(visit):
    engineer, order = Engineer.objects.get(name="曹阳"), waiting("轿厢风扇更换")
    dispatcher = visit("dispatcher")
    board(dispatcher, engineer)
    drag(dispatcher, order, engineer, 10)
    dispatcher.keep("board-dragging")
    dispatcher.page.mouse.up()
    dispatcher.find(f".grid-row[data-engineer='{engineer.pk}'] .block")
    dispatcher.keep("board-booked")
    assert dispatcher.taps == 0
    booking = Booking.objects.get(work_order=order)
    assert (booking.engineer_id, booking.during.lower, booking.during.upper) == (engineer.pk, moment(10), moment(11))
    assert until(lambda: WorkOrder.objects.get(pk=order.pk).status == "scheduled", 15)


def test_drag_onto_somebody_away_says_why_and_books_nothing(visit):
    engineer, order = Engineer.objects.get(name="严磊"), waiting("机房照明检查")
    act = {"by": BUILDER, "at": clock.now()}
    leave = people.request_leave(engineer_id=engineer.pk, kind="annual", start_at=moment(8), end_at=moment(18), **act)
    people.approve_leave(leave_id=leave.pk, **act)
    dispatcher = visit("dispatcher")
    board(dispatcher, engineer)
    drag(dispatcher, order, engineer, 10)
    dispatcher.page.mouse.up()
    assert dispatcher.find(".board-bubble").inner_text() == "不在岗：年假"
    assert dispatcher.find(f".grid-row[data-engineer='{engineer.pk}'] .standing").inner_text() == "不在岗：年假"
    dispatcher.keep("board-away")
    assert not Booking.objects.filter(work_order=order).exists()
    assert WorkOrder.objects.get(pk=order.pk).status == "unscheduled"


def test_drag_onto_a_booking_says_which_and_books_nothing(visit):
    engineer, first, order = Engineer.objects.get(name="苗雨"), waiting("层门复位"), waiting("对讲机无声")
    dispatch.assign(
        work_order_id=first.pk,
        engineer_id=engineer.pk,
        start_at=moment(10),
        end_at=moment(12),
        by=BUILDER,
        at=clock.now(),
    )
    dispatcher = visit("dispatcher")
    board(dispatcher, engineer)
    drag(dispatcher, order, engineer, 11)
    dispatcher.page.mouse.up()
    assert first.number in dispatcher.find(".board-bubble").inner_text()
    dispatcher.keep("board-clash")
    assert not Booking.objects.filter(work_order=order).exists()


def test_tells_beside_the_name_who_does_not_work_that_day(visit):
    engineer, order = Engineer.objects.get(name="曹阳"), waiting("轿门异响")
    dispatcher = visit("dispatcher")
    dispatcher.go(f"/board/?day={monday() - timedelta(days=1)}&region={engineer.region_id}")
    dispatcher.tap(f"[data-order='{order.pk}'] .waiting-open")
    assert dispatcher.find(f".grid-row[data-engineer='{engineer.pk}'] .standing").inner_text() == "当天不当班"


def test_books_with_three_clicks_from_the_waiting_list(visit):
    engineer, order = Engineer.objects.get(name="陆鹏"), waiting("轿厢按钮失灵")
    dispatcher = visit("dispatcher")
    board(dispatcher, engineer)
    dispatcher.tap(f"[data-order='{order.pk}'] .waiting-open")
    dispatcher.tap(f"[data-order='{order.pk}'] .suggest-line button")
    assert until(lambda: Booking.objects.filter(work_order=order).exists(), 15)
    assert dispatcher.taps <= 3


def test_books_by_keys_alone(visit):
    engineer, order = Engineer.objects.get(name="范伟"), waiting("平层误差调整")
    dispatcher = visit("dispatcher")
    board(dispatcher, engineer)
    dispatcher.find(f"[data-order='{order.pk}'] .waiting-open").focus()
    dispatcher.press("Enter")
    dispatcher.find(".ghost")
    while not dispatcher.page.locator(f".grid-row[data-engineer='{engineer.pk}'] .ghost").count():
        dispatcher.press("ArrowDown")
    dispatcher.press("PageDown")
    says = dispatcher.find("#board-says").inner_text()
    assert re.search(rf"{engineer.name}.*\d\d:\d\d–\d\d:\d\d", says)
    dispatcher.press("Enter")
    assert until(lambda: Booking.objects.filter(work_order=order, engineer=engineer).exists(), 15)
