"""Language, zone and theme: whose choice counts, and where it is kept."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from aftercare.platform.actor import Role
from aftercare.platform.web.tests.conftest import SignIn


class TestLanguage:
    def test_is_chinese_unless_somebody_chose(self, sign_in: SignIn, client: Client) -> None:
        sign_in()
        assert client.get("/open/").headers["Content-Language"] == "zh-hans"

    def test_follows_the_login_before_the_cookie(self, sign_in: SignIn) -> None:
        browser = sign_in(language="en")
        browser.cookies["aftercare_language"] = "zh-hans"
        assert browser.get("/open/").headers["Content-Language"] == "en"

    def test_is_kept_in_a_cookie_for_a_visitor(self, sign_in: SignIn, client: Client) -> None:
        sign_in()
        client.post("/-/language/", {"language": "en"})
        assert client.get("/open/").headers["Content-Language"] == "en"

    def test_is_kept_with_the_login(self, sign_in: SignIn) -> None:
        browser = sign_in()
        browser.post("/-/language/", {"language": "en"})
        assert get_user_model().objects.get(username="someone").language == "en"

    @pytest.mark.parametrize("value", ["", "fr", "../../etc", "\0", "x" * 5000])
    def test_is_refused_when_not_on_offer(self, sign_in: SignIn, value: str) -> None:
        browser = sign_in()
        assert browser.post("/-/language/", {"language": value}).status_code == 422
        assert get_user_model().objects.get(username="someone").language == "zh-hans"

    def test_never_leads_to_another_site(self, sign_in: SignIn, client: Client) -> None:
        sign_in()
        response = client.post("/-/language/", {"language": "en", "next": "https://evil.example/x"})
        assert response.headers["Location"] == "/"


class TestTheme:
    def test_is_kept_and_drawn_by_the_server(self, sign_in: SignIn) -> None:
        browser = sign_in(Role.DESK_AGENT)
        browser.post("/-/theme/", {"theme": "dark"}, headers={"Referer": "http://testserver/people/?tab=me"})
        assert get_user_model().objects.get(username="someone").theme == "dark"

    def test_is_refused_when_unknown(self, sign_in: SignIn) -> None:
        assert sign_in().post("/-/theme/", {"theme": "pink"}).status_code == 422


class TestZone:
    def test_falls_back_when_the_logins_own_is_unknown(self, sign_in: SignIn) -> None:
        assert sign_in(Role.DESK_AGENT, time_zone="Mars/Olympus").get("/people/").status_code == 200
