"""Days that are special in one calendar only."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from aftercare.contexts.calendars import commands
from aftercare.contexts.calendars.models import Calendar, OwnDay
from aftercare.contexts.calendars.queries import working_time
from aftercare.contexts.calendars.tests.conftest import OFFICE_WEEK
from aftercare.contexts.calendars.tests.test_desk import browser_of
from aftercare.platform import clock
from aftercare.platform.actor import Role
from aftercare.platform.refusal import Refused

JUBILEE = date(2026, 9, 16)


@pytest.fixture
def own(office, service_manager, at):
    """Give a way to name a day of the office calendar."""

    def name(on_date=JUBILEE, kind="holiday", **given):
        acting = {"by": service_manager, "at": at}
        return commands.set_own_day(calendar_id=office.pk, on_date=on_date, kind=kind, **{**acting, **given})

    return name


def kind_of(calendar, day):
    """Return what the calendar says of a day."""
    return working_time(calendar.pk).fact(day).kind


class TestSetOwnDay:
    def test_closes_a_day_of_this_calendar_only_and_tells_it_once(self, own, office, table, system, at, published):
        about = {"zone": "Asia/Shanghai", "week": OFFICE_WEEK, "holiday_table_id": table.pk}
        other = commands.create(code="other", name="别的", **about, by=system, at=at)
        own(name="院庆")
        assert (kind_of(office, JUBILEE), kind_of(other, JUBILEE)) == ("holiday", "working")
        assert published.only("CalendarChanged")["reason"] == "own_day"

    def test_comes_before_the_holiday_table(self, own, office):
        national_day = date(2026, 10, 1)
        assert kind_of(office, national_day) == "holiday"
        own(national_day, "workday", as_weekday=3, name="门诊照常")
        assert working_time(office.pk).fact(national_day).plan == ((540, 720), (780, 1080))

    def test_works_a_weekend_by_the_hours_of_a_weekday(self, own, office):
        saturday = date(2026, 9, 19)
        own(saturday, "workday")
        assert kind_of(office, saturday) == "workday"

    def test_again_changes_it_and_the_same_makes_no_new_version(self, own, office, published):
        own()
        own()
        own(name="院庆")
        assert OwnDay.objects.get().name == "院庆"
        assert len(published.names()) == 2

    def test_is_kept_when_the_table_is_published_again(self, own, office, table, system, at):
        own()
        commands.publish_year(table_id=table.pk, year=2026, days=[], by=system, at=at)
        assert kind_of(office, JUBILEE) == "holiday"

    @pytest.mark.parametrize(
        ("given", "code"),
        [
            ({"kind": "feast"}, "bad_kind"),
            ({"kind": "workday", "as_weekday": 9}, "bad_weekday"),
            ({"kind": "workday", "as_weekday": 6}, "never_works"),
            ({"on_date": date(1900, 1, 1)}, "bad_year"),
            ({"name": "长" * 81}, "too_long"),
        ],
    )
    def test_is_refused_for_what_cannot_be_meant_and_changes_nothing(self, own, office, published, given, code):
        with pytest.raises(Refused, match=code):
            own(**given)
        assert (OwnDay.objects.count(), published.names()) == (0, [])

    def test_is_refused_to_who_does_not_keep_calendars(self, own, desk_agent):
        with pytest.raises(Refused, match="not_allowed"):
            own(by=desk_agent)

    def test_stands_once_a_day_in_the_database(self, own, office):
        own()
        with pytest.raises(IntegrityError, match="own_day_once"), transaction.atomic():
            OwnDay.objects.create(calendar=office, on_date=JUBILEE, kind="holiday")


class TestRemoveOwnDay:
    def test_lets_the_table_count_again(self, own, office, service_manager, at):
        own(date(2026, 10, 1), "workday", as_weekday=3)
        acting = {"calendar_id": office.pk, "by": service_manager, "at": at}
        commands.remove_own_day(on_date=date(2026, 10, 1), **acting)
        assert kind_of(office, date(2026, 10, 1)) == "holiday"
        with pytest.raises(Refused, match="not_found"):
            commands.remove_own_day(on_date=date(2026, 10, 1), **acting)


class TestPages:
    @pytest.fixture
    def manager(self, service_manager):
        return browser_of(service_manager, Role.SERVICE_MANAGER)

    def test_name_a_day_and_take_it_out(self, office, manager):
        said = {"on_date": "2026-09-16", "kind": "holiday", "name": "院庆", "as_weekday": "0"}
        manager.post(reverse("calendars:own_day", args=[office.pk]), said)
        url = reverse("calendars:detail", args=[office.pk])
        assert "院庆" in manager.get(url, {"year": "2026"}).content.decode()
        manager.post(reverse("calendars:own_day_remove", args=[office.pk, OwnDay.objects.get().pk]))
        assert not OwnDay.objects.exists()

    def test_say_why_a_day_without_hours_is_refused(self, office, manager):
        said = {"on_date": "2026-09-19", "kind": "workday", "as_weekday": "6"}
        answer = manager.post(reverse("calendars:own_day", args=[office.pk]), said)
        assert (answer.status_code, "没有工作时间" in answer.content.decode()) == (422, True)

    @pytest.mark.parametrize(("month", "warns"), [(9, False), (10, True)])
    def test_warn_in_autumn_of_the_next_year(self, office, manager, monkeypatch, month, warns):
        monkeypatch.setattr(clock, "now", lambda: datetime(2026, month, 10, tzinfo=UTC))
        for name, pk in (("detail", office.pk), ("table", office.holiday_table_id)):
            page = manager.get(reverse(f"calendars:{name}", args=[pk]), {"year": "2026"}).content.decode()
            assert ("2027 年节假日" in page) is warns

    def test_offer_nothing_to_change_to_a_reader(self, office, desk_agent):
        clerk = browser_of(desk_agent, Role.DESK_AGENT)
        assert clerk.post(reverse("calendars:own_day", args=[office.pk]), {}).status_code == 403
        assert Calendar.objects.get(pk=office.pk).version == 1
