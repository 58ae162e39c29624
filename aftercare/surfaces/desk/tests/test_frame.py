"""The frame's own pages: home, inbox, account, signing in, faults."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from aftercare.platform.accounts.models import User
from aftercare.platform.actor import Role
from aftercare.platform.notify.models import Notice
from aftercare.platform.notify.telling import Message, tell
from aftercare.surfaces.desk.acting import door_of


@pytest.fixture
def user(db: None) -> User:
    """Give a login without any role."""
    return User.objects.create_user("lijing", "aftercare-2026", name="李静", email="lijing@example.com")


@pytest.fixture
def browser(user: User) -> Client:
    """Give the signed-in browser of that login."""
    client = Client()
    client.force_login(user)
    return client


def told(user: User, at: datetime, title: str = "新的报修", url: str = "/me/") -> Notice:
    """Tell the person something."""
    message = Message(title=title, body="3 号电梯", url=url)
    tell([user.pk], kind="test", message=lambda: message, dedupe=title, at=at)
    return Notice.objects.get(title=title)


class TestHome:
    def test_greets_and_draws_the_frame_in_few_queries(
        self, browser: Client, django_assert_max_num_queries: Any
    ) -> None:
        browser.get("/")
        with django_assert_max_num_queries(5):
            page = browser.get("/").content.decode()
        assert "李静" in page
        assert 'class="side"' in page
        assert 'data-bs-theme="light"' in page

    def test_asks_a_visitor_to_sign_in(self, db: None, client: Client) -> None:
        assert client.get("/").headers["Location"] == "/accounts/login/?next=/"


class TestSignIn:
    def test_takes_the_login_name_or_the_mail_address(self, user: User) -> None:
        for name in ("lijing", "lijing@example.com"):
            client = Client()
            response = client.post("/accounts/login/", {"login": name, "password": "aftercare-2026"})
            assert response.headers["Location"] == "/", response.content
            assert '<script id="messages" type="application/json">[]</script>' in client.get("/").content.decode()

    def test_says_no_without_telling_which_was_wrong(self, user: User, client: Client) -> None:
        tries = [{"login": name, "password": "wrong-wrong"} for name in ("lijing", "nobody")]
        known, unknown = (
            list(client.post("/accounts/login/", data).context["form"].errors["__all__"]) for data in tries
        )
        assert known == unknown

    def test_is_refused_for_a_closed_login(self, user: User, client: Client) -> None:
        User.objects.update(is_active=False)
        client.post("/accounts/login/", {"login": "lijing", "password": "aftercare-2026"})
        assert client.get("/me/").status_code == 302

    @pytest.mark.parametrize("path", ["signup/", "email/", "confirm-email/", "password/set/"])
    def test_offers_no_page_nobody_decided_about(self, browser: Client, path: str) -> None:
        assert browser.get(f"/accounts/{path}").status_code == 403

    @pytest.mark.parametrize(
        "path",
        ["login/", "password/reset/", "password/reset/done/", "password/reset/key/done/", "password/reset/key/1-x/"],
    )
    def test_draws_its_pages_for_visitors(self, db: None, client: Client, path: str) -> None:
        assert "entry-card" in client.get(f"/accounts/{path}", follow=True).content.decode()

    @pytest.mark.parametrize("path", ["2fa/", "sessions/", "password/change/", "logout/", "reauthenticate/"])
    def test_draws_its_safety_pages_in_the_frame(self, browser: Client, path: str) -> None:
        assert 'class="side"' in browser.get(f"/accounts/{path}", follow=True).content.decode()


class TestSafety:
    @pytest.mark.parametrize("path", ["2fa/totp/activate/", "2fa/webauthn/add/"])
    def test_is_changed_only_by_somebody_who_shows_once_more_who_it_is(self, browser: Client, path: str) -> None:
        asked = browser.get(f"/accounts/{path}")
        assert asked.headers["Location"].startswith("/accounts/reauthenticate/?next=")
        allowed = browser.post(asked.headers["Location"], {"password": "aftercare-2026"})
        assert allowed.headers["Location"] == f"/accounts/{path}"
        assert browser.get(f"/accounts/{path}").status_code == 200


class TestInbox:
    def test_shows_the_persons_own_notices(self, browser: Client, user: User, at: datetime) -> None:
        told(User.objects.create_user("other", name="别人"), at, "别人的事")
        told(user, at)
        page = browser.get("/inbox/").content.decode()
        assert "新的报修" in page
        assert "别人的事" not in page
        assert browser.get("/-/badges/").json()["inbox"] == 1

    def test_marks_a_notice_read_and_goes_where_it_leads(self, browser: Client, user: User, at: datetime) -> None:
        notice = told(user, at)
        assert browser.get(f"/inbox/{notice.pk}/").headers["Location"] == "/me/"
        assert browser.get("/-/badges/").json() == {}

    def test_never_leads_to_another_site(self, browser: Client, user: User, at: datetime) -> None:
        notice = told(user, at, url="https://evil.example/")
        assert browser.get(f"/inbox/{notice.pk}/").headers["Location"] == "/inbox/"

    def test_hides_a_colleagues_notice(self, browser: Client, at: datetime) -> None:
        notice = told(User.objects.create_user("other", name="别人"), at)
        assert browser.get(f"/inbox/{notice.pk}/").status_code == 404
        notice.refresh_from_db()
        assert notice.read_at is None

    def test_marks_everything_read(self, browser: Client, user: User, at: datetime) -> None:
        told(user, at)
        browser.post("/inbox/read/")
        assert browser.get("/-/badges/").json() == {}

    @pytest.mark.parametrize("page", ["0", "x", "-1", "9" * 20, "２"])
    def test_takes_no_harm_from_a_strange_page(self, browser: Client, page: str) -> None:
        assert browser.get(f"/inbox/?page={page}").status_code == 200


class TestMe:
    FIELDS = {"phone": "138", "language": "en", "time_zone": "Asia/Tokyo", "theme": "dark"}

    def test_keeps_what_the_person_prefers(self, browser: Client, user: User) -> None:
        assert browser.post("/me/", self.FIELDS).status_code == 302
        user.refresh_from_db()
        assert (user.phone, user.language, user.time_zone, user.theme) == ("138", "en", "Asia/Tokyo", "dark")
        assert 'data-bs-theme="dark"' in browser.get("/me/").content.decode()

    @pytest.mark.parametrize("change", [{"language": "fr"}, {"time_zone": "Mars"}, {"phone": "1" * 33}, {"theme": ""}])
    def test_refuses_what_is_not_on_offer(self, browser: Client, user: User, change: dict[str, str]) -> None:
        assert browser.post("/me/", {**self.FIELDS, **change}).status_code == 422
        user.refresh_from_db()
        assert user.language == "zh-hans"


class TestFaults:
    def test_tell_a_missing_page_in_the_frame(self, browser: Client) -> None:
        response = browser.get("/nowhere/")
        assert response.status_code == 404
        assert 'class="side"' in response.content.decode()

    def test_tell_a_missing_page_to_a_visitor_without_the_frame(self, db: None, client: Client) -> None:
        response = client.get("/nowhere/")
        assert response.status_code == 404
        assert 'class="side"' not in response.content.decode()

    def test_tell_programs_in_their_own_words(self, db: None, client: Client) -> None:
        response = client.get("/api/v1/nowhere")
        assert response.status_code == 404
        assert response.headers["Content-Type"] == "application/problem+json"

    def test_tell_a_form_that_was_open_too_long(self, user: User) -> None:
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(user)
        assert strict.post("/inbox/read/").status_code == 403

    def test_tell_our_own_failure_with_the_number_to_quote(self, browser: Client, monkeypatch: Any) -> None:
        browser.raise_request_exception = False
        monkeypatch.setattr("aftercare.surfaces.desk.home.greeting", None)
        response = browser.get("/", headers={"X-Request-Id": "call-0042"})
        assert response.status_code == 500
        assert "call-0042" in response.content.decode()


class TestDoorOf:
    def test_names_whose_voice_the_timeline_shows(self) -> None:
        assert door_of({Role.CUSTOMER}) == "portal"
        assert door_of({Role.ENGINEER}) == "phone"
        assert door_of({Role.ENGINEER, Role.DISPATCHER}) == "desk"
        assert door_of(set()) == "desk"
