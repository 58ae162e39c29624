"""The day board: its page, and its days as data."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from aftercare.contexts.dispatch import policies, queries, ways
from aftercare.contexts.dispatch.desk import bumping
from aftercare.contexts.dispatch.desk.boardwords import board_words
from aftercare.contexts.dispatch.desk.day import Days, read_days, read_region
from aftercare.contexts.dispatch.desk.mendings import mendings_data
from aftercare.contexts.dispatch.lending import words as helpwords
from aftercare.contexts.dispatch.lifecycle import SENT
from aftercare.contexts.dispatch.models import Help
from aftercare.contexts.dispatch.planning import workdays
from aftercare.contexts.dispatch.travel import Band
from aftercare.contexts.dispatch.wishes.wishing import NOTHING, Heed
from aftercare.contexts.people import public as people
from aftercare.contexts.people.public import RosterRow
from aftercare.contexts.work_orders import public as work_orders
from aftercare.contexts.work_orders.public import OrderCard
from aftercare.platform import clock
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import not_found
from aftercare.platform.web import door, fragments
from aftercare.platform.web.fragments import DeskRequest

NO_ID = 0
ADDRESSES = {
    "assign": "dispatch:board_assign", "data": "dispatch:board_data", "places": "dispatch:board_places",
    "plan": "dispatch:plan_new",
}  # fmt: skip
# Of one record each; the script puts its number in.
ADDRESSES_OF = {
    "suggest": "dispatch:board_suggest", "move": "dispatch:board_move", "unassign": "dispatch:board_unassign",
    "pin": "dispatch:board_pin", "drop_out": "dispatch:drop_out", "overrun": "dispatch:overrun",
    "no_show": "dispatch:no_show", "fit_in": "dispatch:fit_in", "order": "work_orders:detail",
    "engineer": "people:engineer", "take": "dispatch:mending_take", "leave": "dispatch:mending_leave",
}  # fmt: skip


@door.door(*policies.READERS)
def board(request: DeskRequest) -> HttpResponse:
    """Show the day board; the day itself comes as data."""
    days, region_id = read_days(request), read_region(request, request.actor)
    config = {
        "day": days.on.isoformat(),
        "span": days.count,
        "region": region_id,
        "order": _order_asked_for(request),
        "lunch": _lunch(),
        "zone": str(timezone.get_current_timezone()),
        "may_dispatch": policies.may_assign(by=request.actor, region_id=None).ok,
        "skills": {pk: _short(name) for pk, name in people.skill_choices()},
        "papers": dict(people.certificate_choices()),
        "words": board_words(),
        "urls": _urls(),
    }
    ctx = {
        "title": _("Day board"),
        "config": config,
        "spans": [(1, pgettext("board", "Day")), (3, pgettext("board", "3 days")), (7, pgettext("board", "Week"))],
        "region_id": region_id,
        "regions": people.region_choices(request.actor),
        "today": timezone.localtime(clock.now()).date(),
    }
    return fragments.page(request, "dispatch/board.html", ctx)


@door.door(*policies.READERS)
def data(request: DeskRequest) -> JsonResponse:
    """Answer some days as data: engineers with shifts and leave, bookings, orders that wait."""
    days = read_days(request)
    region_id = read_region(request, request.actor)
    found = queries.board(request.actor, start=days.start, end=days.end, region_id=region_id)
    speeds = ways.speeds_of_all()
    return JsonResponse(
        {
            "day": days.on.isoformat(),
            "days": [[day.isoformat(), minute] for day, minute in days.beginnings()],
            "start": days.start.isoformat(),
            "minutes": days.minutes,
            "now": clock.now().isoformat(),
            "is_cut": found.is_cut,
            # By region: how much longer than reckoned the way takes by day.
            "slowness": {pk: known.factor(Band.DAY) for pk, known in speeds.items()},
            "engineers": [_engineer(row, days) | _loan(row, found.loans, request.actor) for row in found.engineers],
            "bookings": [booking_data(row, found.mates.get(row.id)) for row in found.bookings],
            "orders": [_order(card, found.wishes.for_order(card, days.on)) for card in found.waiting],
            "mendings": mendings_data(request.actor, days, region_id),
        }
    )


@door.door(*policies.READERS)
def suggest(request: DeskRequest, work_order_id: int) -> JsonResponse:
    """Answer whom to send to an order, best first, with what stands against each."""
    if not work_orders.visible_to(request.actor).filter(pk=work_order_id).exists():
        raise not_found()
    order = work_orders.order_card(work_order_id)
    now = clock.now()
    found = queries.suggestions(order, by=request.actor, now=now)
    may = policies.may_assign(by=request.actor, region_id=order.region_id)
    bump = f"{reverse('dispatch:bump', args=[order.id])}?board=1"
    wanted = bool(may) and bumping.is_wanted(order, found, now=now)
    rows = [_suggestion(row) for row in found]
    return JsonResponse({"order": _order(order), "suggestions": rows, "bump": bump if wanted else None})


def booking_data(row: queries.BookingCard, mates: list[str] | None = None) -> dict[str, Any]:
    """Return a booking as the board reads it."""
    names = ("id", "number", "subject", "kind", "order_status", "priority", "place", "lat", "lon", "status", "note",
             "lock", "version")  # fmt: skip
    times = ("start_at", "end_at", "arrive_by", "resolve_by")
    facts = {
        **{name: getattr(row, name) for name in names},
        **{name: _iso(getattr(row, name)) for name in times},
        "order": row.work_order_id,
        "engineer": row.engineer_id,
        "overridden": list(row.overridden),
        "crew": row.crew_size if row.crew_size > 1 else None,
        "mates": mates,
        **_words(row),
    }
    # A thousand bookings: what is not there is not sent.
    return {name: value for name, value in facts.items() if value not in (None, "", [])}


def _words(row: queries.BookingCard) -> dict[str, Any]:
    """Return what the customer and the engineer say to a visit to come, and what they do not say."""
    if row.status not in SENT:
        return {}
    said: dict[str, Any] = {}
    if row.status == "dispatched":
        said = {name: _iso(getattr(row, name)) for name in ("dispatched_at", "unanswered_at")}
    if row.word in (None, "fallen"):
        return said
    word = "call" if row.word == "asked" and not row.is_reachable else row.word
    window = {name: _iso(getattr(row, name)) for name in ("window_start", "window_end")}
    return said | window | {"word": word, "wish": row.wish}


def _urls() -> dict[str, str]:
    known = {name: reverse(view) for name, view in ADDRESSES.items()}
    return known | {name: reverse(view, args=[NO_ID]) for name, view in ADDRESSES_OF.items()}


def _lunch() -> list[int]:
    """Return from when, until when, how long and from what length of the day on one eats, in minutes."""
    opens, latest = (60 * at.hour + at.minute for at in (workdays.LUNCH_FROM, workdays.LUNCH_BY))
    length, long = (int(span.total_seconds() // 60) for span in (workdays.LUNCH, workdays.LONG_SHIFT))
    return [opens, latest + length, length, long]


def _short(name: str) -> str:
    """Return a skill without its trade: a block has little room."""
    return name.rsplit(" · ", 1)[-1]


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _engineer(row: RosterRow, days: Days) -> dict[str, Any]:
    card = row.card
    return {
        "id": card.id,
        "name": card.name,
        "grade": card.grade,
        "centre": card.centre,
        "region": card.region_name,
        "region_id": card.region_id,
        "phone": card.phone,
        "lat": card.lat,
        "lon": card.lon,
        "skills": card.skills,
        "papers": {kind: until.isoformat() for kind, until in card.certificates.items()},
        "shifts": [[days.minute(span.start), days.minute(span.end)] for span in row.time.shifts],
        "leave": [[days.minute(leave.start), days.minute(leave.end), leave.label] for leave in row.time.leave],
    }


def _loan(row: RosterRow, loans: Iterable[Help], actor: Actor) -> dict[str, str]:
    """Return where an engineer helps, or where a helper comes from."""
    loan = next((loan for loan in loans if loan.engineer_id == row.card.id), None)
    if loan is None:
        return {}
    return {"loan": helpwords.lent(loan) if actor.works_in(loan.lender_id) else helpwords.guest(loan)}


def _order(card: OrderCard, heed: Heed = NOTHING) -> dict[str, Any]:
    names = ("id", "number", "subject", "kind", "status", "priority", "place", "lat", "lon", "region_id", "version",
             "customer_name", "equipment_name", "contact_name", "contact_phone")  # fmt: skip
    times = ("arrive_by", "resolve_by", "earliest_at")
    return {
        **{name: getattr(card, name) for name in names},
        **{name: _iso(getattr(card, name)) for name in times},
        "minutes": card.estimated_minutes,
        "skills": card.skills,
        "papers": sorted(card.certificate_kind_ids),
        "crew": card.crew_size,
        # Somebody of the crew is booked: the other one comes at the same time.
        "mate": card.engineer_name if card.missing else None,
        "mate_at": _iso(card.scheduled_start_at) if card.missing else None,
        # Whom the customer does not want, and who alone may come.
        "never": sorted(heed.never),
        "only": sorted(heed.only),
    }


def _suggestion(row: queries.Suggestion) -> dict[str, Any]:
    return {
        "engineer": row.engineer.id,
        "name": row.engineer.name,
        "centre": row.engineer.centre,
        "start_at": _iso(row.start_at),
        "end_at": _iso(row.end_at),
        "reasons": row.reasons,
        "warnings": row.warnings,
        "km": round(row.km, 1) if row.km is not None else None,
        "travel_minutes": row.travel_minutes,
        "booked_minutes": row.booked_minutes,
        "keeps_promise": row.keeps_promise,
        "extra_minutes": row.extra_minutes,
        "detour_minutes": row.detour_minutes,
        "is_preferred": row.is_preferred,
    }


def _order_asked_for(request: DeskRequest) -> int | None:
    """Return the order to be dispatched when the address names one this person may see."""
    text = request.GET.get("order", "")
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        return None
    return int(text) if work_orders.visible_to(request.actor).filter(pk=int(text)).exists() else None
