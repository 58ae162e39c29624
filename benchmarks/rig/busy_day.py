"""A busy day: as many engineers and visits as asked for, and a dispatcher who looks at them."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from aftercare.contexts.dispatch.models import Booking
from aftercare.contexts.people import commands as people
from aftercare.contexts.service_requests.tests import builders as requests
from aftercare.contexts.work_orders.models import WorkOrder
from aftercare.contexts.work_orders.tests import builders as orders
from aftercare.platform import clock, outbox
from aftercare.platform.accounts.models import User
from benchmarks.rig.crowd import BUILDER, copy_rows, session_of
from benchmarks.rig.stand import tell

OPENS, CLOSES = 8 * 60, 18 * 60
WAITING = 60
# A town of some 40 km.
LAT, LON, WIDTH = 31.2, 121.4, 0.2


@dataclass(frozen=True, slots=True)
class BusyDay:
    """The day, and the session of its dispatcher."""

    on: date
    session: str


def make(engineers: int, visits: int) -> BusyDay:
    """Make the coming workday with so many engineers and visits, the same for everybody, and some orders that wait."""
    tell(f"making {engineers} engineers with {visits} visits")
    now = clock.now()
    draw = random.Random(1)  # noqa: S311 - a town, not a secret
    requests.promises(now)
    place = requests.scene(requests.region("east"))
    staff = [
        orders.engineer_of(place, name=f"工程师{n:03}", lat=_near(draw, LAT), lon=_near(draw, LON), at=now)
        for n in range(engineers)
    ]
    jobs = _orders(place, visits + WAITING, draw, now)
    on = _workday(now)
    each = visits // engineers
    _book([engineer.pk for engineer in staff for _ in range(each)], jobs[:visits], each, on, now)
    user = User.objects.create_user("bench-dispatcher", name="李静")
    people.grant_role(user_id=user.pk, role="dispatcher", region_id=place.region_id, by=BUILDER, at=now)
    return BusyDay(on=on, session=session_of(user))


def _orders(place: requests.Scene, count: int, draw: random.Random, now: datetime) -> list[int]:
    pattern = orders.draft(place, by=BUILDER, at=now)
    orders.commands.plan(
        work_order_id=pattern.pk, estimated_minutes=45, skills={}, certificate_kind_ids=[], by=BUILDER, at=now
    )
    outbox.drain()
    pattern.refresh_from_db()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        numbered = {"number": "'WO-2000-' || lpad(n::text, 7, '0')", "priority": "1 + n % 4", "request_id": "NULL"}
        copy_rows(pattern, range(1, count + 1), numbered, now)
        rows = list(WorkOrder.objects.filter(number__startswith="WO-2000-").order_by("number"))
        for row in rows:
            row.lat, row.lon = _near(draw, LAT), _near(draw, LON)
        WorkOrder.objects.bulk_update(rows, ["lat", "lon"])
    return [row.pk for row in rows]


def _book(engineer_ids: list[int], order_ids: list[int], each: int, on: date, now: datetime) -> None:
    """Spread the visits of each engineer evenly over the day."""
    turn = (CLOSES - OPENS) // each
    begins = timezone.make_aware(datetime.combine(on, time(OPENS // 60)))
    rows = []
    for n, (engineer_id, order_id) in enumerate(zip(engineer_ids, order_ids, strict=True)):
        start = begins + timedelta(minutes=turn * (n % each))
        span = DateTimeTZRange(start, start + timedelta(minutes=turn * 3 // 4))
        status = "scheduled" if n % 3 else "dispatched"
        rows.append(
            Booking(
                work_order_id=order_id, engineer_id=engineer_id, during=span, status=status, booked_by="bench",
                booked_at=now,
            )
        )  # fmt: skip
    Booking.objects.bulk_create(rows)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _workday(now: datetime) -> date:
    day = timezone.localtime(now).date() + timedelta(days=1)
    while day.weekday() > 4:
        day += timedelta(days=1)
    return day


def _near(draw: random.Random, middle: float) -> float:
    return middle + draw.uniform(-WIDTH, WIDTH)
