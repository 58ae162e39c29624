from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from aftercare.contexts.installed_base.models import Project
from aftercare.contexts.people.tests import building as people
from aftercare.contexts.service_requests.tests import builders as requests
from aftercare.contexts.settlement import commands, policies, queries
from aftercare.contexts.settlement.models import Retention
from aftercare.contexts.settlement.tests import builders
from aftercare.platform import clock
from aftercare.platform.actor import Role

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture(scope="module")
def scene(shared_db):
    """Give a project accepted two years ago: the clock of the doors is the machine's own."""
    requests.promises(clock.now())
    return requests.scene(accepted_on=clock.now().date() - timedelta(days=740))


@pytest.fixture
def row(scene):
    """Give a retention whose period is over."""
    day = clock.now() - timedelta(days=700)
    return builders.agreed(scene, withheld_on=day.date(), at=day)


@pytest.fixture
def manager(client, db):
    client.force_login(people.granted(Role.SERVICE_MANAGER), backend=BACKEND)
    return client


def page(browser, url, **extra):
    answer = browser.get(url, **extra)
    assert answer.status_code == 200
    return answer.content.decode()


def typed(scene, **said):
    usual = {"payee_id": "own", "holder_id": scene.customer_id, "settlement_price": "500000", "percent": "3"}
    return {**usual, "defect_months": "24", "withheld_on": "2026-01-05", "jurisdiction": "CN", **said}


@pytest.mark.django_db
class TestNew:
    def test_asks_for_the_project_then_writes_it_down(self, manager, scene):
        assert manager.get("/retentions/new/").status_code == 200
        url = f"/retentions/new/?project={scene.project_id}"
        assert "138号" in page(manager, url)
        said = {
            "holder_id": scene.customer_id,
            "settlement_price": "500000",
            "percent": "3",
            "defect_months": "24",
            "payee_id": "own",
        }
        answer = manager.post(url, {**said, "withheld_on": "2026-01-05", "jurisdiction": "CN"})
        row = Retention.objects.get()
        assert (answer.status_code, answer.url) == (302, f"/retentions/{row.pk}/")
        assert (row.amount, row.payee_id) == (Decimal("15000.00"), None)

    @pytest.mark.parametrize(
        ("said", "words"),
        [
            ({"percent": "5"}, "第七条"),
            ({"percent": "-3"}, "field-error"),
            ({"percent": "abc"}, "field-error"),
            ({"guarantee_bank": "建行"}, "保函"),
            ({"has_performance_guarantee": "on"}, "第六条"),
            ({"holder_id": "987654321"}, "field-error"),
            ({"withheld_on": "2090-01-01"}, "field-error"),
        ],
    )
    def test_says_what_is_wrong_and_keeps_nothing(self, manager, scene, said, words):
        usual = {
            "holder_id": scene.customer_id,
            "settlement_price": "500000",
            "percent": "3",
            "defect_months": "24",
            "payee_id": "own",
        }
        usual |= {"withheld_on": "2026-01-05", "jurisdiction": "CN"}
        answer = manager.post(f"/retentions/new/?project={scene.project_id}", typed(scene, **said))
        assert (answer.status_code, Retention.objects.count()) == (422, 0)
        assert words in answer.content.decode()


