"""Which contract was taken, and why the others were not."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from aftercare.contexts.contracts import commands, public, record_panels
from aftercare.contexts.contracts.models import ServiceContract

TODAY = date(2026, 9, 7)


@pytest.fixture
def bind(drafted, service_manager, at):
    """Give a way to put a contract of the customer in force."""

    def make(*, projects=(), equipment=(), **given):
        row = drafted(**given)
        acting = {"contract_id": row.pk, "by": service_manager, "at": at}
        commands.set_scope(project_ids=projects, equipment_ids=equipment, **acting)
        return commands.put_in_force(**acting)

    return make


@pytest.fixture
def reasons(place, system, at):
    """Give the reason of each contract by its name, and which was taken."""
    public.seed_standard_terms(by=system, at=at)

    def told(equipment_id=place.equipment_id, on=TODAY):
        rows = public.why_terms(
            customer_id=place.customer_id, project_id=place.project_id, equipment_id=equipment_id, on=on
        )
        assert [row.is_taken for row in rows] == [True, *[False] * (len(rows) - 1)]
        return rows[0].name, {row.name: row.why for row in rows}

    return told


class TestWhyTerms:
    def test_names_the_narrowest_and_says_what_the_others_lack(self, reasons, place, bind):
        bind(name="全部")
        bind(name="项目", projects=[place.project_id])
        taken, why = reasons()
        assert (taken, "项目" in why["全部"]) == ("项目", True)
        bind(name="电梯", equipment=[place.equipment_id])
        taken, why = reasons()
        assert taken == "电梯"
        assert (
            why["项目"]
            == why["全部"]
            == why["标准服务条款"]
            == _("“%(name)s” names it more narrowly.") % {"name": "电梯"}
        )

    def test_says_of_those_out_of_force_why(self, reasons, bind, drafted, service_manager, at):
        drafted(name="草稿")
        bind(name="过期", starts_on=date(2025, 1, 1), ends_on=date(2025, 12, 31))
        bind(name="未来", starts_on=date(2026, 12, 1))
        ended = bind(name="终止")
        commands.end(contract_id=ended.pk, reason="协商", by=service_manager, at=at)
        taken, why = reasons(on=TODAY + timedelta(days=1))
        assert taken == "标准服务条款"
        assert len({why[name] for name in ("草稿", "过期", "未来", "终止", "标准服务条款")}) == 5
        assert "2025-12-31" in why["过期"] and "2026-12-01" in why["未来"]

    def test_takes_an_ended_contract_for_a_matter_of_its_time(self, reasons, bind, service_manager, at):
        ended = bind(name="终止")
        commands.end(contract_id=ended.pk, reason="协商", by=service_manager, at=at)
        assert reasons(on=date(2026, 5, 1))[0] == "终止"
        _taken, why = reasons(on=TODAY + timedelta(days=1))
        assert "2026-09-07" in why["终止"]

    def test_says_that_an_amendment_took_the_place(self, reasons, bind, service_manager, at):
        first = bind(name="一版")
        acting = {"by": service_manager, "at": at}
        later = commands.amend(contract_id=first.pk, starts_on=date(2026, 9, 1), reason="扩建", **acting)
        commands.revise(
            contract_id=later.pk, name="二版", starts_on=date(2026, 9, 1), ends_on=date(2026, 12, 31),
            calendar_id=first.calendar_id, **acting,
        )  # fmt: skip
        commands.put_in_force(contract_id=later.pk, **acting)
        taken, why = reasons()
        assert (taken, "2026-08-31" in why["一版"]) == ("二版", True)
        assert reasons(on=date(2026, 8, 31))[0] == "一版"

    def test_says_that_others_cover_other_things(self, reasons, place, bind):
        bind(name="电梯", equipment=[place.equipment_id])
        taken, why = reasons(equipment_id=None)
        assert taken == "标准服务条款" and why["电梯"] == _("It covers other projects or equipment only.")

    def test_of_equals_the_one_that_began_last_is_taken(self, reasons, bind):
        bind(name="早")
        bind(name="晚", starts_on=date(2026, 6, 1))
        taken, why = reasons()
        assert (taken, why["早"]) == ("晚", _("As narrow as the one taken, which began later."))

    def test_is_a_few_queries_however_many_contracts(self, reasons, bind, django_assert_max_num_queries):
        for n in range(6):
            bind(name=f"合同{n}")
        with django_assert_max_num_queries(3):
            reasons()


class TestRuleWithoutConditions:
    def test_is_refused_by_the_database_unless_it_is_the_one_default(self, reasons, contract):
        standard = ServiceContract.objects.get(is_default=True)
        with pytest.raises(IntegrityError, match="only_standard_terms_are_everybodys"), transaction.atomic():
            ServiceContract.objects.filter(pk=contract.pk).update(customer=None)
        with pytest.raises(IntegrityError, match="one_standard_terms"), transaction.atomic():
            ServiceContract.objects.filter(pk=contract.pk).update(customer=None, is_default=True)
        assert ServiceContract.objects.get(is_default=True) == standard


class TestRequestPage:
    def test_draws_the_reasons_for_the_day_it_was_received(self, reasons, bind, place, system, rf):
        bind(name="未来", starts_on=date(2026, 12, 1))
        request = rf.get("/")
        request.actor = system
        moment = datetime(2026, 12, 2, tzinfo=UTC)
        row = SimpleNamespace(
            customer_id=place.customer_id, project_id=place.project_id, equipment_id=None, received_at=moment
        )
        page = record_panels.considered_for_request(request, row)
        assert "is-taken" in page.split("未来")[0] and "标准服务条款" in page.split("未来")[1]
