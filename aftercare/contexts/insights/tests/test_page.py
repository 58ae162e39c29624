"""The page of figures, the lists behind it, downloads and targets."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from aftercare.contexts.insights.models import OrderFact, RequestFact, SurveyFact, Target
from aftercare.contexts.people.models import Grant
from aftercare.platform import clock
from aftercare.platform.accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def enter(client):
    """Give a way to sign in with a role."""

    def sign_in(role="service_manager", region=None):
        user = User.objects.create_user(f"reader.{role}", name="赵敏")
        Grant.objects.create(user=user, role=role, region=region)
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in


@pytest.fixture
def counted():
    """Count three requests of the last days, one of them late."""
    now = clock.now()
    for n in (1, 2, 3):
        received = now - timedelta(days=n + 2)
        RequestFact.objects.create(
            request_id=n, number=f"SR-{n}", kind="fault", priority=3, category_id=7, category="停梯", status="closed",
            received_at=received, resolved_at=received + timedelta(hours=n), closed_at=received + timedelta(hours=n),
            due_at=received + timedelta(hours=2),
        )  # fmt: skip


@pytest.fixture
def unfinished(counted):
    """Count one order that is done, one under way, one whose window is to come, and a survey without a score."""
    now = clock.now()
    opened = now - timedelta(days=1)
    for n, (done, window) in enumerate([(True, opened), (False, opened), (False, now + timedelta(hours=1))], 1):
        OrderFact.objects.create(
            work_order_id=n, number=f"WO-{n}", kind="repair", visits=1, opened_at=opened, promised_by=window,
            arrived_at=opened if done else None, completed_at=opened if done else None,
        )  # fmt: skip
    for n, nps in ((1, 9), (2, None)):
        SurveyFact.objects.create(survey_id=n, work_order_id=n, sent_at=opened, answered_at=opened, csat=5, nps=nps)


class TestFigures:
    @pytest.mark.parametrize("period", ["90d", "all"])
    @pytest.mark.parametrize(
        ("where", "n"), [("expected=1", 2), ("done=1", 1), ("answered=1", 2), ("scored=1", 1), ("on_time=judged", 3)]
    )
    def test_lead_to_what_they_count_and_to_nothing_else(self, enter, unfinished, period, where, n):
        client = enter()
        tiles = client.get(reverse("insights:figures"), {"period": period}).context["tiles"]
        tile = next(t for t in tiles if where in t.url)
        assert client.get(tile.url).context["total"].n == n
        assert str(n) in tile.detail

    def test_show_tiles_that_lead_to_the_rows_they_count(self, enter, counted):
        client = enter()
        page = client.get(reverse("insights:figures"))
        assert page.status_code == 200
        tile = next(t for t in page.context["tiles"] if "on_time=judged" in t.url)
        assert (tile.value, tile.reached) == ("66.7", False)
        behind = client.get(tile.url)
        assert behind.context["total"].n == 3

    @pytest.mark.parametrize("role", ["quality_manager", "dispatcher", "desk_agent"])
    def test_are_open_to_the_office(self, enter, role):
        assert enter(role).get(reverse("insights:figures")).status_code == 200

    @pytest.mark.parametrize("role", ["storekeeper", "customer", "system_admin", "auditor"])
    def test_are_closed_to_others(self, enter, role):
        assert enter(role).get(reverse("insights:figures")).status_code == 403

    def test_say_what_belongs_here_when_there_are_none(self, enter):
        page = enter().get(reverse("insights:figures"))
        assert page.context["is_empty"]

    @pytest.mark.parametrize(
        "query",
        ["from=yesterday", "from=2026-05-02&to=2026-05-01", "from=0001-01-01", "region=9999", "region=x", "source=%00",
         "period=soon"],
    )  # fmt: skip
    def test_tell_what_was_asked_wrongly(self, enter, query):
        page = enter().get(reverse("insights:figures") + f"?{query}")
        assert page.status_code == 422
        assert page.context["asked"].errors

    def test_cost_a_bounded_number_of_queries(self, enter, counted, django_assert_max_num_queries):
        client = enter()
        client.get(reverse("insights:targets"))  # The first page of a session also writes the session down.
        with django_assert_max_num_queries(22):
            client.get(reverse("insights:figures"))


class TestLists:
    @pytest.mark.parametrize("name", ["requests", "promises", "orders", "surveys"])
    def test_open_in_a_bounded_number_of_queries(self, enter, counted, name, django_assert_max_num_queries):
        client = enter()
        client.get(reverse("insights:targets"))  # The first page of a session also writes the session down.
        with django_assert_max_num_queries(7):
            assert client.get(reverse(f"insights:{name}")).status_code == 200


class TestDownload:
    @pytest.mark.parametrize("table", ["months", "regions", "categories", "promises", "pauses"])
    def test_gives_every_table_as_a_file(self, enter, counted, table):
        answer = enter().get(reverse("insights:download"), {"table": table, "as": "csv"})
        assert answer.status_code == 200
        assert b"".join(answer.streaming_content).startswith("\ufeff".encode())

    @pytest.mark.parametrize("query", [{"table": "nothing"}, {"table": "months", "as": "exe"}, {"from": "x"}])
    def test_is_refused_for_what_is_not_there(self, enter, query):
        assert enter().get(reverse("insights:download"), query).status_code == 422


class TestTargets:
    def typed(self, client, **changes):
        form = client.get(reverse("insights:targets")).context["form"]
        return {name: form[name].value() for name in form.fields} | changes

    def test_are_set_once_and_told(self, enter, published):
        client = enter()
        answer = client.post(reverse("insights:targets"), self.typed(client, csat="97"))
        assert answer.status_code == 302
        assert {t.code: float(t.value) for t in Target.objects.all()} == {"csat": 97.0}
        assert published.only("TargetsSet")["values"] == [["csat", "97"]]

    def test_that_nobody_can_reach_are_refused_and_nothing_changes(self, enter, published):
        client = enter()
        answer = client.post(reverse("insights:targets"), self.typed(client, csat="140", nps="60"))
        assert answer.status_code == 422
        assert "csat" in answer.context["form"].errors
        assert not Target.objects.exists()
        assert published.names() == []

    def test_are_not_a_dispatchers_to_set(self, enter):
        assert enter("dispatcher").post(reverse("insights:targets"), {}).status_code == 403
