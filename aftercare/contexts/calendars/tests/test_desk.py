"""The desk's pages of calendars and holidays."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook

from aftercare.contexts.calendars import commands
from aftercare.contexts.calendars.models import Calendar, HolidayYear, SpecialDay
from aftercare.contexts.calendars.queries import working_time
from aftercare.platform.actor import Actor, Role


def browser_of(actor: Actor, *roles: Role) -> Client:
    """Return a browser signed in as this person, with these roles everywhere."""
    for role in roles:
        apps.get_model("people", "Grant").objects.create(user_id=actor.id, role=role.value)
    browser = Client()
    browser.force_login(apps.get_model("accounts", "User").objects.get(pk=actor.id))
    return browser


@pytest.fixture
def manager(service_manager: Actor) -> Client:
    """Give a service manager's browser."""
    return browser_of(service_manager, Role.SERVICE_MANAGER)


@pytest.fixture
def clerk(desk_agent: Actor) -> Client:
    """Give a desk agent's browser."""
    return browser_of(desk_agent, Role.DESK_AGENT)


class TestYearView:
    def test_colours_holidays_and_make_up_days(self, office, clerk):
        page = clerk.get(reverse("calendars:detail", args=[office.pk]), {"year": "2026"}).content.decode()
        assert page.count('<td class="is-holiday') == 7
        assert page.count('<td class="is-workday') == 1

    def test_says_that_an_unpublished_year_is_provisional(self, office, clerk):
        url = reverse("calendars:detail", args=[office.pk])
        assert "暂定：" in clerk.get(url, {"year": "2031"}).content.decode()
        assert "暂定：" not in clerk.get(url, {"year": "2026"}).content.decode()

    @pytest.mark.parametrize("year", ["abc", "99999", "-1", "1850", "２０２６"])
    def test_of_nonsense_shows_this_year(self, office, clerk, year):
        assert clerk.get(reverse("calendars:detail", args=[office.pk]), {"year": year}).status_code == 200

    def test_offers_no_day_to_change_to_a_reader(self, office, clerk, manager):
        url = reverse("calendars:detail", args=[office.pk])
        assert "data-dialog" not in clerk.get(url).content.decode().split("year-grid")[1].split("year-legend")[0]
        assert "data-dialog" in manager.get(url).content.decode().split("year-grid")[1].split("year-legend")[0]

    def test_is_not_found_for_an_unknown_calendar(self, office, clerk):
        assert clerk.get(reverse("calendars:detail", args=[404])).status_code == 404

    def test_is_closed_to_engineers(self, office, make_actor):
        engineer = browser_of(make_actor(Role.ENGINEER), Role.ENGINEER)
        assert engineer.get(reverse("calendars:detail", args=[office.pk])).status_code == 403

    def test_costs_few_queries(self, office, clerk, django_assert_max_num_queries):
        clerk.get(reverse("calendars:detail", args=[office.pk]))
        with django_assert_max_num_queries(12):
            clerk.get(reverse("calendars:detail", args=[office.pk]))


class TestCalendarList:
    def test_tells_the_hours_of_the_week(self, office, clerk, django_assert_max_num_queries):
        clerk.get(reverse("calendars:list"))
        with django_assert_max_num_queries(10):
            page = clerk.get(reverse("calendars:list")).content.decode()
        assert "40.0" in page

    def test_finds_by_name(self, office, clerk):
        assert "标准工作时间" in clerk.get(reverse("calendars:list"), {"q": "标准"}).content.decode()


class TestWeek:
    def test_is_changed_as_people_write_it(self, office, manager):
        days = {f"day{n}": "8:30－12:00、13:30~17:30" for n in range(6)}
        answer = manager.post(reverse("calendars:week", args=[office.pk]), {**days, "day6": "", "seen_version": "1"})
        assert answer.status_code == 302
        assert working_time(office.pk).week[5] == ((510, 720), (810, 1050))

    @pytest.mark.parametrize("text", ["9-12", "09:00-25:00", "09:61-12:00", "12:00-09:00", "9:00-12:00,11:00-13:00"])
    def test_is_refused_with_words_beside_the_field(self, office, manager, text):
        answer = manager.post(reverse("calendars:week", args=[office.pk]), {"day0": text, "seen_version": "1"})
        assert answer.status_code == 422
        assert working_time(office.pk).version == 1

    def test_is_refused_to_the_second_of_two(self, office, manager):
        url = reverse("calendars:week", args=[office.pk])
        assert manager.post(url, {"day0": "09:00-10:00", "seen_version": "1"}).status_code == 302
        assert manager.post(url, {"day0": "10:00-11:00", "seen_version": "1"}).status_code == 409

    def test_is_closed_to_desk_agents(self, office, clerk):
        assert clerk.post(reverse("calendars:week", args=[office.pk]), {"day0": ""}).status_code == 403


