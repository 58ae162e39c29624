"""The desk's pages of dispatch."""

from __future__ import annotations

from django.urls import path

from aftercare.contexts.dispatch import words
from aftercare.contexts.dispatch.desk import acts, board, dialogs, frame, places, plans

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
    path("orders/<int:work_order_id>/dispatch/", dialogs.assign, name="assign"),
    path("bookings/<int:booking_id>/unassign/", dialogs.unassign, name="unassign"),
    path("bookings/<int:booking_id>/send/", dialogs.send, name="send"),
    *plans.urlpatterns,
]

words.show()
frame.enter()
dialogs.enter()
plans.enter()
