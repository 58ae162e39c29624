"""The desk's door to concessions."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from aftercare.contexts.concessions.models import ApprovalLimit, Concession, Delegation
from aftercare.contexts.concessions.tests.builders import Company, person
from aftercare.contexts.concessions.tests.test_ask import PDF
from aftercare.platform import clock
from aftercare.platform.accounts.models import User
from aftercare.platform.actor import Role
from aftercare.platform.files import documents

HX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture(scope="module")
def shared_company(shared_db):
    """Give a company whose request came just now: the clock of the doors is the machine's own."""
    return Company(clock.now() - timedelta(minutes=90))


@pytest.fixture
def browse(company):
    """Give browsers signed in as people of the company."""

    def signed_in(actor):
        browser = Client()
        browser.force_login(
            User.objects.get(pk=actor.id), backend="allauth.account.auth_backends.AuthenticationBackend"
        )
        return browser

    return signed_in


@pytest.fixture
def row(company):
    """Give an ask that waits."""
    return company.ask()


def page(browser, url, **extra):
    """Return a page that must open."""
    answer = browser.get(url, **extra)
    assert answer.status_code == 200, url
    return answer.content.decode()


class TestAsk:
    def test_from_the_promise_to_the_page_of_the_concession(self, company, browse):
        desk, url = browse(company.agent), f"/concessions/ask/{company.clock().pk}/"
        assert url in page(desk, f"/promises/{company.clock().pk}/")
        assert url in page(desk, f"/-/panels/service_request/{company.request.pk}/concessions/")
        assert "¥5,000.00" in page(desk, url, **HX)
        proof = SimpleUploadedFile("邮件.pdf", PDF)
        said = {"kind": "extend", "minutes": "2.5", "amount": "0", "reason": "配件周四到货", "file": proof}
        answer = desk.post(url, said)
        made = Concession.objects.get()
        assert (answer.status_code, answer.url) == (302, f"/concessions/{made.pk}/")
        assert made.minutes == 150
        assert "邮件.pdf" in page(desk, f"/-/panels/concession/{made.pk}/documents/")

    def test_another_kind_asks_other_questions_and_keeps_the_words(self, company, browse):
        url = f"/concessions/ask/{company.clock().pk}/"
        plan = page(browse(company.agent), url, **HX) and page(
            browse(company.agent), f"{url}?kind=replan&reason=等配件", **HX
        )
        assert 'name="plan"' in plan and 'name="minutes"' not in plan and "等配件" in plan
        assert 'name="until"' not in page(browse(company.agent), f"{url}?kind=waive", **HX)
        assert 'name="minutes"' in page(browse(company.agent), f"{url}?kind=%00", **HX)

    @pytest.mark.parametrize(
        "said", [{"reason": ""}, {"minutes": ""}, {"minutes": "-1"}, {"kind": "gift"}, {"amount": "-5"}, {"until": "x"}]
    )
    def test_says_what_is_wrong_and_keeps_nothing(self, company, browse, said):
        usual = {"kind": "extend", "minutes": "2", "amount": "0", "reason": "等配件"}
        answer = browse(company.agent).post(f"/concessions/ask/{company.clock().pk}/", {**usual, **said})
        assert (answer.status_code, Concession.objects.count()) == (422, 0)

    def test_is_greyed_while_another_waits(self, company, browse, row):
        assert browse(company.agent).post(
            f"/concessions/ask/{row.clock_id}/", {"kind": "waive", "amount": "0", "reason": "等"}
        ).status_code == 409  # fmt: skip
        assert row.number in page(browse(company.agent), f"/promises/{row.clock_id}/")


class TestPage:
    def test_shows_before_and_after_and_who_decides(self, company, browse, row):
        text = page(browse(company.manager), row.get_absolute_url())
        for words in (row.number, "宋毅", "赵敏", "刘芳", row.reason, f"/concessions/{row.pk}/grant/"):
            assert words in text, words

    def test_leads_from_grant_to_the_explained_clock(self, company, browse, row):
        manager = browse(company.manager)
        assert "<form" in page(manager, f"/concessions/{row.pk}/grant/", **HX)
        assert manager.post(f"/concessions/{row.pk}/grant/", {"note": "同意"}).status_code == 302
        assert "宋毅" in page(manager, row.get_absolute_url())
        text = page(manager, f"/promises/{row.clock_id}/")
        assert text.count(row.number) >= 3

    def test_refuses_with_words_and_takes_back(self, company, browse, row):
        manager, desk = browse(company.manager), browse(company.agent)
        assert "<form" in page(manager, f"/concessions/{row.pk}/refuse/", **HX)
        assert manager.post(f"/concessions/{row.pk}/refuse/", {"note": ""}).status_code == 422
        assert manager.post(f"/concessions/{row.pk}/withdraw/").status_code == 403
        assert desk.post(f"/concessions/{row.pk}/withdraw/").status_code == 302
        assert manager.post(f"/concessions/{row.pk}/refuse/", {"note": "不"}).status_code == 409

    def test_says_when_it_can_no_longer_be_granted_as_asked(self, company, browse):
        row = company.ask(kind="replan", plan="换件", until=company.clock().due_at + timedelta(days=1))
        type(row).objects.filter(pk=row.pk).update(until=company.at)
        assert "alert-warning" in page(browse(company.manager), row.get_absolute_url())

    def test_shows_only_to_whom_it_belongs(self, company, browse, row):
        for role in (Role.CUSTOMER, Role.PARTNER, Role.SYSTEM_ADMIN, Role.AUDITOR):
            browser = browse(person(role))
            for url in ("/concessions/", row.get_absolute_url(), f"/concessions/ask/{row.clock_id}/"):
                assert browser.get(url).status_code == 403, (role, url)

    def test_keeps_evidence_from_the_customer_even_when_it_was_meant_to_be_shown(self, company, browse, row):
        proof = documents.add(PDF, subject=row.key, name="函.pdf", for_customer=True, by=company.agent, at=company.at)
        url = f"{row.get_absolute_url()}documents/{proof.pk}/"
        assert browse(company.agent).get(url).status_code == 200
        customer = person(Role.CUSTOMER)
        contacts = apps.get_model("organisations", "Contact").objects.filter(pk=company.place.contact_id)
        contacts.update(user_id=customer.id)
        assert browse(customer).get(url).status_code == 404

    def test_of_the_clock_tells_the_customer_neither_reason_nor_money(self, company, browse, row):
        company.grant(row)
        customer = person(Role.CUSTOMER)
        contacts = apps.get_model("organisations", "Contact").objects.filter(pk=company.place.contact_id)
        contacts.update(user_id=customer.id)
        text = page(browse(customer), f"/promises/{row.clock_id}/")
        assert row.number in text
        assert row.reason not in text and f"/concessions/{row.pk}/" not in text and "concessions/ask" not in text


