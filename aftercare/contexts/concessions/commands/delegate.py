"""Let somebody decide in an approver's place for a time."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aftercare.contexts.concessions import policies
from aftercare.contexts.concessions.models import Delegation
from aftercare.contexts.people import public as people
from aftercare.platform import outbox, rows, wording
from aftercare.platform.actor import OFFICE, Actor
from aftercare.platform.refusal import Refused, not_found
from aftercare.published.concessions import ApprovalDelegated, DelegationEnded

LONGEST = timedelta(days=180)
CLASHES = {
    "delegations_of_a_pair_apart": Refused(
        "conflict",
        gettext_lazy("This colleague decides in your place in part of that time already."),
        field="since",
    ),
    "delegation_to_another": Refused(
        "same_person", gettext_lazy("Choose somebody else than yourself."), field="taker_id"
    ),
}


@transaction.atomic
def delegate(*, taker_id: int, since: datetime, until: datetime, note: str = "", by: Actor, at: datetime) -> Delegation:
    """
    Let a colleague decide in the actor's place; it lends the actor's own right only, never one lent to them.

    A beginning that has passed is now.

    :raises Refused: `not_allowed`, `same_person`, `unknown` for somebody not of the office, `other_region` for
        somebody who does not see what the actor decides, `bad_period`, `conflict` for the same pair at the same time.
    """
    policies.may_delegate(by=by, at=at).or_refuse()
    since = max(since, at)
    if not since < until <= since + LONGEST:
        words = _("It must end after it begins, and after 180 days at the latest.")
        raise Refused("bad_period", words, field="until")
    scope = people.scope_of(taker_id)
    if not scope.roles & OFFICE:
        raise Refused("unknown", _("Choose a colleague of the office who can sign in."), field="taker_id")
    if scope.region_ids is not None and (by.region_ids is None or not by.region_ids <= scope.region_ids):
        raise Refused("other_region", _("This colleague does not work in all of your regions."), field="taker_id")
    row = Delegation(
        giver_id=by.id or 0, taker_id=taker_id, during=DateTimeTZRange(since, until), given_at=at,
        note=wording.line(note, field="note", limit=300),
    )  # fmt: skip
    with rows.telling(CLASHES):
        row.save()
    event = ApprovalDelegated(
        delegation_id=row.pk, giver_id=row.giver_id, taker_id=taker_id, since=since, until=until, at=at
    )
    outbox.publish(event, about=f"delegation:{row.pk}", by=by)
    return row


@transaction.atomic
def end_delegation(*, delegation_id: int, by: Actor, at: datetime) -> Delegation:
    """
    End a delegation before its time; what was decided by it stays decided.

    :raises Refused: `not_found` for what is neither given nor held by the actor, `wrong_state` when it has ended.
    """
    row = Delegation.objects.select_for_update(of=("self",)).filter(pk=delegation_id).first()
    if row is None or by.id not in (row.giver_id, row.taker_id):
        raise not_found()
    policies.may_end(row, by=by, at=at).or_refuse()
    row.ended_at = at
    if row.during.lower < at:
        row.during = DateTimeTZRange(row.during.lower, at)
    row.save(update_fields=["during", "ended_at"])
    event = DelegationEnded(delegation_id=row.pk, giver_id=row.giver_id, taker_id=row.taker_id, at=at)
    outbox.publish(event, about=f"delegation:{row.pk}", by=by)
    return row
