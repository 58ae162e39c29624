"""Counts that stay cheap on a million rows: many in one query, none beyond a cap."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

CAP = 10_000


@dataclass(frozen=True, slots=True)
class Count:
    """A number of rows; `many` when there are at least `CAP`."""

    n: int

    @property
    def many(self) -> bool:
        """Tell whether counting stopped at the cap."""
        return self.n >= CAP

    def __str__(self) -> str:
        return f"{CAP:,}+" if self.many else f"{self.n:,}"

    def __int__(self) -> int:
        return self.n


def counts(querysets: Mapping[str, QuerySet[Any]], cap: int = CAP) -> dict[str, Count]:
    """Return how many rows each queryset has, up to the cap, in one query."""
    selects: list[str] = []
    params: list[Any] = []
    keys: list[str] = []
    found = {key: Count(0) for key in querysets}
    for key, rows in querysets.items():
        try:
            sql, values = rows.order_by().values("pk")[:cap].query.sql_with_params()
        except EmptyResultSet:
            continue
        selects.append(f"(SELECT count(*) FROM ({sql}) AS counted)")  # noqa: S608 - made by the ORM
        params += values
        keys.append(key)
    if selects:
        with connection.cursor() as cursor:
            cursor.execute("SELECT " + ", ".join(selects), params)
            found.update({key: Count(n) for key, n in zip(keys, cursor.fetchone(), strict=True)})
    return found
