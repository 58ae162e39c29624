"""
How often somebody may do something: token buckets in the database, one atomic statement a try.

Reading and writing in two steps would let parallel tries through.
"""

from __future__ import annotations

from datetime import datetime

from django.db import connection
from django.utils.translation import gettext_lazy as _

from aftercare.platform.refusal import Refused

_TAKE = """
    INSERT INTO limits_bucket AS b (key, tokens, at) VALUES (%(key)s, %(limit)s - 1, %(at)s)
    ON CONFLICT (key) DO UPDATE SET
        tokens = least(%(limit)s, b.tokens + greatest(0, extract(epoch FROM %(at)s - b.at)) * %(rate)s) - 1,
        at = greatest(b.at, %(at)s)
    WHERE least(%(limit)s, b.tokens + greatest(0, extract(epoch FROM %(at)s - b.at)) * %(rate)s) >= 1
    RETURNING tokens
"""


def may(key: str, *, limit: int, per_seconds: int, at: datetime) -> bool:
    """Take one token from the bucket `key`, which holds `limit` and refills in `per_seconds`; False when empty."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, {"key": key[:160], "limit": limit, "rate": limit / per_seconds, "at": at})
        return cursor.fetchone() is not None


def spend(key: str, *, limit: int, per_seconds: int, at: datetime) -> None:
    """
    Take one token or refuse.

    :raises Refused: `too_many`.
    """
    if not may(key, limit=limit, per_seconds=per_seconds, at=at):
        raise Refused("too_many", _("Too many tries in a short time; wait a little and try again."))