class TestNewCalendar:
    def test_is_made_with_its_week(self, table, manager):
        facts = {
            "code": "late",
            "name": "晚班",
            "zone": "Asia/Shanghai",
            "holiday_table_id": table.pk,
            "day0": "18:00-24:00",
        }
        answer = manager.post(reverse("calendars:new"), facts)
        made = Calendar.objects.get(code="late")
        assert answer["Location"] == reverse("calendars:detail", args=[made.pk])
        assert working_time(made.pk).week[0] == ((1080, 1440),)

    def test_without_any_hours_is_refused(self, table, manager):
        answer = manager.post(reverse("calendars:new"), {"code": "never", "name": "从不", "zone": "Asia/Shanghai"})
        assert (answer.status_code, Calendar.objects.count()) == (422, 0)


class TestPublish:
    def test_takes_lines_in_chinese_and_english(self, office, table, manager):
        lines = "2027-01-01 休 元旦\n2027/02/07 workday 春节\n\n2027.10.01，holiday，国庆节"
        answer = manager.post(reverse("calendars:publish", args=[table.pk]), {"year": "2027", "days": lines})
        assert answer.status_code == 302
        found = SpecialDay.objects.filter(on_date__year=2027).values_list("on_date", "kind", "name")
        assert list(found) == [
            (date(2027, 1, 1), "holiday", "元旦"),
            (date(2027, 2, 7), "workday", "春节"),
            (date(2027, 10, 1), "holiday", "国庆节"),
        ]

    def test_takes_a_workbook(self, office, table, manager):
        book, file = Workbook(), BytesIO()
        book.active.append(["date", "kind", "name"])
        book.active.append([date(2027, 1, 1), "休", "元旦"])
        book.save(file)
        upload = SimpleUploadedFile("2027.xlsx", file.getvalue())
        answer = manager.post(reverse("calendars:publish", args=[table.pk]), {"year": "2027", "file": upload})
        assert (answer.status_code, HolidayYear.objects.filter(year=2027).count()) == (302, 1)

    @pytest.mark.parametrize(
        ("lines", "said"),
        [
            ("2027-13-01 休", "第 1 行"),
            ("2027-01-01 休\n2027-01-02 party", "第 2 行"),
            ("2026-01-01 休", "2026-01-01"),
            ("2027-01-01 休\n2027-01-01 休", "两次"),
        ],
    )
    def test_names_the_line_at_fault_and_publishes_nothing(self, office, table, manager, lines, said):
        answer = manager.post(reverse("calendars:publish", args=[table.pk]), {"year": "2027", "days": lines})
        assert (answer.status_code, said in answer.content.decode()) == (422, True)
        assert not HolidayYear.objects.filter(year=2027).exists()

    def test_offers_what_the_package_knows_of_an_empty_chinese_year(self, table, manager):
        page = manager.get(reverse("calendars:publish", args=[table.pk]), {"year": "2025"}).content.decode()
        assert "2025-10-01 holiday 国庆节" in page


class TestDay:
    def test_is_named_and_taken_out_again(self, office, table, manager):
        manager.post(
            reverse("calendars:day", args=[table.pk]), {"on_date": "2026-11-11", "kind": "holiday", "as_weekday": "0"}
        )
        assert working_time(office.pk).fact(date(2026, 11, 11)).kind == "holiday"
        manager.post(
            reverse("calendars:day_remove", args=[table.pk, SpecialDay.objects.get(on_date=date(2026, 11, 11)).pk])
        )
        assert working_time(office.pk).fact(date(2026, 11, 11)).kind == "working"

    def test_of_another_table_is_not_found(self, office, table, manager, system, at):
        other = commands.open_table(code="sg", name="新加坡", by=system, at=at)
        held = SpecialDay.objects.filter(table=table).first()
        answer = manager.post(reverse("calendars:day_remove", args=[other.pk, held.pk]))
        assert (answer.status_code, SpecialDay.objects.filter(pk=held.pk).count()) == (404, 1)


class TestMissingYearsCard:
    def test_tells_a_manager_which_year_is_missing(self, office, manager):
        HolidayYear.objects.all().delete()
        assert "节假日尚未发布" in manager.get("/").content.decode()
