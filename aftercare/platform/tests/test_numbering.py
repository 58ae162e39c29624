from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction

from aftercare.platform import numbering

AT = datetime(2026, 9, 7, 1, 0, tzinfo=UTC)


def take_one(_: int) -> str:
    try:
        with transaction.atomic():
            return numbering.next("T", AT)
    finally:
        connection.close()


@pytest.mark.django_db
class TestNext:
    def test_counts_from_one_in_each_series_and_year(self):
        assert numbering.next("T", AT) == "T-2026-000001"
        assert numbering.next("T", AT) == "T-2026-000002"
        assert numbering.next("U", AT) == "U-2026-000001"

    def test_takes_the_year_of_the_companys_zone(self):
        assert numbering.next("T", datetime(2026, 12, 31, 16, 30, tzinfo=UTC)) == "T-2027-000001"

    def test_returns_the_number_of_a_failed_transaction(self):
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            numbering.next("T", AT)
            _ = 1 / 0
        assert numbering.next("T", AT) == "T-2026-000001"


@pytest.mark.django_db(transaction=True)
def test_five_hundred_at_once_get_five_hundred_numbers_without_a_gap():
    with ThreadPoolExecutor(16) as pool:
        numbers = list(pool.map(take_one, range(500)))
    assert sorted(numbers) == [f"T-2026-{n:06d}" for n in range(1, 501)]


@pytest.mark.django_db(transaction=True)
def test_reading_before_writing_would_give_numbers_twice(monkeypatch):
    """The control run: the same race without the atomic upsert."""
    monkeypatch.setattr(
        numbering,
        "_NEXT",
        "WITH seen AS (SELECT coalesce(max(last), 0) AS last FROM numbering_counter WHERE prefix = %s AND year = %s),"
        " nap AS (SELECT pg_sleep(0.01)) SELECT last + %s FROM seen, nap",
    )
    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(take_one, range(16)))
    assert len(set(numbers)) < 16
