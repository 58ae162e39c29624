from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.test import RequestFactory

from aftercare.platform import clock
from aftercare.platform.accounts.models import User
from aftercare.platform.actor import Actor
from aftercare.platform.api import paging, tokens
from aftercare.platform.api.models import AnsweredCall, ApiToken
from aftercare.platform.api.replay import ReplaySafe
from aftercare.platform.numbering.models import Counter
from aftercare.platform.refusal import Refused
from aftercare.platform.testing.fixtures import MONDAY


def issue(by: Actor, at, **changes):
    given = {"user_id": by.id, "name": "ERP", "scopes": ["requests:read"], "expires_at": None, "by": by, "at": at}
    return tokens.issue(**{**given, **changes})


@pytest.mark.django_db
class TestToken:
    def test_is_known_by_its_secret_only(self, desk_agent, at):
        row, secret = issue(desk_agent, at)
        assert tokens.check(secret, at=at) == row
        assert secret.removeprefix(f"ac_{row.prefix}_") not in str(ApiToken.objects.values().get())
        for wrong in ("", "ac_", secret[:-1], secret + "x", f"ac_{row.prefix}_", "x" * 5000, "ac_\0_x", "ac_é_x"):
            assert tokens.check(wrong, at=at) is None

    def test_ends_when_it_expires_or_is_revoked_or_its_owner_leaves(self, desk_agent, at):
        _, brief = issue(desk_agent, at, expires_at=at + timedelta(hours=1))
        assert tokens.check(brief, at=at + timedelta(hours=1)) is None
        row, revoked = issue(desk_agent, at)
        tokens.revoke(token_id=row.pk, by=desk_agent, at=at)
        assert tokens.check(revoked, at=at) is None
        _, orphan = issue(desk_agent, at)
        User.objects.filter(pk=desk_agent.id).update(is_active=False)
        assert tokens.check(orphan, at=at) is None

    @pytest.mark.parametrize(
        ("changes", "code"),
        [({"scopes": []}, "no_scope"), ({"scopes": ["all"]}, "unknown_scope"), ({"expires_at": MONDAY}, "expired")],
    )
    def test_is_refused_without_sense(self, desk_agent, at, changes, code):
        with pytest.raises(Refused) as refusal:
            issue(desk_agent, at, **changes)
        assert refusal.value.code == code
        assert not ApiToken.objects.exists()

    def test_for_someone_else_needs_the_security_administrator(self, desk_agent, dispatcher, security_admin, at):
        with pytest.raises(Refused):
            issue(desk_agent, at, user_id=dispatcher.id)
        row, _ = issue(security_admin, at, user_id=dispatcher.id)
        with pytest.raises(Refused) as refusal:
            tokens.revoke(token_id=row.pk, by=desk_agent, at=at)
        assert refusal.value.code == "not_found"


def count_up(request: HttpRequest) -> HttpResponse:
    """Do something that can be counted: one more counter row a call."""
    row = Counter.objects.create(prefix=uuid4().hex[:8], year=2026, last=1)
    return JsonResponse({"id": row.pk}, status=201)


def post(secret: str, key: str, body: bytes = b"{}", view=count_up) -> HttpResponse:
    request = RequestFactory().post("/api/v1/kettles", body, content_type="application/json")
    request.META.update(HTTP_AUTHORIZATION=f"Bearer {secret}", HTTP_IDEMPOTENCY_KEY=key)
    return ReplaySafe(view)(request)


@pytest.mark.django_db
class TestReplay:
    @pytest.fixture
    def secret(self, desk_agent) -> str:
        return issue(desk_agent, clock.now())[1]

    def test_does_a_call_once_and_answers_the_same(self, secret):
        first, second = post(secret, "a"), post(secret, "a")
        assert (first.status_code, first.content) == (second.status_code, second.content)
        assert second["Idempotent-Replayed"] == "true"
        assert Counter.objects.count() == 1
        assert post(secret, "b").content != first.content

    def test_refuses_the_key_for_another_body(self, secret):
        post(secret, "a")
        answer = post(secret, "a", b'{"x": 1}')
        assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
        assert Counter.objects.count() == 1

    def test_keeps_nothing_of_a_call_that_was_refused(self, secret):
        def refuse(request: HttpRequest) -> HttpResponse:
            count_up(request)
            return JsonResponse({}, status=409)

        assert post(secret, "a", view=refuse).status_code == 409
        assert not Counter.objects.exists()
        assert not AnsweredCall.objects.exists()
        assert post(secret, "a").status_code == 201

    @pytest.mark.parametrize("key", ["", "x" * 129, "a b", "钥匙"])
    def test_refuses_a_key_that_is_none(self, secret, key):
        assert post(secret, key).status_code == 422


@pytest.mark.django_db(transaction=True)
class TestReplayRace:
    def race(self) -> list[int]:
        user = User.objects.create_user("erp", name="ERP")
        actor = Actor(id=user.pk, name="ERP")
        secret = issue(actor, clock.now())[1]

        def call(_: int) -> int:
            try:
                return post(secret, "same").status_code
            finally:
                connection.close()

        with ThreadPoolExecutor(6) as pool:
            return list(pool.map(call, range(12)))

    def test_twelve_at_once_do_it_once(self):
        assert set(self.race()) == {201}
        assert Counter.objects.count() == 1

    def test_without_the_claim_it_would_be_done_more_than_once(self, monkeypatch):
        """The control run."""
        monkeypatch.setattr(ReplaySafe, "_claim", staticmethod(lambda *_: (AnsweredCall(pk=1), True)))
        monkeypatch.setattr(AnsweredCall, "save", lambda self, **_: None)
        self.race()
        assert Counter.objects.count() > 1


@pytest.mark.django_db
class TestCursor:
    def walk(self, limit: int) -> list[int]:
        seen, cursor = [], None
        while True:
            page = paging.cursor_page(
                ApiToken.objects.all(), by="created_at", cursor=cursor, limit=limit, show=lambda row: row.pk
            )
            seen += page["items"]
            cursor = page["next_cursor"]
            if cursor is None:
                return seen

    def test_gives_every_row_once_newest_first_even_among_equal_moments(self, desk_agent, at):
        rows = [issue(desk_agent, at + timedelta(minutes=n // 3))[0].pk for n in range(8)]
        assert self.walk(limit=3) == rows[::-1]

    @pytest.mark.parametrize("cursor", ["x", "W10=", "钥", "bnVsbA==", "WyIyMDI2LTAxLTAxIiwgMV0=", "\0"])
    def test_refuses_a_cursor_it_never_gave(self, db, cursor):
        with pytest.raises(Refused) as refusal:
            paging.cursor_page(ApiToken.objects.all(), by="created_at", cursor=cursor, limit=5, show=id)
        assert refusal.value.code == "bad_cursor"
