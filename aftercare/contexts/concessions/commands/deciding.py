"""What every end of a concession has in common: the locked row, the right to decide, its one way to be written."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from aftercare.contexts.concessions import policies
from aftercare.contexts.concessions.lifecycle import CONCESSION
from aftercare.contexts.concessions.mandates import Mandate
from aftercare.contexts.concessions.models import Concession
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused

WRITTEN = (
    "state", "decided_by", "decided_for", "note", "over_at", "escalates_at", "due_before", "due_after", "version",
)  # fmt: skip


def root(concession_id: int, *, by: Actor, seen_version: int | None = None) -> Concession:
    """
    Return the concession, locked until the transaction ends.

    :raises Refused: `not_found`, or `stale` when it has changed since the page that was decided on.
    """
    row = policies.visible_to(by).locked(concession_id)
    if seen_version is not None and seen_version != row.version:
        raise Refused("stale", _("This concession has changed meanwhile; look at it again, then decide."))
    return row


def right_of(row: Concession, *, by: Actor, at: datetime, level: int = 0) -> Mandate:
    """
    Return the right by which the actor decides something that needs a level.

    :raises Refused: `above_limit` where what was asked has become more than the actor may grant.
    """
    found = policies.mandate_for(row, by=by, at=at, level=level)
    if found is None:
        words = _("The deadline or the limits have moved since it was asked: this needs level %(level)s now.")
        raise Refused("above_limit", words % {"level": max(level, row.needed_level)})
    return found


def end(row: Concession, verb: str, *, right: Mandate | None = None, note: str = "", at: datetime) -> str:
    """
    Put the concession where the verb leads and write it; return in whose place it was decided, or "".

    :raises Refused: `wrong_state`.
    """
    row.state = CONCESSION.after(row.state, verb)
    row.over_at, row.escalates_at, row.note = at, None, note
    if right is not None:
        row.decided_by_id = right.actor_id
        row.decided_for_id = right.holder_id if right.is_lent else None
    row.version += 1
    row.save(update_fields=WRITTEN)
    return row.decided_for.name if row.decided_for else ""
