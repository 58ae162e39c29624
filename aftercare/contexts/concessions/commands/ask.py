"""Ask to deviate from a promise."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aftercare.contexts.clocks import public as clocks
from aftercare.contexts.concessions import mandates, policies, rules
from aftercare.contexts.concessions.models import ApprovalLimit, Concession, Kind
from aftercare.contexts.service_requests import public as service_requests
from aftercare.platform import numbering, outbox, rows, wording
from aftercare.platform.actor import Actor
from aftercare.platform.files import documents
from aftercare.platform.refusal import Refused, not_found
from aftercare.published.concessions import ConcessionAsked

SERIES = "CO"
MOST_AMOUNT, FEN = Decimal("9999999999.99"), Decimal("0.01")
CLASHES = {
    "one_open_concession_a_clock": Refused(
        "conflict", gettext_lazy("A concession for this promise is waiting to be decided.")
    )
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is wanted of the promise, checked: only what belongs to the kind."""

    kind: str
    minutes: int | None = None
    until: datetime | None = None
    plan: str = ""


@transaction.atomic
def ask(
    *,
    clock_id: int,
    kind: str,
    minutes: int | None = None,
    until: datetime | None = None,
    plan: str = "",
    amount: Decimal = Decimal(0),
    reason: str,
    evidence: bytes | None = None,
    evidence_name: str = "",
    by: Actor,
    at: datetime,
) -> Concession:
    """
    Ask for more time (minutes as the clock counts, or an agreed moment), a waiver, or another plan.

    The level is the lowest whose limits hold the ask; where nobody but the asker stands on it, the next one decides.

    :raises Refused: `not_found`, `not_allowed`, `wrong_state`, `conflict` while another waits, `unknown`, `missing`,
        `too_early`, `outside_hours`, `standing_still`, `bad_minutes`, `bad_amount`, `nobody_decides`.
    """
    promise, request = _about(clock_id, by)
    policies.may_ask_about(promise, by=by).or_refuse()
    reason = wording.lines(reason, field="reason", limit=2000, required=True)
    wish, amount = _wish(clock_id, kind, minutes, until, plan, at), _amount(amount)
    asker_id, known = by.id or 0, mandates.limits()
    if not known:
        raise Refused("nobody_decides", _("No level is set up yet; service managers set the limits."))
    found = rules.needed(rules.Ask(wish.kind, wish.minutes, amount), [limit.rule for limit in known])
    limit = first_manned(known, found.level, region_id=request.region_id, asker_id=asker_id, at=at)
    if limit is None:
        raise Refused("nobody_decides", _("Nobody but you may decide this. Let somebody be given the role first."))
    decide_by = at + timedelta(hours=limit.decide_hours)
    row = Concession(
        number=numbering.next(SERIES, at), request_id=request.id, clock_id=clock_id, kind=wish.kind,
        minutes=wish.minutes, until=wish.until, plan=wish.plan, amount=amount, reason=reason, asked_by_id=asker_id,
        asked_at=at, needed_level=found.level, needed_why=[list(astuple(one)) for one in found.why],
        level=limit.level, decide_by=decide_by, escalates_at=decide_by,
    )  # fmt: skip
    with rows.telling(CLASHES):
        row.save()
    if evidence is not None:
        documents.add(evidence, subject=row.key, name=evidence_name, by=by, at=at)
    _tell(row, promise, by=by, at=at)
    return row


def _about(clock_id: int, by: Actor) -> tuple[clocks.Standing, service_requests.RequestCard]:
    """Return the promise, locked so that it cannot end meanwhile, and its request, as far as the actor sees them."""
    promise = clocks.standing(clock_id, lock=True)
    kind, _colon, number = promise.subject.partition(":")
    if kind != "service_request" or not policies.sees_request(int(number), by=by):
        raise not_found()
    request = service_requests.request_card(int(number))
    if request is None or by.id is None:
        raise not_found()
    return promise, request


def _wish(clock_id: int, kind: str, minutes: int | None, until: datetime | None, plan: str, at: datetime) -> Wish:
    """Return what is asked, with the minutes that an agreed moment comes to."""
    if kind not in Kind.values:
        raise Refused("unknown", _("Choose what you ask for."), field="kind")
    if kind == Kind.WAIVE:
        return Wish(kind=kind)
    if kind == Kind.REPLAN:
        plan, minutes = wording.lines(plan, field="plan", limit=2000, required=True), None
        if until is None:
            raise Refused("missing", _("Say by when the other plan is done."), field="until")
    if until is not None and until <= at:
        raise Refused("too_early", _("The agreed moment must lie ahead."), field="until")
    found = clocks.would_be(clock_id, minutes=minutes, until=until)
    return Wish(kind=kind, minutes=found.minutes, until=until, plan=plan if kind == Kind.REPLAN else "")


def _amount(value: Decimal) -> Decimal:
    if not value.is_finite() or not 0 <= value <= MOST_AMOUNT or value != value.quantize(FEN):
        words = _("Enter the money at stake in yuan with at most two decimal places; 0 where there is none.")
        raise Refused("bad_amount", words, field="amount")
    return value.quantize(FEN)


def first_manned(
    known: list[ApprovalLimit], level: int, *, region_id: int | None, asker_id: int, at: datetime
) -> ApprovalLimit | None:
    """Return the first level from this one on where somebody else than the asker can decide."""
    for limit in known:
        if limit.level >= level and mandates.approvers(limit, region_id=region_id, asker_id=asker_id, at=at):
            return limit
    return None


def _tell(row: Concession, promise: clocks.Standing, *, by: Actor, at: datetime) -> None:
    event = ConcessionAsked(
        concession_id=row.pk,
        clock_id=row.clock_id,
        subject=promise.subject,
        promise=promise.promise,
        kind=row.kind,
        minutes=row.minutes,
        until=row.until,
        amount=row.amount,
        level=row.level,
        decide_by=row.decide_by,
        at=at,
    )
    outbox.publish(event, about=row.key, by=by)
