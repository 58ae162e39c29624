"""What the customer is told of an appointment, and what they answer."""

from __future__ import annotations

from datetime import timedelta

import pytest

from aftercare.contexts.dispatch import commands, queries, rules
from aftercare.contexts.dispatch.appointments import links
from aftercare.contexts.dispatch.models import Confirmation
from aftercare.contexts.dispatch.tests import builders
from aftercare.contexts.dispatch.tests.builders import HOUR, TEN
from aftercare.contexts.organisations.models import Contact
from aftercare.contexts.people.tests import building
from aftercare.contexts.work_orders.tests import builders as orders
from aftercare.platform import clock
from aftercare.platform.accounts.models import User
from aftercare.platform.actor import NOBODY, Role
from aftercare.platform.notify.models import Mail, Notice
from aftercare.platform.refusal import Refused


@pytest.fixture
def reporter(place):
    """Give the customer's contact who reported, with an address and a language."""
    Contact.objects.filter(pk=place.contact_id).update(email="wang@example.com", language="en", is_primary=True)
    return Contact.objects.get(pk=place.contact_id)


@pytest.fixture
def told(reporter, booking, drain):
    """Give the appointment the customer was told of: Monday 10:00 to 12:00 in Shanghai."""
    drain()
    return Confirmation.objects.get(booking=booking)


def said(row, verb="confirm_appointment", at=None, **fields):
    answer = getattr(commands, verb)
    usual = {"seen": row.window_start, "by": NOBODY, "at": at or row.told_at}
    return answer(confirmation_id=row.pk, **{**usual, **fields})


class TestWindow:
    @pytest.mark.parametrize(("minutes", "begins"), [(0, 0), (10, 0), (29, 0), (30, 30), (59, 30)])
    def test_begins_with_the_half_hour_and_lasts_two_hours(self, minutes, begins):
        start, end = rules.arrival_window(TEN + timedelta(minutes=minutes))
        assert (start, end - start) == (TEN + timedelta(minutes=begins), 2 * HOUR)


class TestAnnounce:
    def test_tells_the_window_who_comes_and_what_to_prepare_in_the_customers_language(self, told, engineer):
        mail = Mail.objects.get(to="wang@example.com")
        assert mail.subject.startswith("We come 2026-09-07 10:00–12:00")
        assert engineer.name in mail.text and links.path_of(told.pk) in mail.text and "sign at the end" in mail.text

    def test_keeps_the_engineers_phone_unless_the_company_shows_it(self, reporter, booking, engineer, settings, drain):
        type(engineer).objects.filter(pk=engineer.pk).update(phone="13912345678")
        drain()
        assert "13912345678" not in Mail.objects.get().text
        settings.SHOW_ENGINEER_PHONE = True
        row = Confirmation.objects.get()
        assert queries.announced(row.pk, now=row.told_at).engineer_phone == "13912345678"

    def test_tells_a_contact_with_a_login_in_the_inbox(self, reporter, booking, drain):
        user = User.objects.create_user("wang")
        Contact.objects.filter(pk=reporter.pk).update(user=user)
        drain()
        assert Notice.objects.get(recipient=user).kind == "appointment_announced"

    def test_says_whom_to_call_when_nobody_can_be_told(self, place, booking, dispatcher, drain):
        Contact.objects.filter(organisation_id=place.customer_id).update(email="", user=None)
        drain()
        assert not Mail.objects.exists()
        assert queries.of_order(booking.work_order_id, by=dispatcher)[0].is_reachable is False

    def test_tells_a_new_time_once_and_asks_anew(self, told, booking, dispatcher, at, drain, published):
        said(told)
        commands.move(booking_id=booking.pk, start_at=TEN + 3 * HOUR, end_at=TEN + 4 * HOUR, by=dispatcher, at=at,
                      accept_warnings=builders.WARNINGS)  # fmt: skip
        drain()
        told.refresh_from_db()
        assert (told.status, told.answered_at, told.window_start) == ("asked", None, TEN + 3 * HOUR)
        assert Mail.objects.filter(subject__startswith="New time, we come").count() == 1
        assert commands.announce(booking_id=booking.pk, by=dispatcher, at=at).pk == told.pk
        assert published.names().count("AppointmentAnnounced") == 1

    def test_keeps_the_answer_when_only_the_engineer_changes(self, place, told, booking, dispatcher, at, drain):
        said(told)
        mate = orders.engineer_of(place, name="周涛")
        commands.move(booking_id=booking.pk, engineer_id=mate.pk, by=dispatcher, at=at)
        drain()
        told.refresh_from_db()
        assert (told.status, told.engineer_name) == ("confirmed", "周涛")

    def test_says_that_nobody_comes_when_taken_back(self, told, booking, dispatcher, at, drain):
        commands.unassign(booking_id=booking.pk, by=dispatcher, at=at)
        drain()
        told.refresh_from_db()
        assert told.status == "fallen"
        assert Mail.objects.filter(subject__contains="does not take place").count() == 1

    def test_tells_only_the_new_appointment_when_somebody_else_goes(self, place, told, booking, dispatcher, at, drain):
        mate = orders.engineer_of(place, name="周涛")
        commands.send_on(booking_id=booking.pk, engineer_id=mate.pk, start_at=TEN, by=dispatcher, at=at)
        drain()
        assert not Mail.objects.filter(subject__contains="does not take place").exists()
        assert Confirmation.objects.filter(status="asked", engineer_name="周涛").count() == 1

    def test_is_not_made_for_a_plan(self, order, engineer, at, system):
        plan = builders.booked(order, engineer, send=False)
        assert commands.announce(booking_id=plan.pk, by=system, at=at) is None


