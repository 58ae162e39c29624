"""What happens to a warranty: it stands still, goes on, a repair renews an item, an inspection is called."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.apps import apps
from hypothesis import given
from hypothesis import strategies as st

from aftercare.contexts.warranties import commands
from aftercare.contexts.warranties.models import Inspection, Repair, Suspension
from aftercare.contexts.warranties.rules.warranty import lengthened
from aftercare.platform.refusal import Refused

END = date(2027, 1, 10)
DAYS = st.integers(0, 900).map(lambda n: date(2025, 1, 10) + timedelta(days=n))


class TestSuspend:
    def test_leaves_the_end_open_until_it_is_lifted(self, filed, act, published):
        part = filed["electrical"]
        commands.suspend(part_id=part.pk, since=date(2026, 3, 1), reason="改造停用", **act)
        part.refresh_from_db()
        assert (part.until, part.flag) == (None, "suspended")
        commands.lift(part_id=part.pk, last=date(2026, 3, 31), **act)
        part.refresh_from_db()
        assert (part.until, part.flag) == (END + timedelta(days=31), "")
        assert published.only("WarrantyResumed")["until"] == "2027-02-10"

    @pytest.mark.parametrize("since", [date(2026, 9, 8), date(2025, 1, 10), date(2024, 1, 1)])
    def test_is_refused_for_days_to_come_and_before_the_beginning(self, filed, act, since):
        with pytest.raises(Refused, match="invalid"):
            commands.suspend(part_id=filed["electrical"].pk, since=since, reason="停用", **act)
        assert not Suspension.objects.exists()

    def test_is_refused_where_it_stands_or_stood_still_already(self, filed, act):
        about = {"part_id": filed["electrical"].pk, "reason": "停用", **act}
        commands.suspend(since=date(2026, 3, 1), **about)
        with pytest.raises(Refused, match="wrong_state"):
            commands.suspend(since=date(2026, 4, 1), **about)
        commands.lift(part_id=filed["electrical"].pk, last=date(2026, 3, 31), **act)
        with pytest.raises(Refused, match="invalid"):
            commands.suspend(since=date(2026, 3, 31), **about)
        assert Suspension.objects.count() == 1

    def test_is_not_lifted_twice_nor_before_it_began(self, filed, act):
        part_id = filed["electrical"].pk
        with pytest.raises(Refused, match="wrong_state"):
            commands.lift(part_id=part_id, last=date(2026, 3, 1), **act)
        commands.suspend(part_id=part_id, since=date(2026, 3, 10), reason="停用", **act)
        with pytest.raises(Refused, match="invalid"):
            commands.lift(part_id=part_id, last=date(2026, 3, 1), **act)
        assert Suspension.objects.get().last is None

    @given(st.lists(st.tuples(DAYS, DAYS), max_size=5))
    def test_adds_exactly_the_days_it_stood_still(self, drawn):
        spans = _apart([(min(pair), max(pair)) for pair in drawn])
        day, left = date(2025, 1, 10), (END - date(2025, 1, 10)).days
        while left:
            day += timedelta(days=1)
            left -= not any(since <= day <= last for since, last in spans)
        assert lengthened(END, spans) == day


def _apart(spans: list[tuple[date, date]]) -> list[tuple[date, date]]:
    found: list[tuple[date, date]] = []
    for since, last in sorted(spans):
        if since > date(2025, 1, 10) and (not found or since > found[-1][1]):
            found.append((since, last))
    return found


class TestRepair:
    def test_keeps_the_parts_own_term(self, filed, act, published):
        part = filed["electrical"]
        when = {"repaired_on": date(2026, 8, 1), "until": date(2028, 8, 1)}
        commands.note_repair(part_id=part.pk, item="总配电箱", **when, **act)
        part.refresh_from_db()
        assert part.until == END
        assert published.only("RepairWarranted")["item"] == "总配电箱"

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"repaired_on": date(2026, 9, 8)}, "repaired_on"),
            ({"until": date(2026, 7, 31)}, "until"),
            ({"item": " "}, "item"),
        ],
    )
    def test_is_refused_for_days_that_cannot_be(self, filed, act, wrong, field):
        given_ = {"item": "总配电箱", "repaired_on": date(2026, 8, 1), "until": date(2028, 8, 1)} | wrong
        with pytest.raises(Refused) as no:
            commands.note_repair(part_id=filed["electrical"].pk, **given_, **act)
        assert no.value.field == field
        assert not Repair.objects.exists()


class TestInspection:
    def test_becomes_one_request_of_the_customer(self, site, filed, act, drain):
        commands.call_inspection(part_id=filed["cooling"].pk, **act)
        drain()
        request = apps.get_model("service_requests", "ServiceRequest").objects.get(source="campaign")
        assert (request.customer_id, request.project_id) == (site.customer_id, site.project_id)
        assert "2026-09-15" in request.description

    def test_is_refused_twice_for_the_same_end(self, filed, act):
        commands.call_inspection(part_id=filed["cooling"].pk, **act)
        with pytest.raises(Refused, match="conflict"):
            commands.call_inspection(part_id=filed["cooling"].pk, **act)
        assert Inspection.objects.count() == 1

    def test_is_refused_once_it_is_over_or_the_end_unknown(self, filed, act, at):
        late = act | {"at": at + timedelta(days=30)}
        for kind, given_ in (("cooling", late), ("other", act)):
            with pytest.raises(Refused, match="wrong_state"):
                commands.call_inspection(part_id=filed[kind].pk, **given_)
        assert not Inspection.objects.exists()