@pytest.mark.django_db
class TestPage:
    def test_shows_the_ledger_and_leads_to_what_blocks_it(self, manager, row, scene):
        matter = requests.request_of(scene, subject="屋面渗漏", at=clock.now() - timedelta(hours=1))
        type(matter).objects.filter(pk=matter.pk).update(coverage="statutory_warranty")
        text = page(manager, row.get_absolute_url())
        assert matter.number in text
        assert row.number not in page(manager, "/retentions/?tab=releasable")
        assert f"/requests/{matter.pk}/" in text
        assert "¥30,000.00" in text

    def test_leads_from_request_to_settlement(self, manager, row):
        url, today = row.get_absolute_url(), timezone.localdate().isoformat()
        assert manager.post(f"{url}request/", {"amount": "30000"}).status_code == 302
        assert manager.post(f"{url}verify/", {"amount": "30000", "verified_on": today}).status_code == 302
        assert "30,000.00" in page(manager, f"{url}pay/")
        assert manager.post(f"{url}pay/", {"paid_on": today}).status_code == 302
        assert Retention.objects.get().status == "settled"
        assert "已结清" in page(manager, url)

    def test_takes_a_deduction_with_its_proof_and_hands_the_proof_out(self, manager, row, scene):
        matter = requests.request_of(scene, at=clock.now() - timedelta(hours=1))
        url, today = row.get_absolute_url(), timezone.localdate().isoformat()
        said = {"amount": "5000", "request_id": matter.pk, "reason": "代修", "deducted_on": today}
        assert manager.post(f"{url}deduct/", said).status_code == 422
        proof = SimpleUploadedFile("发票.pdf", builders.PROOF)
        assert manager.post(f"{url}deduct/", {**said, "file": proof}).status_code == 302
        line = row.movements.get(kind="deducted")
        assert manager.get(f"{url}documents/{line.evidence_id}/").content == builders.PROOF
        assert "发票.pdf" in page(manager, url)

    def test_refuses_what_cannot_be_in_words(self, manager, row):
        url = row.get_absolute_url()
        commands.request_release(retention_id=row.pk, by=builders.BUILDER, at=clock.now())
        assert manager.post(f"{url}request/", {"amount": "1"}).status_code == 409
        assert manager.post(f"{url}remind/").status_code == 422
        answer = manager.post(f"{url}object/", {"reason": "x", "seen_version": "1"})
        assert answer.status_code == 409
        assert Retention.objects.get().status == "requested"

    def test_shows_each_dialog(self, manager, row):
        for name in ("request", "deduct", "convert", "void", "object", "verify", "pay"):
            assert "<form" in page(manager, f"{row.get_absolute_url()}{name}/", HTTP_HX_REQUEST="true")


@pytest.mark.django_db
class TestOtherPages:
    def test_list_export_search_and_home_show_it(self, manager, row, scene):
        number, name = row.number, Project.objects.get(pk=scene.project_id).name
        for url in (
            "/retentions/",
            "/retentions/?tab=releasable",
            f"/retentions/?q={number}",
            f"/retentions/?q={name}",
        ):
            assert number in page(manager, url), url
        for query in ("?tab=late", "?q=RM-0000-000000"):
            assert number not in page(manager, f"/retentions/{query}"), query
        assert page(manager, "/retentions/?q=%00")
        assert number in page(manager, "/")
        assert number in page(manager, f"/-/panels/project/{scene.project_id}/retention/")

    def test_the_office_reads_and_is_offered_nothing(self, client, row):
        client.force_login(people.granted(Role.DESK_AGENT), backend=BACKEND)
        assert "settlement" not in page(client, row.get_absolute_url())
        assert client.post(f"{row.get_absolute_url()}void/", {"reason": "x"}).status_code == 403

    @pytest.mark.parametrize("role", [Role.CUSTOMER, Role.SYSTEM_ADMIN])
    def test_are_closed_to_others(self, client, row, role):
        client.force_login(people.granted(role), backend=BACKEND)
        for url in ("/retentions/", row.get_absolute_url()):
            assert client.get(url).status_code == 403

    def test_another_region_sees_nothing(self, row, make_actor):
        far = make_actor(Role.SERVICE_MANAGER, regions={0})
        assert not policies.visible_to(far).exists()
        assert not policies.may_read_file(row.pk, far)


@pytest.mark.django_db
class TestQueries:
    def test_take_one_question_each(self, row, service_manager, django_assert_num_queries):
        with django_assert_num_queries(1):
            assert [found.held for found in queries.pressing(by=service_manager, now=clock.now())] == [30_000]
        with django_assert_num_queries(1):
            assert [line.held_then for line in queries.ledger_of(row.pk)] == [30_000]
        with django_assert_num_queries(1):
            assert len(queries.of_project(row.project_id, by=service_manager)) == 1
