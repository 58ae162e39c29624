"""The desk's pages of dispatch."""

from __future__ import annotations

from django.urls import path

from aftercare.contexts.dispatch import words
from aftercare.contexts.dispatch.desk import (
    acts,
    board,
    bumping,
    dialogs,
    frame,
    help,
    help_list,
    mendings,
    places,
    plans,
    resend,
    wishes,
)

app_name = "dispatch"
urlpatterns = [
    path("board/", board.board, name="board"),
    path("board/data/", board.data, name="board_data"),
    path("board/places/", places.places, name="board_places"),
    path("board/suggest/<int:work_order_id>/", board.suggest, name="board_suggest"),
    path("board/assign/", acts.assign, name="board_assign"),
    path("board/bookings/<int:booking_id>/move/", acts.move, name="board_move"),
    path("board/bookings/<int:booking_id>/pin/", acts.pin, name="board_pin"),
    path("board/bookings/<int:booking_id>/unassign/", acts.unassign, name="board_unassign"),
    path("board/mendings/<int:plan_id>/take/", mendings.take, name="mending_take"),
    path("board/mendings/<int:plan_id>/leave/", mendings.leave, name="mending_leave"),
    path("orders/<int:work_order_id>/dispatch/", dialogs.assign, name="assign"),
    path("orders/<int:work_order_id>/make-room/", bumping.bump, name="bump"),
    path("orders/<int:work_order_id>/times/", dialogs.times_to_offer, name="times_to_offer"),
    path("bookings/<int:booking_id>/unassign/", dialogs.unassign, name="unassign"),
    path("bookings/<int:booking_id>/send/", dialogs.send, name="send"),
    *plans.urlpatterns,
    path("bookings/<int:booking_id>/next/", resend.next_best, name="next_best"),
    path("bookings/<int:booking_id>/send-on/", resend.send_on, name="send_on"),
    path("help/regions/", help_list.HelpList.as_view(), name="help_list"),
    path("help/regions/ask/", help.ask, name="ask_help"),
    path("help/regions/<int:help_id>/", help.detail, name="help"),
    path("help/regions/<int:help_id>/approve/", help.approve, name="approve_help"),
    path("help/regions/<int:help_id>/decline/", help.decline, name="decline_help"),
    path("help/regions/<int:help_id>/withdraw/", help.withdraw, name="withdraw_help"),
    path("help/regions/<int:help_id>/end/", help.end, name="end_help"),
    path("customers/<int:customer_id>/engineer-wishes/new/", wishes.new, name="new_wish"),
    path("engineer-wishes/<int:wish_id>/end/", wishes.end, name="end_wish"),
    *resend.TIMES.urls("settings/answer-times/"),
]

words.show()
frame.enter()
dialogs.enter()
plans.enter()
wishes.enter()
