"""The customer that holds the money: what it sees, what it decides, and what stays closed to it and to others."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from aftercare.contexts.organisations.models import Organisation
from aftercare.contexts.organisations.tests.building import customer_of, organisation
from aftercare.contexts.people.models import Region
from aftercare.contexts.people.tests import building as people
from aftercare.contexts.service_requests.tests import builders as requests
from aftercare.contexts.settlement import commands, policies
from aftercare.contexts.settlement.models import Retention
from aftercare.contexts.settlement.tests import builders
from aftercare.contexts.settlement.tests.builders import BUILDER, PROOF, noon, requested, verified
from aftercare.platform.actor import Actor, Role
from aftercare.platform.files import documents
from aftercare.platform.notify.models import Notice

D = Decimal
RECEIPT = {"evidence": PROOF, "evidence_name": "回单.pdf"}


@pytest.fixture
def owner(held) -> Actor:
    return customer_of(Organisation.objects.get(pk=held.place.customer_id))


@pytest.fixture
def stranger(held) -> Actor:
    return customer_of(organisation())


def doing(row: Retention, by: Actor, day: str) -> dict[str, object]:
    return {"retention_id": row.pk, "by": by, "at": noon(day)}


def says_paid(row: Retention, by: Actor, day: str = "2026-10-01", **given):
    return commands.say_paid(paid_on=date.fromisoformat(day), **{**RECEIPT, **given}, **doing(row, by, day))


@pytest.mark.django_db
class TestSight:
    def test_is_the_own_project_where_the_customer_is_a_party(self, held, owner, stranger):
        assert list(policies.visible_to(owner)) == [held.row]
        assert not policies.visible_to(stranger).exists()

    def test_is_not_what_the_company_keeps_of_others(self, held, owner):
        from aftercare.contexts.installed_base.commands import add_party

        other = organisation(kind="subcontractor")
        where = {"project_id": held.place.project_id, "by": BUILDER, "at": noon("2025-09-10")}
        add_party(organisation_id=other.pk, part="supplier", **where)
        row = builders.agreed(held.place, holder_id=None, payee_id=other.pk)
        assert not policies.visible_to(owner).filter(pk=row.pk).exists()
        assert not policies.is_customers(row)

    def test_ends_with_the_role_and_with_a_mistake_taken_back(self, held, owner):
        partner = Actor(id=owner.id, roles=frozenset({Role.PARTNER}), organisation_ids=owner.organisation_ids)
        assert not policies.visible_to(partner).exists()
        commands.void(reason="录错", **doing(held.row, BUILDER, "2025-10-01"))
        assert not policies.visible_to(owner).exists()


@pytest.mark.django_db
class TestDecisions:
    def test_agree_starts_the_time_to_pay_and_tells_the_managers_once(self, held, owner, published, drain):
        manager = people.granted(Role.SERVICE_MANAGER, Region.objects.get(pk=held.place.region_id))
        requested(held.row)
        row = commands.verify(verified_on=date(2026, 9, 20), **doing(held.row, owner, "2026-09-20"))
        assert (row.status, row.due_on) == ("payable", date(2026, 10, 4))
        assert published.only("ReleaseVerified")["by_silence"] is False
        drain()
        assert Notice.objects.get(recipient=manager).kind == "settlement.agreed"
        told = Notice.objects.filter(recipient_id=owner.id).order_by("pk").values_list("kind", flat=True)
        assert list(told) == ["settlement.requested", "settlement.payable"]

    def test_object_with_a_reason_and_proof_that_the_customer_can_read(self, held, owner, stranger):
        requested(held.row)
        proof = {"evidence": PROOF, "evidence_name": "照片.pdf"}
        row = commands.object_to(reason="外墙返碱\n两处", **proof, **doing(held.row, owner, "2026-09-15"))
        assert row.status == "held"
        found = documents.of([row.key], by=owner)
        assert [(one.name, one.note) for one in found] == [("照片.pdf", "外墙返碱 两处")]
        assert documents.of([row.key], by=stranger) == []

    def test_deduct_for_an_own_request_of_the_project_alone(self, held, owner, defect, refused):
        said = {"amount": D(8000), "reason": "代修", "deducted_on": date(2026, 9, 5), **RECEIPT}
        other = requests.request_of(requests.scene())
        with refused("unknown", "request_id"):
            commands.deduct(request_id=other.pk, **said, **doing(held.row, owner, "2026-09-05"))
        row = commands.deduct(request_id=defect.pk, **said, **doing(held.row, owner, "2026-09-05"))
        assert (row.account().held, row.movements.get(kind="deducted").by_id) == (D("22000.00"), owner.id)

    def test_are_blocked_by_open_defects_and_by_an_old_page(self, held, owner, refused):
        requested(held.row)
        with refused("stale"):
            commands.object_to(reason="不同意", seen_version=1, **doing(held.row, owner, "2026-09-15"))
        requests.request_of(held.place, at=noon("2026-09-15"))
        with refused("open_defects"):
            commands.verify(verified_on=date(2026, 9, 16), **doing(held.row, owner, "2026-09-16"))


@pytest.mark.django_db
class TestClosed:
    def test_to_a_stranger_and_to_a_party_that_does_not_hold(self, held, owner, stranger, refused):
        requested(held.row)
        with refused("not_found"):
            commands.object_to(reason="不", **doing(held.row, stranger, "2026-09-15"))
        Retention.objects.filter(pk=held.row.pk).update(holder=None, payee_id=held.place.customer_id)
        with refused("not_allowed"):
            commands.object_to(reason="不", **doing(held.row, owner, "2026-09-15"))

    @pytest.mark.parametrize("name", ["request_release", "remind", "pay", "void", "miss_payment"])
    def test_what_is_not_the_holders_to_do(self, held, owner, refused, name):
        more = {"void": {"reason": "x"}, "miss_payment": {"reason": "x"}, "pay": {"paid_on": date(2026, 9, 10)}}
        with refused("not_allowed"):
            getattr(commands, name)(**more.get(name, {}), **doing(held.row, owner, "2026-09-10"))


@pytest.mark.django_db
class TestSayPaid:
    @pytest.fixture
    def payable(self, held):
        requested(held.row)
        verified(held.row)  # to be paid by 2026-10-04
        return held.row

    def test_keeps_the_debt_until_the_money_is_found(self, payable, owner, published):
        row = says_paid(payable, owner)
        assert (row.status, row.account().payable, row.said_paid_amount) == ("payable", D("30000.00"), D("30000.00"))
        assert published.only("PaymentSaid")["paid_on"] == "2026-10-01"
        row = commands.pay(paid_on=date(2026, 10, 1), **doing(payable, BUILDER, "2026-10-03"))
        assert (row.status, row.said_paid_on) == ("settled", None)

    def test_is_answered_when_nothing_arrived_and_can_be_said_again(self, payable, owner, drain, published):
        says_paid(payable, owner)
        row = commands.miss_payment(reason="账上没有这笔款", **doing(payable, BUILDER, "2026-10-03"))
        assert row.said_paid_on is None
        assert published.only("PaymentMissed")["reason"] == "账上没有这笔款"
        drain()
        assert Notice.objects.filter(recipient_id=owner.id, kind="settlement.missed").count() == 1
        assert says_paid(payable, owner, "2026-10-04").said_paid_on == date(2026, 10, 4)

    def test_is_refused_without_proof_beyond_the_debt_or_to_come(self, payable, owner, refused):
        with refused("empty_file", "file"):
            says_paid(payable, owner, evidence=b"")
        with refused("too_much", "amount"):
            says_paid(payable, owner, amount=D("30000.01"))
        with refused("bad_day", "paid_on"):
            commands.say_paid(paid_on=date(2026, 10, 2), **RECEIPT, **doing(payable, owner, "2026-10-01"))

    def test_is_the_holders_alone_and_only_of_a_debt(self, payable, owner, refused):
        with refused("not_allowed"):
            says_paid(payable, BUILDER)
        with refused("wrong_state"):
            commands.miss_payment(reason="没有", **doing(payable, BUILDER, "2026-10-03"))
        commands.pay(paid_on=date(2026, 10, 1), **doing(payable, BUILDER, "2026-10-03"))
        with refused("wrong_state"):
            says_paid(payable, owner)
