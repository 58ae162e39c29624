"""What a mapping may declare besides columns: the contract its promises are counted by, and that it is a log."""

from __future__ import annotations

import re
from collections.abc import Mapping as Table
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from aftercare.contexts.clocks.public import Promise
from aftercare.contexts.contracts.public import Counting, HoldParty, HoldReason
from aftercare.platform.refusal import Refused

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LONGEST_MINUTES = 525_600
_TIME = re.compile(r"(\d{2}):(\d{2})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """One promised time for each priority, and the week its minutes are counted in."""

    promise: str
    counting: str
    targets: Table[int, int]
    week: tuple[tuple[tuple[int, int], ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Log:
    """A file with a line for each event: when it was, which states end a matter, which hold it and why."""

    at: str
    state: str
    solved: frozenset[str]
    pauses: Table[str, tuple[str, str]]


def contract_of(declared: Table[str, Any]) -> Contract | None:
    """
    Return the contract a mapping declares, or None.

    :raises Refused: `bad_mapping`, saying which entry is wrong.
    """
    table = declared.get("contract")
    if table is None:
        return None
    promise, counting = table.get("promise", Promise.RESOLVE.value), table.get("counting", Counting.WORKING.value)
    if promise not in Promise.values or counting not in Counting.values:
        raise bad(_("[contract] promises nothing we know: %(what)s") % {"what": f"{promise}, {counting}"})
    targets = {int(k): v for k, v in table.get("targets", {}).items() if str(k) in {"1", "2", "3", "4"}}
    if len(targets) != 4 or not all(isinstance(v, int) and 1 <= v <= LONGEST_MINUTES for v in targets.values()):
        raise bad(_("[contract.targets] needs the minutes of the priorities 1 to 4"))
    week = tuple(tuple(_interval(pair) for pair in table.get("week", {}).get(name, ())) for name in WEEKDAYS)
    if not any(week):
        raise bad(_("[contract.week] has no hours at all"))
    return Contract(promise=promise, counting=counting, targets=targets, week=week)


def _interval(pair: Any) -> tuple[int, int]:
    found = [_TIME.fullmatch(str(text)) for text in pair] if isinstance(pair, list) else []
    minutes = [60 * int(time[1]) + int(time[2]) for time in found if time]
    if len(found) != 2 or len(minutes) != 2 or not minutes[0] < minutes[1] <= 1440:
        raise bad(_("[contract.week] holds times such as 08:30 and 17:00, not %(what)s") % {"what": pair})
    return minutes[0], minutes[1]


def log_of(declared: Table[str, Any]) -> Log | None:
    """
    Return what makes a file a log, or None.

    :raises Refused: `bad_mapping`, saying which entry is wrong.
    """
    table = declared.get("log")
    if table is None:
        return None
    if not all(isinstance(table.get(name), str) for name in ("at", "state")):
        raise bad(_("[log] needs the columns at and state"))
    pauses = {str(state): tuple(cause) for state, cause in table.get("pauses", {}).items()}
    for cause in pauses.values():
        if len(cause) != 2 or cause[0] not in HoldReason.values or cause[1] not in HoldParty.values:
            raise bad(_("[log.pauses] leads to a reason and a party, not to %(what)s") % {"what": list(cause)})
    solved = frozenset(str(state) for state in table.get("solved", ()))
    return Log(at=table["at"], state=table["state"], solved=solved, pauses=pauses)


def bad(why: str) -> Refused:
    """Return the refusal of a mapping."""
    return Refused("bad_mapping", _("The mapping cannot be used: %(why)s.") % {"why": why}, field="mapping")
