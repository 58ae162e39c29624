"""The map beside the board: in step with it, without a ground when none is set, and never needed."""

from __future__ import annotations

import pytest

from aftercare.contexts.people.models import Engineer
from tests.journeys.dispatching import block, board, booked

pytestmark = pytest.mark.browser


def test_who_is_chosen_on_the_board_is_shown_on_the_map_and_the_other_way(visit):
    engineer = Engineer.objects.get(name="曹阳")
    booking = booked(engineer, "轿厢风扇更换", 10)
    dispatcher = visit("dispatcher")
    board(dispatcher, engineer)
    dispatcher.tap("[data-board-map]")
    dispatcher.find(".map-legend")
    assert "map=1" in dispatcher.page.url
    dispatcher.tap(f".grid-row[data-engineer='{engineer.pk}'] .grid-name")
    dispatcher.find(".map-face-marked")
    dispatcher.find(".map-stop").click()
    assert dispatcher.page.evaluate("() => document.activeElement.dataset.booking") == str(booking.pk)
    dispatcher.keep("board-map")
    dispatcher.tap(".map-face-marked")
    assert not dispatcher.page.locator(".grid-row-chosen").count()


def test_without_tiles_nothing_foreign_is_asked(visit):
    engineer = Engineer.objects.get(name="曹阳")
    dispatcher = visit("dispatcher")
    asked = []
    dispatcher.page.on("request", lambda request: asked.append(request.url))
    board(dispatcher, engineer, "&map=1")
    dispatcher.find(".map-legend")
    dispatcher.page.locator(".map-region span").first.wait_for()
    assert asked
    assert all(url.startswith((dispatcher.home, "data:", "blob:")) for url in asked)


def test_the_board_works_when_the_map_cannot_be_loaded(visit):
    engineer = Engineer.objects.get(name="苗雨")
    booking = booked(engineer, "层门复位", 10)
    dispatcher = visit("dispatcher")
    dispatcher.page.route("**/board/places/**", lambda route: route.abort())
    board(dispatcher, engineer, "&map=1")
    dispatcher.see("地图未能加载")
    dispatcher.tap(block(booking))
    dispatcher.find(".board-details")
