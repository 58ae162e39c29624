"""The two answers for machines."""

import json
import time

import pytest
from django.http import HttpResponse

from aftercare.platform import health

pytestmark = pytest.mark.django_db


@pytest.fixture
def probes():
    """Give the middleware in front of a page."""
    return health.Probes(lambda request: HttpResponse("page"))


def answer(probes, rf, path):
    response = probes(rf.get(path))
    return response.status_code, response.content.decode()


class TestLivez:
    def test_asks_the_database_nothing(self, probes, rf, monkeypatch):
        monkeypatch.setattr(health, "troubles", lambda: pytest.fail("asked"))
        assert answer(probes, rf, "/livez") == (200, "alive\n")


class TestReadyz:
    def test_is_ready_on_a_migrated_database(self, probes, rf):
        assert answer(probes, rf, "/readyz") == (200, '{"ready": true, "troubles": {}}')

    def test_is_not_ready_before_a_migration_is_applied(self, probes, rf, monkeypatch):
        monkeypatch.setattr(health, "migrations_on_disk", lambda: frozenset({("visits", "9999_later")}))
        status, body = answer(probes, rf, "/readyz")
        assert (status, json.loads(body)["troubles"]) == (503, {"migrations": "1 not applied"})

    def test_says_soon_that_the_database_is_away(self, probes, rf, monkeypatch):
        monkeypatch.setattr(health, "_parameters", lambda: {"host": "127.0.0.1", "port": 1, "connect_timeout": 2})
        began = time.monotonic()
        status, body = answer(probes, rf, "/readyz")
        assert (status, json.loads(body)["troubles"]) == (503, {"database": "OperationalError"})
        assert time.monotonic() - began < 3

    def test_is_not_ready_on_a_full_disk(self, probes, rf, monkeypatch):
        monkeypatch.setattr(health, "free_bytes", lambda: 5 * 1024 * 1024)
        status, body = answer(probes, rf, "/readyz")
        assert (status, json.loads(body)["troubles"]) == (503, {"disk": "5 MB free"})

    def test_remembers_its_answer_for_two_seconds(self, probes, rf, monkeypatch):
        asked = []
        monkeypatch.setattr(health, "troubles", lambda: asked.append(1) or {})
        answer(probes, rf, "/readyz")
        answer(probes, rf, "/readyz")
        assert len(asked) == 1

    def test_passes_every_other_request_on(self, probes, rf):
        assert answer(probes, rf, "/readyz/") == (200, "page")
