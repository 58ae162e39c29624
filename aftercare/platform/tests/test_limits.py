from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from aftercare.platform import limits
from aftercare.platform.refusal import Refused
from aftercare.platform.testing.fixtures import MONDAY


@pytest.mark.django_db
class TestMay:
    def test_lets_the_limit_through_and_no_more(self, at):
        assert [limits.may("k", limit=3, per_seconds=60, at=at) for _ in range(5)] == [True] * 3 + [False] * 2

    def test_refills_with_time_but_never_above_the_limit(self, at):
        for _ in range(3):
            limits.may("k", limit=3, per_seconds=60, at=at)
        assert limits.may("k", limit=3, per_seconds=60, at=at + timedelta(seconds=20))
        assert not limits.may("k", limit=3, per_seconds=60, at=at + timedelta(seconds=20))
        later = at + timedelta(days=1)
        assert [limits.may("k", limit=3, per_seconds=60, at=later) for _ in range(4)] == [True] * 3 + [False]

    def test_a_clock_that_steps_back_gives_nothing_away(self, at):
        for _ in range(3):
            limits.may("k", limit=3, per_seconds=60, at=at)
        assert not limits.may("k", limit=3, per_seconds=60, at=at - timedelta(hours=1))
        assert not limits.may("k", limit=3, per_seconds=60, at=at)

    def test_refuses_in_words(self, at):
        limits.spend("k", limit=1, per_seconds=60, at=at)
        with pytest.raises(Refused) as refusal:
            limits.spend("k", limit=1, per_seconds=60, at=at)
        assert refusal.value.status == 429


def try_once(_: int) -> bool:
    try:
        return limits.may("k", limit=5, per_seconds=3600, at=MONDAY)
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_forty_at_once_get_no_more_than_the_limit():
    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(try_once, range(40))) == 5
