"""What the engineer decides on site, within what the contract leaves to whoever is there."""

from __future__ import annotations

from copy import deepcopy
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse

from aftercare.contexts.calendars import public as calendars
from aftercare.contexts.contracts import commands as contracting
from aftercare.contexts.people.tests import building as people
from aftercare.contexts.service_requests.tests import builders as requests
from aftercare.contexts.visits import commands, queries
from aftercare.contexts.visits.models import SiteDecision
from aftercare.contexts.visits.queries import deciding
from aftercare.contexts.visits.report import paper
from aftercare.contexts.visits.tests import builders
from aftercare.contexts.visits.tests.test_accept import refused
from aftercare.contexts.visits.tests.test_api import BOTH, Program
from aftercare.contexts.visits.tests.test_phone_pages import BACKEND, HTMX
from aftercare.platform.accounts.models import User
from aftercare.platform.actor import Role

PART = {"matter": "part", "amount": Decimal(300), "note": "皮带断裂，客户急用"}


@pytest.fixture(scope="module")
def shared_limited(place):
    """Give the module's job on site whose contract leaves parts up to 500 and repairs up to 1,500 to the engineer."""
    acting = {"by": builders.BUILDER, "at": builders.MONDAY}
    where = requests.scene(place.region_id)
    row = contracting.draft(
        name="年度维保合同", customer_id=where.customer_id, starts_on=date(2026, 1, 1),
        ends_on=date(2026, 12, 31), calendar_id=calendars.default_calendar_id(), **acting,
    )  # fmt: skip
    for decision, amount in (("part", 500), ("repair", 1500)):
        contracting.limit_authority(contract_id=row.pk, decision=decision, amount=Decimal(amount), **acting)
    contracting.put_in_force(contract_id=row.pk, **acting)
    return builders.until("arrive", builders.job(where))


@pytest.fixture
def limited(shared_limited):
    return deepcopy(shared_limited)


def decide(job, at, **given):
    """Decide something as the engineer."""
    return commands.decide_on_site(visit_id=job.id, **{**PART, **given}, by=job.engineer, at=at)


@pytest.mark.django_db
class TestDecideOnSite:
    def test_keeps_what_was_decided_by_whom_and_tells_it_once(self, limited, at, published):
        row = decide(limited, at)
        assert (row.matter, row.amount, row.limit, row.before, row.by_name) == (
            "part", Decimal(300), Decimal(500), Decimal(0), limited.engineer.name,
        )  # fmt: skip
        told = published.only("DecidedOnSite")
        assert (told["amount"], told["note"], told["request_id"]) == ("300", PART["note"], limited.request.pk)

    def test_goes_up_to_the_limit_on_the_order_and_no_further(self, limited, at, published):
        decide(limited, at)
        decide(limited, at, amount=Decimal(200))
        refusal = refused("decide_on_site", limited, limited.engineer, at, **{**PART, "amount": Decimal("0.01")})
        assert (refusal.code, refusal.field) == ("above_limit", "amount")
        assert "¥500.00" in str(refusal.message)
        assert (SiteDecision.objects.count(), published.names()) == (2, ["DecidedOnSite"] * 2)

    def test_names_who_is_asked_about_what_the_contract_leaves_open(self, limited, at, published):
        manager = people.granted(Role.SERVICE_MANAGER)
        refusal = refused("decide_on_site", limited, limited.engineer, at, **{**PART, "matter": "goodwill"})
        assert (refusal.code, str(manager) in str(refusal.message)) == ("ask_first", True)
        assert "DecidedOnSite" not in published.names()

    @pytest.mark.parametrize(
        ("given", "code"),
        [
            ({"matter": "holiday"}, "unknown"),
            ({"amount": Decimal(0)}, "bad_amount"),
            ({"amount": Decimal("1.005")}, "bad_amount"),
            ({"amount": Decimal("NaN")}, "bad_amount"),
            ({"note": " "}, "missing"),
        ],
    )
    def test_is_refused_for_what_cannot_be_meant_and_changes_nothing(self, limited, at, published, given, code):
        assert refused("decide_on_site", limited, limited.engineer, at, **{**PART, **given}).code == code
        assert (SiteDecision.objects.count(), published.names()) == (0, [])

    def test_is_the_engineers_alone_and_only_on_site(self, limited, mate, service_manager, at):
        assert refused("decide_on_site", limited, mate, at, **PART).code == "not_found"
        assert refused("decide_on_site", limited, service_manager, at, **PART).code == "not_allowed"
        later = at + timedelta(hours=1)
        builders.act("diagnose", limited, at=later)
        builders.act("finish", limited, at=later)
        assert refused("decide_on_site", limited, limited.engineer, later, **PART).code == "wrong_state"

    def test_is_refused_without_any_contract_that_names_a_limit(self, new_job, at):
        job = builders.until("arrive", new_job)
        assert refused("decide_on_site", job, job.engineer, at, **PART).code == "ask_first"


