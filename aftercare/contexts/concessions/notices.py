"""What people are told about concessions, each in their own language, each thing once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from aftercare.contexts.concessions import mandates, words
from aftercare.contexts.concessions.models import Concession, Delegation
from aftercare.platform.notify.telling import Message, tell
from aftercare.platform.web import marks

TITLES: dict[str, Callable[[str], str]] = {
    "asked": lambda number: _("%(number)s: a concession is to be decided") % {"number": number},
    "escalated": lambda number: _("%(number)s: nobody decided in time, now it is yours") % {"number": number},
    "reminded": lambda number: _("%(number)s: the time to decide is over") % {"number": number},
    "granted": lambda number: _("%(number)s: the concession is granted") % {"number": number},
    "refused": lambda number: _("%(number)s: the concession is refused") % {"number": number},
    "lapsed": lambda number: _("%(number)s: lapsed, the promise was over before anybody decided") % {"number": number},
}


def approvers(row: Concession, kind: str, *, at: datetime) -> int:
    """Tell whoever is asked at the concession's level; return how many were told now."""
    limit = next((one for one in mandates.limits() if one.level == row.level), None)
    if limit is None:
        return 0
    whom = mandates.approvers(limit, region_id=row.request.region_id, asker_id=row.asked_by_id, at=at)
    return _tell(row, whom, kind, dedupe=str(row.level), body=_of_ask, at=at)


def asker(row: Concession, kind: str, *, at: datetime) -> int:
    """Tell whoever asked what became of it; return how many were told now."""
    return _tell(row, [row.asked_by_id], kind, dedupe="", body=_of_answer, at=at)


def delegated(row: Delegation, *, at: datetime) -> int:
    """Tell a colleague in whose place they decide, and until when."""

    def said() -> Message:
        named = {"giver": row.giver.name, "until": marks.absolute(row.during.upper)}
        title = _("You decide on concessions in the place of %(giver)s until %(until)s") % named
        return Message(title=title, body=row.note, url=reverse("concessions:delegations"))

    about = f"delegation:{row.pk}"
    return tell([row.taker_id], kind="concession.delegated", message=said, dedupe=f"{about}:given", at=at, about=about)


def _of_ask(row: Concession) -> str:
    promise = words.promise(row.clock.promise)
    asked = {"request": row.request.number, "promise": promise, "what": words.asked_of(row)}
    first = _("%(request)s · %(promise)s: %(what)s") % asked
    last = _("To be decided by %(when)s.") % {"when": marks.absolute(row.decide_by)}
    return f"{first}\n{row.reason}\n{last}"


def _of_answer(row: Concession) -> str:
    promise = words.promise(row.clock.promise)
    asked = {"request": row.request.number, "promise": promise, "what": words.asked_of(row)}
    return "\n".join(filter(None, [_("%(request)s · %(promise)s: %(what)s") % asked, row.note]))


def _tell(
    row: Concession, whom: Iterable[int], kind: str, *, dedupe: str, body: Callable[[Concession], str], at: datetime
) -> int:
    return tell(
        whom,
        kind=f"concession.{kind}",
        message=lambda: Message(title=TITLES[kind](row.number), body=body(row)[:1000], url=row.get_absolute_url()),
        dedupe=f"{row.key}:{kind}:{dedupe}",
        at=at,
        about=row.key,
    )
