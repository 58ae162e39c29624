"""The time zones of the world."""

from __future__ import annotations

import zoneinfo
from functools import cache


@cache
def known() -> frozenset[str]:
    """Return the names of all zones; finding them walks through some six hundred files, so once is enough."""
    return frozenset(zoneinfo.available_timezones())
