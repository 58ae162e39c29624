from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from aftercare.contexts.people import commands, public
from aftercare.contexts.people.models import Engineer, Grant, Leave, Region
from aftercare.contexts.people.tests.browsing import browser, engineers_browser, queries_of
from aftercare.contexts.people.tests.building import (
    SYSTEM,
    acting,
    certificate,
    certificate_kind,
    engineer,
    granted,
    login,
    region,
    skill,
)
from aftercare.platform.accounts.models import User
from aftercare.platform.actor import Role

HTMX = {"HX-Request": "true"}


def ask(hired, at):
    span = {"start_at": at + timedelta(days=1), "end_at": at + timedelta(days=2)}
    return commands.request_leave(engineer_id=hired.pk, kind="annual", **span, by=acting(hired), at=at)


@pytest.mark.django_db
class TestEngineerList:
    def test_costs_the_same_for_many_as_for_few(self, at):
        client, of, kind, lifts = browser(Role.SERVICE_MANAGER), region(), certificate_kind(), skill()

        def hire():
            hired = engineer(of)
            certificate(hired, kind, at.date())
            commands.set_skill(engineer_id=hired.pk, skill_id=lifts.pk, level=2, by=SYSTEM, at=at)

        hire()
        client.get("/people/")
        few = queries_of(lambda: client.get("/people/"))
        for _n in range(6):
            hire()
        assert queries_of(lambda: client.get("/people/")) == few
        assert few <= 14

    def test_shows_a_dispatcher_only_the_own_regions(self):
        here, there = engineer(name="本区师傅"), engineer(region("北"), name="外区师傅")
        page = browser(Role.DISPATCHER, here.region).get("/people/").content.decode()
        assert "本区师傅" in page
        assert "外区师傅" not in page
        assert browser(Role.DISPATCHER, here.region).get(f"/people/{there.pk}/").status_code == 404

    def test_narrows_by_skill_certificate_and_what_runs_out(self, at):
        client, kind, lifts = browser(Role.SERVICE_MANAGER), certificate_kind(), skill()
        able, other = engineer(name="甲师傅"), engineer(name="乙师傅")
        commands.set_skill(engineer_id=able.pk, skill_id=lifts.pk, level=1, by=SYSTEM, at=at)
        certificate(able, kind, at.date() + timedelta(days=3650))
        certificate(other, kind, at.date() - timedelta(days=3))
        for query, named, unnamed in (
            (f"skill={lifts.pk}", able, other),
            (f"certificate={kind.pk}", able, other),
            ("tab=expiring", other, able),
            (f"region={other.region_id}", other, able),
        ):
            page = client.get(f"/people/?{query}").content.decode()
            assert named.name in page, query
            assert unnamed.name not in page, query

    def test_tells_about_junk_in_the_address(self):
        assert browser(Role.SERVICE_MANAGER).get("/people/?skill=99999").status_code == 422

    @pytest.mark.parametrize("role", [Role.SECURITY_ADMIN, Role.SYSTEM_ADMIN, Role.AUDITOR, Role.CUSTOMER])
    def test_is_closed_to_administrators_and_customers(self, role):
        client = browser(role)
        for path in ("/people/", "/people/leave/", f"/people/{engineer().pk}/"):
            assert client.get(path).status_code == 403

    def test_asks_nobody_in_without_signing_in(self):
        assert Client().get("/people/").status_code == 302


