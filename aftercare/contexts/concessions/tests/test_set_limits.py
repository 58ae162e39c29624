"""Who grants how much."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from aftercare.contexts.concessions import commands
from aftercare.contexts.concessions.models import ApprovalLimit
from aftercare.platform.refusal import Refused

SECOND = {"level": 2, "role": "quality_manager", "most_minutes": 960, "most_amount": Decimal(9000),
          "kinds": ["waive", "extend", "replan"], "decide_hours": 6}  # fmt: skip
TOP = {"level": 3, "role": "service_manager", "is_companywide": True, "kinds": ["extend", "waive", "replan"],
       "decide_hours": 12}  # fmt: skip


@pytest.fixture
def put(company):
    """Give a way to set a level, by the director unless said otherwise."""

    def do(by=None, **said):
        return commands.set_limits(**said, by=by or company.director, at=company.at)

    return do


def rows():
    """Return the whole register."""
    return list(ApprovalLimit.objects.values())


class TestSetLimits:
    def test_changes_the_level_and_tells_it_once(self, put, published):
        row = put(**SECOND)
        assert (row.most_minutes, row.most_amount, row.kinds) == (960, 9000, ["extend", "waive", "replan"])
        assert published.only("ApprovalLimitSet")["level"] == 2

    def test_of_the_top_sets_role_and_time(self, put):
        assert put(**TOP).decide_hours == 12

    def test_leaves_what_is_asked_where_it_is(self, company, put):
        row = company.ask(amount=Decimal(4000))
        put(**{**SECOND, "level": 1, "kinds": ["extend"], "most_amount": Decimal(1), "most_minutes": 1})
        row.refresh_from_db()
        assert row.needed_level == 1


class TestIsRefused:
    @pytest.mark.parametrize(
        ("said", "code"),
        [
            ({**SECOND, "most_minutes": 60}, "falling"),
            ({**SECOND, "most_amount": Decimal(10)}, "falling"),
            ({**SECOND, "kinds": ["waive"]}, "falling"),
            ({**SECOND, "kinds": []}, "unknown"),
            ({**SECOND, "kinds": ["gift"]}, "unknown"),
            ({**SECOND, "role": "customer"}, "unknown"),
            ({**SECOND, "most_minutes": -1}, "bad_minutes"),
            ({**SECOND, "most_amount": Decimal("NaN")}, "bad_amount"),
            ({**SECOND, "decide_hours": 0}, "bad_hours"),
            ({**SECOND, "level": 4}, "not_found"),
            ({**TOP, "most_minutes": 60}, "top_is_open"),
            ({**TOP, "kinds": ["extend"]}, "top_is_open"),
        ],
    )
    def test_for_what_makes_no_sense(self, put, published, said, code):
        before = rows()
        with pytest.raises(Refused, match=code):
            put(**said)
        assert (rows(), published.names()) == (before, [])

    def test_to_managers_of_one_region_and_other_roles(self, company, put, published):
        before = rows()
        for who in (company.manager, company.quality, company.agent):
            with pytest.raises(Refused, match="not_allowed"):
                put(by=who, **SECOND)
        assert (rows(), published.names()) == (before, [])

    @pytest.mark.parametrize(
        ("wrong", "name"),
        [
            ({"level": 4}, "limit_level"),
            ({"kinds": []}, "limit_kinds"),
            ({"role": "customer"}, "limit_role"),
            ({"most_amount": -1}, "limit_amount"),
            ({"decide_hours": 0}, "limit_hours"),
            ({"most_minutes": 5}, "limit_top_is_open"),
        ],
    )
    def test_by_the_database_too(self, company, wrong, name):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            ApprovalLimit.objects.filter(level=3).update(**wrong)
