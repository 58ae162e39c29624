"""Doors: who comes in, who is refused, and how a refusal is told."""

from __future__ import annotations

import pytest
from django.test import Client

from aftercare.platform.actor import Role
from aftercare.platform.web import door
from aftercare.platform.web.tests.conftest import SignIn

HTMX = {"HX-Request": "true"}


class TestDenyByDefault:
    def test_refuses_a_view_that_declares_nothing(self, sign_in: SignIn) -> None:
        response = sign_in(Role.SERVICE_MANAGER).get("/undeclared/")
        assert response.status_code == 403
        assert b"secret" not in response.content

    def test_lets_a_declared_library_view_run(self, sign_in: SignIn, client: Client) -> None:
        sign_in()
        assert client.get("/accounts/login/").status_code == 200

    def test_refuses_a_library_view_nobody_declared(self, sign_in: SignIn) -> None:
        assert sign_in().get("/accounts/email/").status_code == 403


class TestDoor:
    def test_lets_a_named_role_in(self, sign_in: SignIn) -> None:
        response = sign_in(Role.SERVICE_MANAGER, name="赵敏").get("/managers/")
        assert "for 赵敏" in response.content.decode()

    def test_refuses_another_role_and_says_who_may(self, sign_in: SignIn) -> None:
        response = sign_in(Role.DESK_AGENT, language="en").get("/managers/")
        assert response.status_code == 403
        assert "Service manager" in response.content.decode()

    def test_sends_somebody_not_signed_in_to_the_login_and_back(self, sign_in: SignIn, client: Client) -> None:
        sign_in()
        response = client.get("/managers/?a=1")
        assert response.status_code == 302
        assert response.headers["Location"] == "/accounts/login/?next=/managers/%3Fa%3D1"

    def test_moves_the_whole_page_to_the_login_when_htmx_asked(self, sign_in: SignIn, client: Client) -> None:
        sign_in()
        headers = {**HTMX, "HX-Current-URL": "http://testserver/people/?tab=me"}
        response = client.get("/managers/", headers=headers)
        assert response.status_code == 401
        assert response.headers["HX-Redirect"] == "/accounts/login/?next=/people/%3Ftab%3Dme"

    def test_refuses_a_method_it_does_not_name(self, sign_in: SignIn) -> None:
        assert sign_in(Role.SERVICE_MANAGER).delete("/managers/").status_code == 405

    def test_lets_anybody_through_a_public_door(self, sign_in: SignIn, client: Client) -> None:
        sign_in()
        assert client.get("/open/").status_code == 200

    def test_needs_a_role_when_it_is_written(self) -> None:
        with pytest.raises(TypeError, match="at least one role"):
            door.door()

    @pytest.mark.parametrize(
        ("code", "status"),
        [("not_allowed", 403), ("not_found", 404), ("wrong_state", 409), ("stale", 409), ("odd", 422)],
    )
    def test_turns_a_refusal_into_its_page(self, sign_in: SignIn, code: str, status: int) -> None:
        response = sign_in(Role.SERVICE_MANAGER).get(f"/managers/?refuse={code}")
        assert response.status_code == status
        assert b"because of this" in response.content

    def test_turns_a_refusal_into_a_fragment_for_htmx(self, sign_in: SignIn) -> None:
        response = sign_in(Role.SERVICE_MANAGER).get("/managers/?refuse=conflict", headers=HTMX)
        assert b"<html" not in response.content
        assert b'data-refused="conflict"' in response.content


class TestPolicy:
    def test_can_be_read_from_the_view(self) -> None:
        @door.door(Role.AUDITOR, methods=("GET", "POST"))
        def view(request: object) -> None: ...

        assert view.policy == door.Policy(roles=frozenset({Role.AUDITOR}), methods=("GET", "POST", "HEAD"))
        assert view.policy.allows({Role.AUDITOR})
        assert not view.policy.allows({Role.CUSTOMER})

    def test_is_found_by_the_pattern_declared_for_a_library(self) -> None:
        found = door.policy_of(object(), "mfa_activate_totp")
        assert found is not None
        assert found.signed_in
        assert door.policy_of(object(), "account_email") is None


class TestRequest:
    def test_carries_an_id_that_comes_back(self, sign_in: SignIn) -> None:
        response = sign_in().get("/open/", headers={"X-Request-Id": "call-0001"})
        assert response.headers["X-Request-Id"] == "call-0001"

    def test_replaces_an_id_that_could_break_a_log(self, sign_in: SignIn) -> None:
        response = sign_in().get("/open/", headers={"X-Request-Id": "a\tb" + "x" * 100})
        assert len(response.headers["X-Request-Id"]) == 32

    def test_never_lets_personal_pages_be_cached(self, sign_in: SignIn) -> None:
        assert sign_in(Role.DESK_AGENT).get("/people/").headers["Cache-Control"] == "no-store"

    def test_answers_under_a_strict_content_policy(self, sign_in: SignIn) -> None:
        policy = sign_in(Role.DESK_AGENT).get("/people/").headers["Content-Security-Policy"]
        scripts = next(part for part in policy.split(";") if part.strip().startswith("script-src "))
        assert "unsafe" not in scripts
        assert "frame-ancestors 'none'" in policy


class TestSessionActivity:
    def test_ends_a_session_left_idle(self, sign_in: SignIn) -> None:
        browser = sign_in(Role.DESK_AGENT)
        assert browser.get("/people/").status_code == 200
        session = browser.session
        session["seen"] -= 13 * 3600
        session.save()
        assert browser.get("/people/").status_code == 302
