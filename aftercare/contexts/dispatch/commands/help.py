"""Help between regions: asked for by the borrower, decided by the lender, ended by either."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.dispatch import policies
from aftercare.contexts.dispatch.commands.locking import TOPIC
from aftercare.contexts.dispatch.lifecycle import HELP
from aftercare.contexts.dispatch.models import Help
from aftercare.contexts.people import public as people
from aftercare.platform import live, outbox, wording
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused, not_found
from aftercare.published.dispatch import HelpAsked, HelpDecided, HelpEnded

LONGEST = 62
FARTHEST = timedelta(days=366)
CONSTRAINT = "engineer_helps_once"


@transaction.atomic
def ask_help(
    *, engineer_id: int, borrower_id: int, first_day: date, last_day: date, reason: str, by: Actor, at: datetime
) -> Help:
    """
    Ask another region to lend an engineer for whole days of the borrowing region.

    :raises Refused: `not_allowed`, `unknown`, `same_region`, `bad_time`, `missing`, or `conflict` when the engineer is
        lent or asked for on one of the days.
    """
    policies.may_ask_help(by=by, region_id=borrower_id).or_refuse()
    borrower, engineer = people.region_card(borrower_id), people.engineer_card(engineer_id)
    if borrower is None:
        raise Refused("unknown", _("There is no such region."), field="borrower_id")
    if engineer is None or not engineer.is_active:
        raise Refused("unknown", _("There is no such engineer."), field="engineer_id")
    if engineer.region_id in people.regions_under([borrower_id]):
        raise Refused("same_region", _("This engineer belongs to the region already."), field="engineer_id")
    _check_days(first_day, last_day, today=at.astimezone(ZoneInfo(borrower.zone)).date())
    row = Help(
        engineer_id=engineer_id, lender_id=engineer.region_id, borrower_id=borrower_id,
        days=DateRange(first_day, last_day + timedelta(days=1)),
        reason=wording.line(reason, field="reason", limit=300, required=True),
        asked_by_id=by.id, asked_by_name=by.name[:80], asked_at=at,
    )  # fmt: skip
    _write_unless_promised(row, engineer.name)
    outbox.publish(HelpAsked(**_facts(row), at=at), about=row.key, by=by)
    return row


def _check_days(first: date, last: date, *, today: date) -> None:
    if last < first:
        raise Refused("bad_time", _("The last day must not come before the first."), field="last_day")
    if last < today:
        raise Refused("bad_time", _("These days are over."), field="last_day")
    if (last - first).days >= LONGEST:
        raise Refused("bad_time", _("Ask for at most 62 days at a time."), field="last_day")
    if first > today + FARTHEST:
        raise Refused("bad_time", _("Ask at most one year ahead."), field="first_day")


def _write_unless_promised(row: Help, name: str) -> None:
    """Write the help; the database alone decides whether the engineer is free on all the days."""
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        if CONSTRAINT not in str(error):
            raise
        words = _("%(name)s is lent or asked for on one of these days already.")
        raise Refused("conflict", words % {"name": name}, field="engineer_id") from error


@transaction.atomic
def approve_help(*, help_id: int, note: str = "", by: Actor, at: datetime) -> Help:
    """
    Lend the engineer: from here the borrowing region books them on the days.

    :raises Refused: `not_found`, `not_allowed`, `wrong_state`, or `over` when the days are over.
    """
    row = _locked(help_id, by)
    policies.may_decide_help(row, by=by).or_refuse()
    if row.last_day < at.astimezone(ZoneInfo(row.borrower.zone)).date():
        raise Refused("over", _("These days are over."))
    return _decide(row, "approve", wording.line(note, field="note", limit=300), by=by, at=at)


@transaction.atomic
def decline_help(*, help_id: int, note: str, by: Actor, at: datetime) -> Help:
    """
    Keep the engineer, saying why.

    :raises Refused: `not_found`, `not_allowed`, `wrong_state`, `missing`.
    """
    row = _locked(help_id, by)
    policies.may_decide_help(row, by=by).or_refuse()
    return _decide(row, "decline", wording.line(note, field="note", limit=300, required=True), by=by, at=at)


def _decide(row: Help, verb: str, note: str, *, by: Actor, at: datetime) -> Help:
    _change(row, status=HELP.after(row.status, verb), note=note, decided_by_id=by.id, decided_by_name=by.name[:80],
            decided_at=at)  # fmt: skip
    event = HelpDecided(**_facts(row), is_approved=row.status == "approved", note=note, at=at)
    outbox.publish(event, about=row.key, by=by)
    live.tell(TOPIC, {"help": row.pk})
    return row


@transaction.atomic
def withdraw_help(*, help_id: int, by: Actor, at: datetime) -> Help:
    """
    Take the question back before it is answered.

    :raises Refused: `not_found`, `not_allowed`, `wrong_state`.
    """
    row = _locked(help_id, by)
    policies.may_ask_help(by=by, region_id=row.borrower_id).or_refuse()
    return _end(row, "withdraw", by=by, at=at)


@transaction.atomic
def end_help(*, help_id: int, by: Actor, at: datetime) -> Help:
    """
    End the help before its last day; what is booked stays until a dispatcher moves it.

    :raises Refused: `not_found`, `not_allowed`, `wrong_state`.
    """
    row = _locked(help_id, by)
    policies.may_end_help(row, by=by).or_refuse()
    return _end(row, "end", by=by, at=at)


def _end(row: Help, verb: str, *, by: Actor, at: datetime) -> Help:
    _change(row, status=HELP.after(row.status, verb), ended_at=at, ended_by_name=by.name[:80])
    outbox.publish(HelpEnded(**_facts(row), is_withdrawn=row.status == "withdrawn", at=at), about=row.key, by=by)
    live.tell(TOPIC, {"help": row.pk})
    return row


def _locked(help_id: int, by: Actor) -> Help:
    seen = policies.helps_visible_to(by).filter(pk=help_id).exists()
    rows = Help.objects.select_for_update(of=("self",)).select_related("borrower", "lender", "engineer")
    row = rows.filter(pk=help_id).first() if seen else None
    if row is None:
        raise not_found()
    return row


def _change(row: Help, **fields: Any) -> None:
    for name, value in fields.items():
        setattr(row, name, value)
    row.save(update_fields=list(fields))


def _facts(row: Help) -> dict[str, Any]:
    return {
        "help_id": row.pk, "engineer_id": row.engineer_id, "lender_id": row.lender_id, "borrower_id": row.borrower_id,
        "first_day": row.first_day, "last_day": row.last_day,
    }  # fmt: skip