@pytest.mark.django_db
class TestEngineerPages:
    def test_show_record_with_skills_certificates_week_and_timeline(self, at):
        hired = engineer(name="王师傅")
        certificate(hired, certificate_kind("低压电工作业证"), at.date())
        page = browser(Role.SERVICE_MANAGER).get(f"/people/{hired.pk}/").content.decode()
        for words in ("王师傅", "低压电工作业证", "08:30-17:30"):
            assert words in page

    def test_hire_by_the_form_and_go_to_the_new_record(self):
        client, of = browser(Role.SERVICE_MANAGER), region()
        form = {"name": "新人", "employee_no": "E1", "username": "xinren", "grade": "middle", "region_id": of.pk}
        answer = client.post("/people/hire/", form)
        hired = Engineer.objects.get()
        assert answer["Location"] == reverse("people:engineer", args=[hired.pk])

    def test_say_beside_the_field_what_is_wrong_and_keep_what_was_typed(self):
        client, of, known = browser(Role.SERVICE_MANAGER), region(), engineer()
        form = {"name": "新人", "employee_no": known.employee_no, "username": "xinren", "grade": "middle"}
        answer = client.post("/people/hire/", {**form, "region_id": of.pk})
        assert answer.status_code == 409
        assert 'value="xinren"' in answer.content.decode()
        assert client.post("/people/hire/", {**form, "region_id": "x"}).status_code == 422
        assert Engineer.objects.count() == 1

    @pytest.mark.parametrize(
        ("typed", "read"),
        [("08:30-12:00, 13:00-17:30", [(0, 510, 720), (0, 780, 1050)]), ("8:00–24:00", [(0, 480, 1440)]), ("", [])],
    )
    def test_read_the_working_week_as_people_type_it(self, typed, read):
        hired, client = engineer(), browser(Role.SERVICE_MANAGER)
        answer = client.post(f"/people/{hired.pk}/shifts/", {"day0": typed}, headers=HTMX)
        assert answer.headers["HX-Redirect"] == f"/people/{hired.pk}/"
        assert list(hired.shifts.values_list("weekday", "start_minute", "end_minute")) == read

    @pytest.mark.parametrize("typed", ["8-12", "25:00-26:00", "08:30-08:30", "08:70-09:00", "abc", "08:00-12:00 13:00"])
    def test_refuse_a_week_they_cannot_read(self, typed):
        hired, client = engineer(), browser(Role.SERVICE_MANAGER)
        assert client.post(f"/people/{hired.pk}/shifts/", {"day0": typed}, headers=HTMX).status_code == 422
        assert hired.shifts.count() == 5

    def test_lead_an_engineer_to_the_own_record_and_to_no_other(self):
        hired, other = engineer(), engineer()
        client = engineers_browser(hired)
        assert client.get("/people/me/")["Location"] == f"/people/{hired.pk}/"
        assert client.get(f"/people/{hired.pk}/").status_code == 200
        assert client.get(f"/people/{other.pk}/").status_code == 404
        assert client.get("/people/").status_code == 403

    def test_set_skill_and_certificate_in_the_dialog(self):
        hired, client, lifts, kind = engineer(), browser(Role.SERVICE_MANAGER), skill(), certificate_kind()
        client.post(f"/people/{hired.pk}/skill/", {"skill_id": lifts.pk, "level": 4}, headers=HTMX)
        form = {"kind_id": kind.pk, "number": "T1", "issued_on": "2025-01-01", "expires_on": "2027-01-01"}
        client.post(f"/people/{hired.pk}/certificate/", form, headers=HTMX)
        card = public.engineer_card(hired.pk)
        assert (card.skills, list(card.certificates)) == ({lifts.pk: 4}, [kind.pk])
        bad = client.post(f"/people/{hired.pk}/certificate/", {**form, "expires_on": "2020-01-01"}, headers=HTMX)
        assert bad.status_code == 422


@pytest.mark.django_db
class TestLeavePages:
    def test_take_an_engineers_request_and_a_managers_answer(self, at):
        hired = engineer()
        form = {"kind": "annual", "start_at": "2027-01-04T09:00", "end_at": "2027-01-06T18:00", "reason": "探亲"}
        engineers_browser(hired).post(f"/people/{hired.pk}/leave/", form, headers=HTMX)
        leave = Leave.objects.get()
        assert leave.during.lower.hour == 1
        manager = browser(Role.SERVICE_MANAGER)
        assert "探亲" in manager.get("/people/leave/?tab=waiting").content.decode()
        manager.post(f"/people/leave/{leave.pk}/approve/", headers=HTMX)
        leave.refresh_from_db()
        assert leave.status == "approved"

    def test_approve_many_at_once_and_tell_which_could_not(self, at):
        manager = browser(Role.SERVICE_MANAGER)
        waiting, gone = ask(engineer(), at), ask(engineer(), at)
        commands.cancel_leave(leave_id=gone.pk, by=SYSTEM, at=at)
        answer = manager.post("/people/leave/", {"action": "approve", "ids": [waiting.pk, gone.pk]}, headers=HTMX)
        assert answer.status_code == 200
        assert Leave.objects.get(pk=waiting.pk).status == "approved"
        assert Leave.objects.get(pk=gone.pk).status == "canceled"

    def test_cost_the_same_for_many_as_for_few(self, at):
        manager, of = browser(Role.SERVICE_MANAGER), region()
        ask(engineer(of), at)
        manager.get("/people/leave/")
        few = queries_of(lambda: manager.get("/people/leave/"))
        for _n in range(5):
            ask(engineer(of), at)
        assert queries_of(lambda: manager.get("/people/leave/")) == few

    def test_let_no_engineer_answer(self, at):
        hired = engineer()
        leave = ask(hired, at)
        assert engineers_browser(hired).post(f"/people/leave/{leave.pk}/approve/").status_code == 403


