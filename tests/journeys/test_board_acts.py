"""The dispatcher's hands on the board: longer, undone, several at once, fixed; and nothing half-hidden."""

from __future__ import annotations

import pytest

from aftercare.contexts.dispatch import commands as dispatch
from aftercare.contexts.dispatch.models import Booking
from aftercare.contexts.people.models import Engineer
from aftercare.platform import clock
from tests.journeys.conftest import BUILDER
from tests.journeys.dispatching import block, board, booked, during, lane, moment, spot
from tests.serving import until

pytestmark = pytest.mark.browser


def test_an_edge_drawn_makes_a_booking_longer_and_undo_brings_it_back(visit):
    engineer = Engineer.objects.get(name="曹阳")
    booking = booked(engineer, "轿厢风扇更换", 10)
    dispatcher = visit("dispatcher")
    board(dispatcher, engineer)
    mouse = dispatcher.page.mouse
    dispatcher.page.locator(f"{block(booking)} .grip-end").hover()
    mouse.down()
    mouse.move(*spot(dispatcher, engineer, 12 * 60), steps=8)
    mouse.up()
    assert until(lambda: during(booking) == (moment(10), moment(12)), 15)
    dispatcher.find("#board-undo:enabled")
    dispatcher.press("Control+z")
    assert until(lambda: during(booking) == (moment(10), moment(11)), 15)
    dispatcher.find("#board-undo:disabled")


def test_keys_make_a_booking_longer(visit):
    engineer = Engineer.objects.get(name="严磊")
    booking = booked(engineer, "机房照明检查", 10)
    dispatcher = visit("dispatcher")
    board(dispatcher, engineer)
    dispatcher.page.locator(block(booking)).focus()
    dispatcher.press("Shift+ArrowRight")
    dispatcher.press("Shift+ArrowRight")
    assert "10:00–11:30" in dispatcher.find("#board-says").inner_text()
    dispatcher.press("Enter")
    assert until(lambda: during(booking) == (moment(10), moment(11, 30)), 15)


def test_undo_says_when_somebody_else_went_on(visit):
    engineer = Engineer.objects.get(name="苗雨")
    booking = booked(engineer, "层门复位", 10)
    dispatcher = visit("dispatcher")
    board(dispatcher, engineer)
    dispatcher.page.locator(block(booking)).focus()
    dispatcher.press("Alt+ArrowRight")
    dispatcher.press("Enter")
    dispatcher.find("#board-undo:enabled")
    dispatch.move(booking_id=booking.pk, start_at=moment(14), end_at=moment(15), by=BUILDER, at=clock.now())
    dispatcher.tap("#board-undo")
    dispatcher.see("无法撤销")
    assert during(booking) == (moment(14), moment(15))


def test_several_go_to_another_engineer_together(visit):
    giver, taker = Engineer.objects.get(name="陆鹏"), Engineer.objects.get(name="范伟")
    first, second = booked(giver, "轿厢按钮失灵", 10), booked(giver, "平层误差调整", 14)
    dispatcher = visit("dispatcher")
    board(dispatcher, giver, "&colours=priority")
    dispatcher.page.locator(block(first)).click(modifiers=["Control"])
    dispatcher.page.locator(block(second)).click(modifiers=["Control"])
    dispatcher.find("#board-picked")
    dispatcher.page.locator(block(first)).hover()
    dispatcher.page.mouse.down()
    dispatcher.page.mouse.move(*spot(dispatcher, taker, 11 * 60 + 30), steps=10)
    assert dispatcher.page.locator(".ghost").count() == 2
    dispatcher.keep("board-several")
    dispatcher.page.mouse.up()
    assert until(lambda: Booking.objects.filter(pk__in=[first.pk, second.pk], engineer=taker).count() == 2, 15)
    assert during(first)[0] - moment(10) == during(second)[0] - moment(14)
    dispatcher.press("Control+z")
    assert until(lambda: Booking.objects.filter(pk__in=[first.pk, second.pk], engineer=giver).count() == 2, 15)


def test_what_stayed_of_several_is_told_with_the_reason(visit):
    engineer = Engineer.objects.get(name="金鑫")
    first, second = booked(engineer, "门机异响", 10), booked(engineer, "限速器校验", 13)
    dispatcher = visit("dispatcher")
    board(dispatcher, engineer)
    for one in (first, second):
        dispatcher.page.locator(block(one)).focus()
        dispatcher.press("Space")
    # Somebody takes one of them back while the dispatcher still looks at it.
    dispatcher.page.route("**/board/data/**", lambda route: route.abort())
    dispatch.unassign(booking_id=first.pk, by=BUILDER, at=clock.now())
    dispatcher.page.locator(block(second)).focus()
    dispatcher.press("Delete")
    dispatcher.tap(".board-ask .btn-danger")
    dispatcher.see("以下未能收回")
    assert first.work_order.number in dispatcher.find(".board-ask").inner_text()
    second.refresh_from_db()
    assert second.status == "canceled"


def test_a_frame_drawn_over_blocks_picks_them(visit):
    engineer = Engineer.objects.get(name="张伟")
    booked(engineer, "安全钳检查", 14), booked(engineer, "缓冲器检查", 16)
    dispatcher = visit("dispatcher")
    board(dispatcher, engineer)
    dispatcher.page.mouse.move(*spot(dispatcher, engineer, 13 * 60 + 30))
    dispatcher.page.mouse.down()
    dispatcher.page.mouse.move(*spot(dispatcher, engineer, 17 * 60 + 30), steps=8)
    dispatcher.page.mouse.up()
    assert dispatcher.page.locator(".block.picked").count() == 2
    dispatcher.press("Escape")
    assert not dispatcher.page.locator(".block.picked").count()


def test_a_booking_is_fixed_in_its_details(visit):
    engineer = Engineer.objects.get(name="侯杰")
    booking = booked(engineer, "曳引机换油", 15)
    dispatcher = visit("dispatcher")
    board(dispatcher, engineer)
    dispatcher.tap(block(booking))
    dispatcher.tap(".board-locks button:nth-child(4)")
    assert until(lambda: Booking.objects.get(pk=booking.pk).lock == "both", 15)
    dispatcher.find(f"{block(booking)} use[href$='#pinned']")


def test_a_gap_too_short_for_the_way_is_marked(visit):
    engineer = Engineer.objects.get(name="柳青")
    booked(engineer, "变频器报警", 10), booked(engineer, "变频器复位", 11, of="申渡轨交")
    dispatcher = visit("dispatcher")
    board(dispatcher, engineer)
    assert "路程约差" in lane(dispatcher, engineer).locator(".leg-missing").get_attribute("title")


def test_the_address_keeps_days_and_colours(visit):
    engineer = Engineer.objects.get(name="侯杰")
    dispatcher = visit("dispatcher")
    board(dispatcher, engineer)
    dispatcher.tap("[data-span='7']")
    dispatcher.tap("[data-colours='priority']")
    dispatcher.page.locator(".grid-day").nth(6).wait_for()
    assert "span=7" in dispatcher.page.url
    assert "colours=priority" in dispatcher.page.url
    dispatcher.keep("board-week")
    dispatcher.page.go_back()
    dispatcher.page.locator(".grid-day").first.wait_for(state="detached")
