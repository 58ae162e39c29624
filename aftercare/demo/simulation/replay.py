"""Real days of an imported source, lived again through the commands by simulated people on a simulated clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils.translation import gettext as _

from aftercare.contexts.feedback.models import Survey
from aftercare.contexts.insights import public as insights
from aftercare.contexts.organisations.models import Contact
from aftercare.contexts.people.models import Region
from aftercare.contexts.service_requests.models import ServiceRequest
from aftercare.contexts.visits.models import Visit
from aftercare.contexts.work_orders.models import WorkOrder
from aftercare.demo.simulation import opinions, stage
from aftercare.demo.simulation.cast import Cast
from aftercare.demo.simulation.history import OLD_NEWS
from aftercare.demo.simulation.life import Life
from aftercare.demo.simulation.roster import Roster
from aftercare.demo.simulation.settling import Settler
from aftercare.demo.simulation.story import DONE, PARTS, REJECTED, Story, Trouble
from aftercare.platform import audit
from aftercare.platform.actor import Actor
from aftercare.platform.outbox.gathering import gathering
from aftercare.platform.refusal import Refused

SUFFIX = "_replay"
LIVED = timedelta(days=60)
WAYS = (((DONE,), 90), ((PARTS, DONE), 6), ((REJECTED, DONE), 4))
LEVELS = ((2, 2), (3, 3), (3, 3), (3, 3), (4, 4))
Say = Callable[[str], None]


@dataclass(slots=True, kw_only=True)
class Summary:
    """What became of the replayed days."""

    source: str
    day: str
    days: int
    seed: int
    found: int
    already_there: int
    registered: int = 0
    triaged: int = 0
    booked: int = 0
    visited: int = 0
    accepted: int = 0
    asked: int = 0
    answered: int = 0

    def as_json(self) -> dict[str, Any]:
        """Return the summary for programs."""
        return asdict(self)


def play(*, source: str, day: date, days: int, agency: str, seed: int, now: datetime, say: Say) -> Summary:
    """
    Register the source's requests of these days anew and bring each to its end; those replayed before are left.

    :raises Refused: `no_source`, `no_requests`, or `bad_day` for days that are not over yet.
    """
    rows = _rows(source, day, days, agency)
    if rows[-1].received_at + LIVED > now:
        raise Refused("bad_day", _("Choose days that are at least 60 days past."), field="replay")
    known = set(ServiceRequest.objects.filter(source_system=source + SUFFIX).values_list("source_key", flat=True))
    fresh = [row for row in rows if row.source_key not in known]
    told = Summary(
        source=source + SUFFIX, day=day.isoformat(), days=days, seed=seed, found=len(rows),
        already_there=len(rows) - len(fresh),
    )  # fmt: skip
    by = Actor.system("replay", via="demo")
    with audit.acting(by):
        _live(fresh, seed=seed, by=by, say=say)
    _count(told, [row.source_key for row in rows])
    return told


def _rows(source: str, day: date, days: int, agency: str) -> list[ServiceRequest]:
    """Return the imported requests received on these days of their own zone, in order."""
    every = ServiceRequest.objects.filter(source_system=source)
    first = every.order_by("received_at").first()
    if first is None:
        raise Refused("no_source", _("Nothing of %(name)s has been imported yet.") % {"name": source}, field="source")
    zone = ZoneInfo(first.zone)
    start = datetime.combine(day, time.min, zone)
    end = datetime.combine(day + timedelta(days=days), time.min, zone)
    found = every.filter(received_at__gte=start, received_at__lt=end)
    if agency:
        found = found.filter(Q(category__group__iexact=agency))
    rows = list(found.select_related("category", "region").order_by("received_at", "source_key"))
    if not rows:
        last = every.order_by("-received_at").values_list("received_at", flat=True)[0]
        words = _("Nothing was reported then; %(name)s goes from %(first)s to %(last)s.")
        span = {"first": first.received_at.astimezone(zone).date(), "last": last.astimezone(zone).date()}
        raise Refused("no_requests", words % {"name": source, **span}, field="replay")
    return rows


def _live(rows: list[ServiceRequest], *, seed: int, by: Actor, say: Say) -> None:
    if not rows:
        return
    region = rows[0].region
    assert region is not None
    top = Region.objects.get(pk=region.parent_id) if region.parent_id else region
    contact = stage.build(top, by=by, at=rows[0].received_at)
    cast = Cast()
    crews = [card for card in cast.engineers if card.region_id == top.pk]
    with gathering() as gathered:
        settler = Settler(gathered)
        settler.settle()
        settler.forgets = OLD_NEWS
        roster = Roster(crews, weekend_too=True)
        for count, row in enumerate(rows, start=1):
            story = _story(row, contact, seed)
            Life(story, cast=cast, roster=roster, settler=settler, until=row.received_at + LIVED).live()
            if count % 10 == 0 or count == len(rows):
                say(_("%(n)d of %(all)d requests lived") % {"n": count, "all": len(rows)})
    replayed = ServiceRequest.objects.filter(source_system=rows[0].source_system + SUFFIX)
    insights.refresh_requests(request_ids=list(replayed.values_list("pk", flat=True)))


def _story(row: ServiceRequest, contact: Contact, seed: int) -> Story:
    """Return how the request goes on; the same seed tells the same story."""
    rng = Random(f"{seed} {row.source_key}")  # noqa: S311 - a story, not a secret
    urgency, impact = rng.choice(LEVELS)
    ways = list(rng.choices([w for w, _n in WAYS], [n for _w, n in WAYS])[0])
    late = rng.randint(35, 120) if rng.random() < 0.1 else 0
    trouble = Trouble(
        category="", subject=row.subject, said=row.description, urgency=urgency, impact=impact, weight=1,
        mode="stop", mechanism="wear", cause="normal-wear", found="Inspected on site.", did="Repaired and checked.",
    )  # fmt: skip
    return Story(
        key=f"{seed} {row.source_key}", received_at=row.received_at, trouble=trouble, visits=ways, late_minutes=late,
        pace=rng.uniform(0.6, 2.0), answer=opinions.of_visit(rng, late, ways), signer=contact.name,
        report={
            "subject": row.subject, "description": row.description, "customer_id": contact.organisation_id,
            "contact_id": contact.pk, "caller_name": contact.name, "caller_phone": contact.phone,
            "place": row.place or (row.region.name if row.region else ""), "lat": row.lat, "lon": row.lon,
            "zone": row.zone, "region_id": row.region_id, "category_id": row.category_id,
            "source_system": row.source_system + SUFFIX, "source_key": row.source_key,
        },
    )  # fmt: skip


def _count(told: Summary, keys: list[str]) -> None:
    """Fill in how far the requests of these days have come."""
    requests = ServiceRequest.objects.filter(source_system=told.source, source_key__in=keys)
    orders = WorkOrder.objects.filter(request__in=requests)
    told.registered, told.triaged = requests.count(), requests.filter(triaged_at__isnull=False).count()
    told.booked = orders.filter(scheduled_start_at__isnull=False).count()
    told.visited = Visit.objects.filter(work_order__in=orders, arrived_at__isnull=False).count()
    told.accepted = orders.filter(accepted_at__isnull=False).count()
    surveys = Survey.objects.filter(work_order__in=orders)
    told.asked, told.answered = surveys.count(), surveys.filter(answered_at__isnull=False).count()
