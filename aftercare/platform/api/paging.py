"""Pages by cursor: stable under inserts, never an offset."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from ninja import Schema

from aftercare.platform.refusal import Refused

T = TypeVar("T")
M = TypeVar("M", bound=Model)
MAX_LIMIT = 200


class Page(Schema, Generic[T]):
    """Some rows, and the cursor of the next page (null on the last)."""

    items: list[T]
    next_cursor: str | None = None


def cursor_page(
    rows: QuerySet[M], *, by: str, cursor: str | None, limit: int, show: Callable[[M], Any]
) -> dict[str, Any]:
    """
    Return one page of at most `limit` rows, newest first by the moment `by` and then by id.

    :raises Refused: `bad_cursor`.
    """
    limit = max(1, min(limit, MAX_LIMIT))
    if cursor:
        moment, pk = _read(cursor)
        rows = rows.filter(Q(**{f"{by}__lt": moment}) | Q(**{by: moment, "pk__lt": pk}))
    found = list(rows.order_by(f"-{by}", "-pk")[: limit + 1])
    more = len(found) > limit
    last = found[limit - 1] if more else None
    return {
        "items": [show(row) for row in found[:limit]],
        "next_cursor": _write(getattr(last, by), last.pk) if last is not None else None,
    }


def _write(moment: datetime, pk: int) -> str:
    return base64.urlsafe_b64encode(json.dumps([moment.isoformat(), pk]).encode()).decode()


def _read(cursor: str) -> tuple[datetime, int]:
    try:
        moment, pk = json.loads(base64.urlsafe_b64decode(cursor.encode("ascii")))
        when = datetime.fromisoformat(moment)
        if not isinstance(pk, int) or isinstance(pk, bool) or not 0 < pk < 2**63 or when.tzinfo is None:
            raise ValueError(cursor)
    except (ValueError, TypeError, binascii.Error, UnicodeError) as error:
        raise Refused("bad_cursor", _("The cursor is not one this list gave."), field="cursor") from error
    return when, pk
