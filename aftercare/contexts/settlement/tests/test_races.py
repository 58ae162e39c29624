"""Two people press the same button: one wins, the other is told. Control runs without the guard must fail."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Barrier

import pytest
from django.db import connection

from aftercare.contexts.service_requests.tests.test_races import together
from aftercare.contexts.settlement import commands
from aftercare.contexts.settlement.models import Movement, Retention, Retentions
from aftercare.contexts.settlement.tests import builders
from aftercare.contexts.settlement.tests.builders import BUILDER, deducted, noon, requested
from aftercare.platform.outbox.models import Event

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def row(transactional_db: None) -> Retention:
    """Give a retention that other connections see."""
    builders.requests.promises(noon("2026-08-01"))
    return builders.held().row


@contextmanager
def without_lock(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Read the retention without locking it, and hold everybody until all have read."""
    meet = Barrier(2)

    def unlocked(self: Retentions, retention_id: int) -> Retention:
        found = self.select_related("project").get(pk=retention_id)
        meet.wait(timeout=10)
        return found

    with monkeypatch.context() as patch:
        patch.setattr(Retentions, "locked", unlocked)
        yield


@contextmanager
def without_trigger() -> Iterator[None]:
    """Let the ledger take what the balance does not cover."""
    trigger = next(t for t in Movement._meta.triggers if t.name == "movement_covered").get_pgid(Movement)

    def switch(act: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE settlement_movement {act} TRIGGER {trigger}")

    switch("DISABLE")
    try:
        yield
    finally:
        switch("ENABLE")


class TestSameButton:
    def press(self, row: Retention) -> None:
        commands.request_release(retention_id=row.pk, by=BUILDER, at=noon("2026-09-10"))

    def told(self) -> int:
        return Event.objects.filter(name="ReleaseRequested").count()

    def test_of_two_who_request_one_wins_and_the_other_is_told(self, row):
        assert together(lambda: self.press(row), lambda: self.press(row)) == ["done", "wrong_state"]
        assert self.told() == 1

    def test_without_the_lock_both_would_win(self, row, monkeypatch):
        with without_lock(monkeypatch):
            assert together(lambda: self.press(row), lambda: self.press(row)) == ["done", "done"]
        assert self.told() == 2

    def test_of_two_payments_from_one_page_the_later_is_told_it_is_stale(self, row):
        requested(row)
        seen = builders.verified(row).version

        def press() -> None:
            on = noon("2026-09-25")
            commands.pay(retention_id=row.pk, paid_on=on.date(), amount=builders.PRICE / 100, seen_version=seen,
                         by=BUILDER, at=on)  # fmt: skip

        assert together(press, press) == ["done", "stale"]
        assert row.account().paid == builders.PRICE / 100


class TestBalance:
    @pytest.fixture
    def press(self, row):
        """Give two who each deduct two thirds of what is held."""
        project = Retention.objects.select_related("project").get(pk=row.pk).project
        matter = builders.requests.commands.register(
            source="hotline", subject="渗漏", customer_id=project.customer_id, project_id=project.pk, by=BUILDER,
            at=noon("2026-08-02"),
        )  # fmt: skip
        return [lambda n=n: deducted(row, "20000", matter.pk, evidence=builders.PROOF + bytes([n])) for n in (1, 2)]

    def test_of_two_deductions_the_one_that_is_not_covered_is_refused(self, row, press):
        assert together(*press) == ["done", "too_much"]
        assert row.account().held == 10_000

    def test_without_the_lock_the_database_still_refuses_the_second(self, row, press, monkeypatch):
        with without_lock(monkeypatch):
            assert together(*press) == ["done", "too_much"]
        assert row.account().held == 10_000

    def test_without_lock_and_trigger_the_balance_would_fall_below_zero(self, row, press, monkeypatch):
        with without_trigger(), without_lock(monkeypatch):
            assert together(*press) == ["done", "done"]
        assert row.account().held == -10_000
