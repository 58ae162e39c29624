"""What the board knows of the customer's word and the engineer's silence."""

from __future__ import annotations

import pytest

from aftercare.contexts.dispatch import commands, queries
from aftercare.contexts.dispatch.desk.board import booking_data
from aftercare.contexts.dispatch.models import Booking, Confirmation
from aftercare.contexts.dispatch.tests.builders import BUILDER, HOUR
from aftercare.contexts.organisations.models import Contact
from aftercare.platform.actor import NOBODY
from aftercare.platform.testing.fixtures import MONDAY


def drawn(booking):
    card = queries.booking_card(booking.pk)
    assert card is not None
    return booking_data(card)


def answered(row, verb, **fields):
    getattr(commands, verb)(confirmation_id=row.pk, seen=row.window_start, by=NOBODY, at=MONDAY, **fields)


@pytest.fixture
def told(place, booking):
    """Give the window of a booking whose customer can be reached."""
    Contact.objects.filter(pk=place.contact_id).update(email="wang@example.com")
    return commands.announce(booking_id=booking.pk, by=BUILDER, at=MONDAY)


class TestWord:
    def test_is_open_until_the_customer_answers(self, booking, told):
        assert drawn(booking)["word"] == "asked"
        answered(told, "confirm_appointment")
        seen = drawn(booking)
        assert (seen["word"], seen["window_start"]) == ("confirmed", told.window_start.isoformat())

    def test_carries_what_the_customer_wishes(self, booking, told):
        answered(told, "wish_another_time", wish="周四下午")
        assert (drawn(booking)["word"], drawn(booking)["wish"]) == ("wished", "周四下午")

    def test_asks_for_a_call_where_nobody_could_be_told(self, booking, told):
        Confirmation.objects.update(is_reachable=False)
        assert drawn(booking)["word"] == "call"

    def test_is_nothing_once_the_engineer_set_out(self, booking, told):
        Booking.objects.filter(pk=booking.pk).update(status="traveling")
        assert not {"word", "window_start", "dispatched_at"} & drawn(booking).keys()


class TestSilence:
    def test_says_since_when_and_whether_the_dispatchers_were_told(self, booking):
        assert "unanswered_at" not in drawn(booking)
        Booking.objects.filter(pk=booking.pk).update(unanswered_at=MONDAY + HOUR)
        assert drawn(booking)["dispatched_at"] and drawn(booking)["unanswered_at"]

    def test_is_over_with_the_answer(self, booking):
        Booking.objects.filter(pk=booking.pk).update(status="accepted")
        assert "dispatched_at" not in drawn(booking)
