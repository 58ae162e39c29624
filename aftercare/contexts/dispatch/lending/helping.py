"""Who helps where on which days: the one place that says what an approved help changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.contrib.postgres.fields import DateRangeField
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import DateField, Exists, F, Func, OuterRef, Q, Value

from aftercare.contexts.dispatch.models import Help
from aftercare.contexts.people import public as people
from aftercare.contexts.people.public import RosterRow, Span
from aftercare.platform.actor import Actor

A_DAY = timedelta(days=1)
_EVERYBODY = Actor.system("dispatch")


def approved(start: datetime, end: datetime, *, engineer_ids: Collection[int] | None = None) -> list[Help]:
    """Return the approved help that touches the time between two instants, by the borrower's days. One query."""
    # A day more on both sides: the days are those of the borrowing region's clock.
    rows = Help.objects.lent().filter(days__overlap=DateRange(start.date() - A_DAY, end.date() + 2 * A_DAY))
    if engineer_ids is not None:
        rows = rows.filter(engineer_id__in=engineer_ids)
    found = rows.select_related("engineer", "lender", "borrower").order_by("pk")
    return [row for row in found if _meets(row, start, end)]


def lent(engineer_ids: Collection[int], start: datetime, end: datetime) -> dict[int, Help]:
    """Return who of the engineers is lent to another region in the time, by engineer. One query."""
    return {row.engineer_id: row for row in approved(start, end, engineer_ids=engineer_ids)}


def may_send(engineer_id: int, start: datetime, end: datetime, *, by: Actor) -> bool:
    """Tell whether the engineer helps one of the actor's regions the whole time. One query."""
    rows = approved(start, end, engineer_ids=[engineer_id])
    return any(by.works_in(row.borrower_id) and row.covers(start, end) for row in rows)


def roster(
    actor: Actor,
    *,
    start: datetime,
    end: datetime,
    region_ids: Collection[int] | None = None,
    loans: Collection[Help] | None = None,
) -> list[RosterRow]:
    """
    Return whom the actor may send in the time, by name: those of the regions, and who helps them.

    Of who helps only the working time on the days lent is shown; `loans` is what `approved` said. Three queries, five
    when somebody helps.
    """
    rows = people.roster(actor, start=start, end=end, region_ids=region_ids)
    here = {row.card.id for row in rows}
    helps: dict[int, list[Help]] = defaultdict(list)
    for loan in approved(start, end) if loans is None else loans:
        wanted = actor.works_in(loan.borrower_id) and (region_ids is None or loan.borrower_id in region_ids)
        if wanted and loan.engineer_id not in here:
            helps[loan.engineer_id].append(loan)
    if not helps:
        return rows
    guests = people.roster(_EVERYBODY, start=start, end=end, engineer_ids=list(helps))
    return sorted([*rows, *(_on_loan(row, helps[row.card.id]) for row in guests)], key=lambda row: row.card.name)


def at_work(region_ids: Collection[int], *, start: datetime, end: datetime) -> list[RosterRow]:
    """Return whose time the regions have: their own people but on days lent elsewhere, and who helps them then."""
    loans = approved(start, end)
    rows = roster(_EVERYBODY, start=start, end=end, region_ids=region_ids, loans=loans)
    gone: dict[int, list[Help]] = defaultdict(list)
    for loan in loans:
        if loan.borrower_id not in region_ids:
            gone[loan.engineer_id].append(loan)
    return [_without(row, gone[row.card.id]) if row.card.id in gone else row for row in rows]


def _without(row: RosterRow, loans: Collection[Help]) -> RosterRow:
    shifts = row.time.shifts
    for first, after in (_ends(loan) for loan in loans):
        cut = [(Span(span.start, min(span.end, first)), Span(max(span.start, after), span.end)) for span in shifts]
        shifts = tuple(part for parts in cut for part in parts if part.start < part.end)
    return replace(row, time=replace(row.time, shifts=shifts))


def _on_loan(row: RosterRow, loans: Collection[Help]) -> RosterRow:
    edges = [_ends(loan) for loan in loans]
    cut = (Span(max(span.start, a), min(span.end, b)) for span in row.time.shifts for a, b in edges)
    shifts = tuple(sorted((span for span in cut if span.start < span.end), key=lambda span: span.start))
    return replace(row, time=replace(row.time, shifts=shifts))


def _ends(loan: Help) -> tuple[datetime, datetime]:
    """Return the days lent as two instants."""
    zone = ZoneInfo(loan.borrower.zone)
    first, after = (datetime(day.year, day.month, day.day, tzinfo=zone) for day in (loan.days.lower, loan.days.upper))
    return first, after


def _meets(loan: Help, start: datetime, end: datetime) -> bool:
    first, after = _ends(loan)
    return first < end and start < after


class _OnDay(Func):
    """The date of a moment by a zone's clock."""

    template = "((%(expressions)s)::date)"
    arg_joiner = " AT TIME ZONE "
    output_field = DateField()


def booked_on_loan(region_ids: Collection[int]) -> Q:
    """Return the condition of bookings on days on which their engineers help one of the regions."""
    zone = F("borrower__zone")
    edges = (_OnDay(OuterRef(f"during__{edge}swith"), zone) for edge in ("start", "end"))
    days = Func(*edges, Value("[]"), function="daterange", output_field=DateRangeField())
    helps = Help.objects.lent().filter(
        engineer_id=OuterRef("engineer_id"), borrower_id__in=region_ids, days__overlap=days
    )
    return Q(Exists(helps))