@pytest.mark.django_db
class TestUserPages:
    def test_cost_the_same_for_many_as_for_few(self):
        client, of = browser(Role.SECURITY_ADMIN), region()
        granted(Role.DISPATCHER, of)
        client.get("/people/users/")
        few = queries_of(lambda: client.get("/people/users/"))
        for _n in range(6):
            granted(Role.DISPATCHER, of)
        assert queries_of(lambda: client.get("/people/users/")) == few

    def test_grant_and_revoke_a_role(self):
        client, user, of = browser(Role.SECURITY_ADMIN), login(), region("华东")
        client.post(f"/people/users/{user.pk}/grant/", {"role": "dispatcher", "region_id": of.pk}, headers=HTMX)
        held = Grant.objects.get(user=user)
        assert "华东" in client.get(f"/people/users/{user.pk}/").content.decode()
        client.post(f"/people/grants/{held.pk}/revoke/", headers=HTMX)
        assert not Grant.objects.filter(user=user).exists()

    def test_show_the_refusal_of_two_administrators_roles(self):
        client, user = browser(Role.SECURITY_ADMIN), granted(Role.AUDITOR)
        answer = client.post(f"/people/users/{user.pk}/grant/", {"role": "system_admin"}, headers=HTMX)
        assert answer.status_code == 422
        assert "三员分立" in answer.content.decode()

    def test_let_the_system_administrator_see_and_make_only_logins_without_a_role(self):
        client, plain, staff = browser(Role.SYSTEM_ADMIN), login(), granted(Role.DISPATCHER)
        assert client.get(f"/people/users/{plain.pk}/").status_code == 200
        assert client.get(f"/people/users/{staff.pk}/").status_code == 404
        client.post("/people/users/new/", {"username": "made", "name": "新人", "language": "en"})
        assert User.objects.get(username="made").language == "en"
        assert client.post(f"/people/users/{plain.pk}/grant/", {"role": "dispatcher"}).status_code == 403

    def test_show_a_link_to_set_the_password_once(self):
        client, user = browser(Role.SECURITY_ADMIN), login()
        page = client.post(f"/people/users/{user.pk}/link/", headers=HTMX).content.decode()
        assert "/accounts/password/reset/key/" in page
        assert "/accounts/password/reset/key/" not in client.get(f"/people/users/{user.pk}/").content.decode()

    @pytest.mark.parametrize("role", [Role.SERVICE_MANAGER, Role.DESK_AGENT, Role.AUDITOR, Role.CUSTOMER])
    def test_are_closed_to_everybody_else(self, role):
        client, user = browser(role), login()
        for path in ("/people/users/", f"/people/users/{user.pk}/", "/people/users/new/"):
            assert client.get(path).status_code == 403


@pytest.mark.django_db
class TestRegisters:
    def test_keep_a_region_from_lying_inside_itself(self):
        client = browser(Role.SYSTEM_ADMIN)
        east = region("华东")
        shanghai = region("上海", parent=east)
        form = {"code": east.code, "name": "华东", "parent": shanghai.pk, "zone": "Asia/Shanghai"}
        assert client.post(f"/settings/regions/{east.pk}/", form).status_code == 422
        assert Region.objects.get(pk=east.pk).parent is None
        assert client.post(f"/settings/regions/{east.pk}/", {**form, "parent": "", "zone": "Mars/X"}).status_code == 422

    @pytest.mark.parametrize("path", ["regions", "centres", "skills", "certificates"])
    def test_open_for_readers_and_not_for_customers(self, path):
        assert browser(Role.DISPATCHER).get(f"/settings/{path}/").status_code == 200
        assert browser(Role.CUSTOMER).get(f"/settings/{path}/").status_code == 403


@pytest.mark.django_db
class TestPalette:
    def test_finds_an_engineer_by_number_and_name_within_the_own_regions(self, make_actor):
        from aftercare.contexts.people.desk import find_engineers

        hired = engineer(name="司马建国")
        near = make_actor(Role.DISPATCHER, regions={hired.region_id})
        far = make_actor(Role.DISPATCHER, regions={region("北").pk})
        for text in ("司马", hired.employee_no):
            assert [hit.title for hit in find_engineers(near, text, 5)] == ["司马建国"]
            assert find_engineers(far, text, 5) == []