class TestLists:
    def test_narrow_find_and_export(self, company, browse, row):
        manager = browse(company.manager)
        shown = ("", "?tab=mine", "?tab=open", "?state=asked", "?kind=extend", "?level=1", f"?q={row.number}",
                 f"?q={company.request.number}", f"?region={company.place.region_id}", "?asked=7d",
                 "?export=csv")  # fmt: skip
        for query in shown:
            answer = manager.get(f"/concessions/{query}")
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            assert row.number in body.decode("utf-8"), query
        for query in ("?tab=late", "?tab=asked", "?tab=granted", "?kind=waive", "?level=3", "?q=CO-0000-000000"):
            assert row.number not in page(manager, f"/concessions/{query}"), query

    def test_mine_is_what_somebody_may_decide(self, company, browse, row):
        assert row.number in page(browse(company.director), "/concessions/?tab=mine")
        assert row.number not in page(browse(company.agent), "/concessions/?tab=mine")
        assert row.get_absolute_url() in page(browse(company.manager), "/")

    def test_cost_few_queries(self, company, browse, row, django_assert_max_num_queries):
        manager = browse(company.manager)
        page(manager, "/concessions/")
        with django_assert_max_num_queries(14):
            page(manager, "/concessions/")


class TestLimits:
    def test_are_shown_to_all_and_set_by_those_of_every_region(self, company, browse):
        director, manager = browse(company.director), browse(company.manager)
        assert "/concessions/limits/1/" in page(director, "/concessions/limits/")
        assert "/concessions/limits/1/" not in page(manager, "/concessions/limits/")
        assert 'value="8"' in page(director, "/concessions/limits/1/", **HX)
        said = {"role": "service_manager", "kinds": ["extend", "replan"], "most_minutes": "4", "most_amount": "3000",
                "decide_hours": "2"}  # fmt: skip
        assert manager.post("/concessions/limits/1/", said).status_code == 403
        assert director.post("/concessions/limits/1/", said).status_code == 302
        assert ApprovalLimit.objects.get(level=1).most_minutes == 240
        assert director.post("/concessions/limits/1/", {**said, "most_minutes": "99"}).status_code == 422
        assert director.get("/concessions/limits/9/").status_code == 404

    def test_of_the_top_are_none(self, company, browse):
        director = browse(company.director)
        assert 'name="kinds"' not in page(director, "/concessions/limits/3/", **HX)
        said = {"role": "service_manager", "is_companywide": "on", "decide_hours": "9"}
        assert director.post("/concessions/limits/3/", said).status_code == 302
        assert ApprovalLimit.objects.get(level=3).decide_hours == 9


class TestDelegations:
    def test_are_given_shown_and_ended(self, company, browse):
        manager, agent = browse(company.manager), browse(company.agent)
        assert "/concessions/delegations/new/" in page(manager, "/concessions/delegations/")
        assert "/concessions/delegations/new/" not in page(agent, "/concessions/delegations/")
        assert "李静" in page(manager, "/concessions/delegations/new/", **HX)
        now = clock.now()
        said = {"taker_id": company.agent.id, "since": f"{now:%Y-%m-%dT%H:%M}",
                "until": f"{now + timedelta(days=3):%Y-%m-%dT%H:%M}", "note": "年假"}  # fmt: skip
        assert manager.post("/concessions/delegations/new/", said).status_code == 302
        assert "宋毅" in page(agent, "/concessions/delegations/")
        made = Delegation.objects.get()
        assert agent.get("/concessions/delegations/new/").status_code == 403
        assert agent.post(f"/concessions/delegations/{made.pk}/end/").status_code == 302
        assert manager.post(f"/concessions/delegations/{made.pk}/end/").status_code == 409