class TestAnswer:
    def test_confirms_once_and_tells_the_dispatchers(self, place, told, published, drain):
        user = building.granted(Role.DISPATCHER, building.Region.objects.get(pk=place.region_id))
        assert said(told).status == "confirmed"
        said(told)
        published.only("AppointmentConfirmed")
        drain()
        assert Notice.objects.get(recipient=user).kind == "appointment_confirmed"

    def test_asks_for_another_time_in_own_words(self, place, told, booking, dispatcher, published, drain):
        user = building.granted(Role.DISPATCHER, building.Region.objects.get(pk=place.region_id))
        said(told, "wish_another_time", wish="周四下午两点以后")
        assert published.only("AnotherTimeWished")["wish"] == "周四下午两点以后"
        drain()
        assert Notice.objects.get(recipient=user, kind="appointment_wished").body == "周四下午两点以后"
        card = queries.of_order(booking.work_order_id, by=dispatcher)[0]
        assert (card.word, card.wish, card.status) == ("wished", "周四下午两点以后", "dispatched")

    @pytest.mark.parametrize(
        ("fields", "code"),
        [({"seen": TEN + HOUR}, "stale"), ({"at": TEN + 3 * HOUR}, "gone"), ({"verb": "wish", "wish": " "}, "missing")],
    )
    def test_is_refused_when_it_is_about_something_else(self, told, published, fields, code):
        verb = "wish_another_time" if fields.pop("verb", "") else "confirm_appointment"
        with pytest.raises(Refused) as no:
            said(told, verb, **fields)
        told.refresh_from_db()
        assert (no.value.code, told.status) == (code, "asked")
        assert not {"AppointmentConfirmed", "AnotherTimeWished"} & set(published.names())

    def test_is_refused_once_the_engineer_is_on_the_way(self, told, booking, on_site, at):
        commands.set_status(booking_id=booking.pk, status="traveling", by=on_site, at=at)
        with pytest.raises(Refused) as no:
            said(told)
        assert no.value.code == "gone"


class TestLink:
    @pytest.fixture
    def page(self, told, monkeypatch):
        monkeypatch.setattr(clock, "now", lambda: told.told_at)
        return links.path_of(told.pk)

    def test_needs_no_login_and_confirms(self, client, told, page):
        shown = client.get(page)
        assert shown.status_code == 200 and told.engineer_name in shown.content.decode()
        assert client.post(page, {"seen": told.window_start.isoformat(), "suits": "on"}).status_code == 302
        told.refresh_from_db()
        assert told.status == "confirmed"

    def test_takes_a_wish_and_keeps_what_was_typed_when_it_is_refused(self, client, told, page):
        wish = {"seen": (told.window_start + HOUR).isoformat(), "wish": "周四"}
        late = client.post(page, wish)
        assert (late.status_code, "周四" in late.content.decode()) == (409, True)
        client.post(page, {**wish, "seen": told.window_start.isoformat()})
        told.refresh_from_db()
        assert (told.status, told.wish) == ("wished", "周四")

    def test_of_somebody_else_cannot_be_guessed(self, client, told, page):
        assert client.get(f"/a/{told.pk}.forged/").status_code == 404
