"""The roads of a region with all that is known of them: learned speeds, a map service, and what it said before."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import timedelta

from django.conf import settings
from django.db.models import QuerySet

from aftercare.contexts.dispatch.models import KnownWay, RegionSpeeds
from aftercare.contexts.dispatch.travel import Roads, Speeds, Way
from aftercare.contexts.dispatch.travel.breaker import Breaker
from aftercare.contexts.dispatch.travel.osrm import Osrm
from aftercare.contexts.dispatch.travel.roads import Cell, Pair
from aftercare.contexts.people import public as people
from aftercare.platform import clock

# Roads are built: an older answer is asked for again.
FRESH = timedelta(days=90)
# Somebody waits for the page.
PATIENCE_SECONDS = 2.0

_breaker = Breaker()


def roads_of(region_id: int | None, *, asking: bool = False) -> Roads:
    """
    Return the roads of a region; only who is `asking` may wait for a map service, never a command.

    Without a service of its own the region goes by the speeds that it, or the nearest region above it, learned.
    """
    speeds = speeds_of(region_id)
    if not (asking and settings.OSRM_URL):
        return Roads(speeds)
    return Roads(speeds, Osrm(settings.OSRM_URL, timeout_seconds=PATIENCE_SECONDS), memory=_Kept(), breaker=_breaker)


def speeds_of(region_id: int | None) -> Speeds:
    """Return the latest speeds of the region, else of the nearest above that has any, else the usual ones."""
    above = people.regions_above(region_id) if region_id is not None else []
    known = {row.region_id: row for row in _latest().filter(region_id__in=above)}
    return next((known[pk].speeds for pk in above if pk in known), Speeds())


def speeds_of_all() -> dict[int, Speeds]:
    """Return what `speeds_of` says of every region. Two queries."""
    known: dict[int | None, Speeds] = {row.region_id: row.speeds for row in _latest()}
    found: dict[int, Speeds] = {}
    # Parents come before their parts.
    for region in people.regions():
        above = found.get(region.parent_id) if region.parent_id is not None else None
        found[region.id] = known.get(region.id) or above or Speeds()
    return found


def _latest() -> QuerySet[RegionSpeeds]:
    return RegionSpeeds.objects.order_by("region_id", "-version").distinct("region_id")


class _Kept:
    """The answers of map services, in the database."""

    def recall(self, source: str, origins: Collection[Cell], goals: Collection[Cell]) -> Mapping[Pair, Way | None]:
        """Return what is known of the ways between these cells and fresh enough."""
        cells = {_packed(cell): cell for cell in {*origins, *goals}}
        known = KnownWay.objects.filter(
            source=source,
            origin__in=[_packed(cell) for cell in origins],
            goal__in=[_packed(cell) for cell in goals],
            at__gt=clock.now() - FRESH,
        )
        return {
            Pair(cells[origin], cells[goal]): None if seconds is None or metres is None else Way(seconds, metres)
            for origin, goal, seconds, metres in known.values_list("origin", "goal", "seconds", "metres")
        }

    def keep(self, source: str, ways: Mapping[Pair, Way | None]) -> None:
        """Keep what a service said, in place of what it said before."""
        now = clock.now()
        rows = [
            KnownWay(
                source=source, origin=_packed(pair.origin), goal=_packed(pair.goal),
                seconds=way and way.seconds, metres=way and way.metres, at=now,
            )
            for pair, way in sorted(ways.items())
        ]  # fmt: skip
        KnownWay.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["source", "origin", "goal"],
            update_fields=["seconds", "metres", "at"],
        )


def _packed(cell: Cell) -> int:
    """Return a cell as one number: south to north, then west to east."""
    return (cell[0] + 90_000) * 1_000_000 + cell[1] + 180_000
