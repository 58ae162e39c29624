"""Local times of a file as instants: formats, gaps and folds of the mapping's zone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

EARLIEST, LATEST = 1970, 2100
# Always understood besides the declared formats.
ISO = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S.%f", "%Y/%m/%d %H:%M")


class Unreadable(ValueError):
    """The text is no moment in any of the formats, or one nobody can mean."""


def parse(text: str, formats: Sequence[str], zone: ZoneInfo, *, not_before: datetime | None = None) -> datetime:
    """
    Return the instant a local time of the zone stands for.

    A time inside a spring gap never existed on the wall; it is counted with the offset before the change. A time
    inside an autumn fold existed twice: the first is meant, unless only the second is not before `not_before`.
    :raises Unreadable: when no format fits or the year is absurd.
    """
    local = _local(text, formats)
    if not EARLIEST <= local.year < LATEST:
        raise Unreadable(text)
    if local.tzinfo is not None:
        return local.astimezone(UTC)
    first = local.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if not_before is not None and first < not_before:
        second = local.replace(tzinfo=zone, fold=1).astimezone(UTC)
        return max(first, second) if _is_fold(local, zone) else first
    return first


def _is_fold(local: datetime, zone: ZoneInfo) -> bool:
    """Tell whether the wall showed this time twice: the earlier reading has the larger offset."""
    early, late = (local.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1))
    return early is not None and late is not None and early > late


def _local(text: str, formats: Sequence[str]) -> datetime:
    for pattern in (*formats, *ISO):
        try:
            return datetime.strptime(text, pattern)
        except ValueError:
            continue
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise Unreadable(text) from error
