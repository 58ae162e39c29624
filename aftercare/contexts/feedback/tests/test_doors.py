from __future__ import annotations

from datetime import timedelta

import pytest

from aftercare.contexts.feedback import commands, queries
from aftercare.contexts.feedback.models import FollowUp, Survey
from aftercare.contexts.people.tests import building as people
from aftercare.platform.accounts.models import User
from aftercare.platform.actor import NOBODY, Role


@pytest.fixture
def page(survey):
    # The clock of the doors is the machine's own.
    Survey.objects.update(expires_at=survey.expires_at + timedelta(days=36500))
    return f"/s/{survey.token}/"


@pytest.fixture
def manager(client, db):
    user = people.granted(Role.SERVICE_MANAGER)
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return user


@pytest.mark.django_db
class TestSurveyPage:
    def test_asks_and_thanks_without_a_login(self, client, page):
        assert "客梯门打不开" in client.get(page).content.decode()
        answer = client.post(page, {"csat": "5", "nps": "9", "comment": "好"})
        assert (answer.status_code, answer.url) == (302, page)
        assert "谢谢您" in client.get(page).content.decode()
        assert Survey.objects.get().csat == 5

    @pytest.mark.parametrize(
        "said", [{}, {"csat": "9"}, {"csat": "x"}, {"csat": "5", "nps": "77"}, {"csat": "5", "comment": "a\0"}]
    )
    def test_says_what_is_wrong_and_keeps_nothing(self, client, page, said):
        answer = client.post(page, said)
        assert answer.status_code == 422
        assert "field-error" in answer.content.decode()
        assert Survey.objects.get().answered_at is None

    def test_takes_one_answer(self, client, page):
        client.post(page, {"csat": "5"})
        assert client.post(page, {"csat": "1"}).status_code == 409
        assert Survey.objects.get().csat == 5

    def test_says_when_the_link_expired(self, client, survey):
        Survey.objects.update(expires_at=survey.expires_at - timedelta(days=3650))
        answer = client.get(f"/s/{survey.token}/")
        assert answer.status_code == 410
        assert "链接已过期" in answer.content.decode()

    def test_tells_nothing_about_an_unknown_link(self, client, survey):
        answer = client.get("/s/" + "x" * 43 + "/")
        assert answer.status_code == 404
        assert "客梯" not in answer.content.decode()

    def test_slows_down_who_tries_many_links(self, client, survey):
        codes = [client.get(f"/s/{n:043}/").status_code for n in range(32)]
        assert codes[-1] == 429


@pytest.mark.django_db
class TestManagersPages:
    @pytest.fixture
    def low(self, survey, later):
        commands.answer(token=survey.token, csat=2, nps=3, comment="晚到", by=NOBODY, at=later)
        return FollowUp.objects.get()

    def test_list_ratings_and_low_scores(self, client, manager, low):
        for url in ("/feedback/", "/feedback/follow-ups/"):
            answer = client.get(url)
            assert answer.status_code == 200
            assert "客梯门打不开" in answer.content.decode()

    def test_put_the_cause_on_record(self, client, manager, low):
        url = f"/feedback/follow-ups/{low.pk}/"
        assert "晚到" in client.get(url).content.decode()
        assert client.post(url, {"cause": "", "action": "x"}).status_code == 422
        assert client.post(url, {"cause": "备件未带", "action": "致电道歉"}).status_code == 302
        assert FollowUp.objects.get().owner_id == manager.pk

    def test_are_closed_to_engineers_and_customers(self, client, low, signed):
        engineer = User.objects.get(pk=signed.engineer.id)
        client.force_login(engineer, backend="allauth.account.auth_backends.AuthenticationBackend")
        for url in ("/feedback/", "/feedback/follow-ups/", f"/feedback/follow-ups/{low.pk}/"):
            assert client.get(url).status_code == 403


@pytest.mark.django_db
class TestQueries:
    def test_low_scores_come_in_one_query(self, survey, later, service_manager, django_assert_num_queries):
        commands.answer(token=survey.token, csat=2, nps=3, comment="", by=NOBODY, at=later)
        with django_assert_num_queries(1):
            assert [row.csat for row in queries.low_scores(by=service_manager)] == [2]

    def test_surveys_of_a_request_come_in_one_query(self, survey, signed, service_manager, django_assert_num_queries):
        with django_assert_num_queries(1):
            assert len(queries.surveys_of_request(signed.request.pk, by=service_manager)) == 1
