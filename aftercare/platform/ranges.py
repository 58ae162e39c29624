"""Ranges in exclusion constraints."""

from __future__ import annotations

from django.db.models import F, Func, Value


def one(column: str) -> Func:
    """Return a range holding just the column's number: a plain GiST index compares ranges, not numbers."""
    return Func(F(column), F(column), Value("[]"), function="int8range")
