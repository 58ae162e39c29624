"""What is asked and who must decide, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aftercare.contexts.clocks.public import Promise
from aftercare.contexts.concessions.models import ApprovalLimit, Concession, Kind
from aftercare.contexts.contracts.public import hours_words
from aftercare.platform.money import Money
from aftercare.platform.web import marks


def asked(kind: str, minutes: int | None, until: datetime | None) -> str:
    """Return what is asked in one line."""
    if kind == Kind.WAIVE:
        return _("the promise falls away")
    if kind == Kind.REPLAN and until is not None:
        return _("another plan, done by %(until)s") % {"until": marks.absolute(until)}
    more = hours_words(minutes or 0)
    if until is not None:
        return _("until %(until)s, %(more)s more") % {"until": marks.absolute(until), "more": more}
    return _("%(more)s more") % {"more": more}


def asked_of(row: Concession) -> str:
    """Return what a concession asks for in one line."""
    return asked(row.kind, row.minutes, row.until)


def headline(row: Concession) -> str:
    """Return the promise and what is asked of it."""
    return _("%(promise)s: %(what)s") % {"promise": promise(row.clock.promise), "what": asked_of(row)}


def promise(name: str) -> str:
    """Return a promise in words."""
    return str(Promise(name).label) if name in Promise.values else name


def why_level(level: int, why: Iterable[Sequence[str]]) -> str:
    """Return which level must decide, and what is beyond the one below."""
    reasons = [_excess(level - 1, code, limit) for code, limit in why]
    if not reasons:
        return _("Level %(level)s is enough.") % {"level": level}
    named = {"level": level, "why": _("; ").join(reasons)}
    return _("Needs level %(level)s: %(why)s.") % named


def _excess(below: int, code: str, limit: str) -> str:
    if code == "minutes":
        return _("more than %(most)s") % {"most": hours_words(int(limit))}
    if code == "amount":
        return _("more than %(most)s at stake") % {"most": Money(Decimal(limit))}
    return _("level %(level)s may not grant “%(kind)s”") % {"level": below, "kind": Kind(limit).label}


def reach(limit: ApprovalLimit) -> str:
    """Return what a level may grant in one line."""
    time = _("any time") if limit.most_minutes is None else _("up to %(n)s") % {"n": hours_words(limit.most_minutes)}
    money = _("any amount") if limit.most_amount is None else _("up to %(n)s") % {"n": Money(limit.most_amount)}
    kinds = _(", ").join(str(Kind(kind).label) for kind in Kind.values if kind in limit.kinds)
    return " · ".join([kinds, time, money])


def hours(number: int) -> str:
    """Return a number of hours in words."""
    return ngettext("%(n)d hour", "%(n)d hours", number) % {"n": number}


def of_event(e: Mapping[str, Any]) -> str:
    """Return what an event says was asked."""
    until = datetime.fromisoformat(e["until"]) if e["until"] else None
    return asked(e["kind"], e["minutes"], until)
