"""Whatever allowed acts follow each other, the ledger sums."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from aftercare.contexts.settlement import commands
from aftercare.contexts.settlement.models import Movement, Retention
from aftercare.contexts.settlement.tests import builders
from aftercare.platform.refusal import Refused

PLEDGE = commands.Guarantee(bank="建设银行", number="LG-9", until=date(2029, 1, 1))
# What people would try, the likely things more often; some of it is refused.
TRIED = {
    "held": ("request", "deduct", "request", "void", "convert", "deduct", "pay", "request"),
    "requested": ("verify", "remind", "silence", "object", "verify", "deduct", "silence", "verify"),
    "payable": ("pay", "accrue", "verify", "accrue", "pay", "pay"),
    "settled": ("request", "deduct", "pay", "silence"),
    "voided": ("request", "deduct", "pay", "accrue"),
}
steps = st.tuples(st.integers(0, 7), st.integers(1, 4_000_000), st.booleans(), st.integers(0, 40))


def act(row: Retention, name: str, amount: Decimal | None, today: date, request_id: int) -> None:
    """Do one act on a day; None is all there is."""
    at = datetime.combine(today, time(4), UTC)
    usual: dict[str, Any] = {"retention_id": row.pk, "by": builders.BUILDER, "at": at}
    acts: dict[str, Callable[[], Any]] = {
        "request": lambda: commands.request_release(amount=amount, **usual),
        "remind": lambda: commands.remind(**usual),
        "object": lambda: commands.object_to(reason="异议", **usual),
        "verify": lambda: commands.verify(amount=amount, verified_on=today, **usual),
        "silence": lambda: commands.count_silence(**usual),
        "deduct": lambda: builders.deducted(row, str(amount or 1), request_id, today.isoformat()),
        "convert": lambda: commands.convert(guarantee=PLEDGE, converted_on=today, **usual),
        "pay": lambda: commands.pay(amount=amount, paid_on=today, **usual),
        "accrue": lambda: commands.accrue(**usual),
        "void": lambda: commands.void(reason="误录", **usual),
    }
    acts[name]()


def check(row: Retention) -> None:
    """Hold the truths of the ledger, by the walk over its lines and by the database's own sums."""
    so_far = row.account()
    assert so_far.withheld == so_far.held + so_far.released + so_far.deducted
    sums = Movement.objects.filter(retention=row).aggregate(held=Sum("held"), payable=Sum("payable"))
    assert (sums["held"], sums["payable"]) == (so_far.held, so_far.payable)
    assert min(so_far.held, so_far.payable, so_far.principal, so_far.interest, so_far.deducted) >= 0
    row.refresh_from_db()
    rests = {"settled": (0, 0), "voided": (0, 0)}.get(row.status)
    assert rests is None or (so_far.held, so_far.payable) == rests
    assert (row.status == "payable") == (so_far.payable > 0)


@pytest.fixture
def closed_matter(held):
    """Give a matter of the project that is done with and blocks nothing."""
    matter = builders.requests.request_of(held.place, at=builders.noon("2026-08-01"))
    type(matter).objects.filter(pk=matter.pk).update(coverage="chargeable")
    return matter


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(story=st.lists(steps, min_size=3, max_size=25), silence=st.sampled_from(["at_once", "after_reminder", "never"]))
def test_any_story_keeps_the_ledger_summing(held, closed_matter, story, silence):
    with transaction.atomic():
        Retention.objects.filter(pk=held.row.pk).update(silence=silence)
        today, done = date(2026, 8, 25), []
        for choice, fen, is_all, days in story:
            names = TRIED[Retention.objects.get(pk=held.row.pk).status]
            name = names[choice % len(names)]
            today += timedelta(days=days)
            amount = None if is_all else Decimal(fen) / 100
            try:
                with transaction.atomic():
                    act(held.row, name, amount, today, closed_matter.pk)
                done.append(name)
            except Refused as refused:
                assert refused.code not in {"not_found", "stale"}
            check(held.row)
        for name in set(done):
            event(name)
        transaction.set_rollback(True)