@pytest.mark.django_db
class TestDatabase:
    def test_refuses_the_second_of_two_at_once_that_saw_the_same_sum(self, limited, at, monkeypatch):
        decide(limited, at)
        monkeypatch.setattr(deciding, "spent", lambda _order_id: {})
        with pytest.raises(IntegrityError, match="site_decision_in_turn"), transaction.atomic():
            decide(limited, at)

    def test_without_that_guard_the_limit_would_be_passed(self, limited, at, monkeypatch):
        """The control: with another sum in the row nothing holds the second one back."""
        decide(limited, at)
        monkeypatch.setattr(deciding, "spent", lambda _order_id: {"part": Decimal("0.01")})
        decide(limited, at)
        assert sum(SiteDecision.objects.values_list("amount", flat=True)) > 500

    def test_keeps_a_decision_as_it_was(self, limited, at):
        row = decide(limited, at)
        for change in (lambda: SiteDecision.objects.update(amount=1), row.delete):
            with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
                change()

    def test_refuses_what_is_above_the_limit(self, limited, at):
        row = decide(limited, at)
        row.pk, row.before, row.amount = None, Decimal(300), Decimal(201)
        with pytest.raises(IntegrityError, match="site_decision_within"), transaction.atomic():
            row.save(force_insert=True)


@pytest.mark.django_db
class TestPages:
    @pytest.fixture
    def phone(self, client, limited):
        client.force_login(User.objects.get(pk=limited.engineer.id), backend=BACKEND)
        return client

    def test_offer_what_the_contract_leaves_and_what_is_left_of_it(self, phone, limited, at):
        page = phone.get(f"/jobs/{limited.id}/").content.decode()
        assert "您可现场决定" in page and "¥500.00" in page and 'value="goodwill"' not in page
        said = {"matter": "part", "amount": "300", "note": PART["note"]}
        page = phone.post(f"/jobs/{limited.id}/site-decisions/", said, **HTMX).content.decode()
        assert "¥200.00" in page and PART["note"] in page

    def test_say_why_not_beside_the_field(self, phone, limited):
        said = {"matter": "part", "amount": "900", "note": "换电机"}
        answer = phone.post(f"/jobs/{limited.id}/site-decisions/", said, **HTMX)
        assert (answer.status_code, "900" in answer.content.decode()) == (422, True)
        assert not SiteDecision.objects.exists()

    def test_of_order_and_request_show_it_to_the_office(self, client, limited, at):
        decide(limited, at)
        client.force_login(people.granted(Role.SERVICE_MANAGER), backend=BACKEND)
        order = reverse("work_orders:detail", args=[limited.order.pk])
        request = reverse("service_requests:detail", args=[limited.request.pk])
        for page, panel in ((order, "visits"), (request, "site-decisions")):
            kind = "work_order" if panel == "visits" else "service_request"
            pk = limited.order.pk if panel == "visits" else limited.request.pk
            assert client.get(page).status_code == 200
            drawn = client.get(reverse("web:panel", args=[kind, pk, panel])).content.decode()
            assert PART["note"] in drawn

    def test_of_the_report_list_it(self, limited, at):
        decide(limited, at)
        issued = {"language": "zh-hans", "number": "SR-1", "code": "x" * 22, "issued_at": at}
        assert paper.of(limited.id, **issued).data["decided"] == [["更换备件", PART["note"], "¥300.00"]]
        assert [row.note for row in queries.decided_about(limited.request.pk, by=limited.engineer)] == [PART["note"]]


@pytest.mark.django_db
class TestApi:
    def test_decides_and_lists_what_was_decided(self, limited):
        phone = Program(limited.engineer.id, *BOTH)
        path = f"/{limited.id}/site-decisions"
        answer = phone.post(path, {"matter": "part", "amount": "300.00", "note": "皮带断裂"})
        assert answer.status_code == 200
        assert [row["amount"] for row in answer.json()["site_decisions"]] == ["300.00"]
        again = phone.post(path, {"matter": "part", "amount": "300.00", "note": "再换一条"})
        assert (again.status_code, again.json()["code"]) == (422, "above_limit")
