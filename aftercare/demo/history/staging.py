"""The staging table: parsed rows go in by COPY, and requests come out by one INSERT under the same constraints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db import connection

from aftercare.contexts.clocks.models import Clock
from aftercare.contexts.insights.models import ClockFact, RequestFact
from aftercare.contexts.people.models import Region
from aftercare.contexts.service_requests.models import RequestCategory, ServiceRequest
from aftercare.demo.history.mapping import Mapping
from aftercare.demo.history.parsing import Fault, Row, category_code, region_code
from aftercare.platform import numbering, search

_TABLE = """
    DROP TABLE IF EXISTS pg_temp.history_staging, pg_temp.history_number;
    CREATE TEMPORARY TABLE history_staging (
        line int NOT NULL, source_key text NOT NULL, fingerprint text NOT NULL, status text NOT NULL,
        subject text NOT NULL, description text NOT NULL, place text NOT NULL,
        lat double precision, lon double precision, priority int NOT NULL,
        category_group text NOT NULL, category text NOT NULL, category_code text NOT NULL,
        region text NOT NULL, region_code text NOT NULL, lexemes text NOT NULL,
        received_at timestamptz NOT NULL, acknowledged_at timestamptz, responded_at timestamptz,
        arrived_at timestamptz, due_at timestamptz, closed_at timestamptz
    ) ON COMMIT DROP;
    CREATE TEMPORARY TABLE history_number (year int, place int, number text, lexemes text) ON COMMIT DROP;
"""
_TWICE = """
    SELECT line, source_key, first FROM (
        SELECT line, source_key, fingerprint,
               first_value(line) OVER same AS first, first_value(fingerprint) OVER same AS first_print
          FROM history_staging WINDOW same AS (PARTITION BY source_key ORDER BY line)
    ) AS compared WHERE fingerprint <> first_print ORDER BY line
"""
_DROP_REPEATED = """
    DELETE FROM history_staging later USING history_staging earlier
     WHERE later.source_key = earlier.source_key AND earlier.line < later.line
"""
_DROP_KNOWN = """
    DELETE FROM history_staging USING service_requests_servicerequest known
     WHERE known.source_system = %s AND known.source_key = history_staging.source_key AND known.source_key <> ''
"""
_YEARS = """
    SELECT extract(year FROM received_at AT TIME ZONE %s)::int AS year, count(*) FROM history_staging GROUP BY 1
"""
_INSERT = """
    INSERT INTO service_requests_servicerequest (
        number, kind, status, source, subject, description, caller_name, caller_phone, place, lat, lon, zone,
        region_id, category_id, urgency, impact, priority, is_emergency, is_verified, coverage, coverage_reason,
        remote_outcome, remote_note, resolution, received_at, acknowledged_at, responded_at, arrived_at,
        resolved_at, closed_at, reopened_count, work_order_number, work_order_status, engineer_name, due_at,
        source_system, source_key, search)
    SELECT n.number, 'fault', s.status, 'import', s.subject, s.description, '', '', s.place, s.lat, s.lon, %(zone)s,
           r.id, c.id, s.priority, s.priority, s.priority, false, true, '', '',
           'not_tried', '', '', s.received_at, s.acknowledged_at, s.responded_at, s.arrived_at,
           s.closed_at, CASE WHEN s.status = 'closed' THEN s.closed_at END, 0, '', '', '', s.due_at,
           %(system)s, s.source_key, (s.lexemes || ' ' || n.lexemes)::tsvector
      FROM (SELECT *, extract(year FROM received_at AT TIME ZONE %(company_zone)s)::int AS year,
                   row_number() OVER (PARTITION BY extract(year FROM received_at AT TIME ZONE %(company_zone)s)
                                      ORDER BY received_at, source_key) AS place_in_year
              FROM history_staging) AS s
      JOIN history_number n ON n.year = s.year AND n.place = s.place_in_year
      JOIN people_region r ON r.code = s.region_code
      JOIN service_requests_requestcategory c ON c.code = s.category_code
     ORDER BY s.received_at, s.source_key
    RETURNING id
"""


def create() -> None:
    """Make the empty staging tables; they vanish with the transaction."""
    _run(_TABLE)


def fill(rows: Iterable[Row], mapping: Mapping) -> int:
    """Copy the rows in; return how many there were."""
    count = 0
    with connection.cursor() as cursor, cursor.copy("COPY history_staging FROM STDIN") as copy:
        for row in rows:
            copy.write_row(_cells(row, mapping))
            count += 1
    return count


def contradictions() -> list[Fault]:
    """Return the lines that give a number the file has used before for something else."""
    return [
        Fault(line, "", key, f"line {first} has the same number and other content")
        for line, key, first in _rows(_TWICE)
    ]


def drop_repeated() -> int:
    """Drop the lines that say again what an earlier line said; return how many."""
    return _run(_DROP_REPEATED)


def drop_known(system: str) -> int:
    """Drop the requests an earlier import brought; return how many."""
    return _run(_DROP_KNOWN, [system])


def make_regions(mapping: Mapping) -> None:
    """Make the regions the rows name, inside the mapping's own."""
    parent, _made = Region.objects.get_or_create(
        code=mapping.region_code, defaults={"name": mapping.region_name, "zone": mapping.zone.key}
    )
    named = _rows("SELECT DISTINCT region_code, region FROM history_staging WHERE region <> '' ORDER BY 1, 2")
    known = set(Region.objects.filter(parent=parent).values_list("code", flat=True))
    for code, name in {code: name for code, name in named if code not in known}.items():
        Region.objects.create(code=code, name=name, parent=parent, zone=mapping.zone.key)


def make_categories(mapping: Mapping) -> None:
    """Make the categories the rows name."""
    named = _rows("SELECT DISTINCT category_code, category_group, category FROM history_staging ORDER BY 1, 2, 3")
    known = set(RequestCategory.objects.filter(source=mapping.system).values_list("code", flat=True))
    RequestCategory.objects.bulk_create(
        RequestCategory(code=code, group=group, name=name, source=mapping.system)
        for code, group, name in named
        if code not in known
    )


def insert_requests(mapping: Mapping) -> list[int]:
    """Number the rows in the order they were received, write them as requests and return their ids."""
    with connection.cursor() as cursor:
        cursor.execute(_YEARS, [settings.TIME_ZONE])
        years = dict(cursor.fetchall())
        numbers = list(_numbers(years))  # Before the copy begins: both use this connection.
        with cursor.copy("COPY history_number FROM STDIN") as copy:
            for cells in numbers:
                copy.write_row(cells)
        cursor.execute("ANALYZE history_staging; ANALYZE history_number")
        names = {"zone": mapping.zone.key, "system": mapping.system, "company_zone": settings.TIME_ZONE}
        cursor.execute(_INSERT, names)
        return [pk for (pk,) in cursor.fetchall()]


def refresh_statistics() -> None:
    """Tell the planner what came in: the figures are asked for next, and it would take the tables for empty."""
    for model in (ServiceRequest, Clock, RequestFact, ClockFact):
        _run(f"ANALYZE {model._meta.db_table}")


def _numbers(years: dict[int, int]) -> Iterator[tuple[Any, ...]]:
    for year, count in sorted(years.items()):
        midyear = datetime(year, 7, 1, tzinfo=UTC)
        for place, number in enumerate(numbering.take("SR", midyear, count), start=1):
            yield year, place, number, search.literal(number)


def _cells(row: Row, mapping: Mapping) -> tuple[Any, ...]:
    region = region_code(mapping.region_code, row.region) if row.region else mapping.region_code
    category = category_code(mapping.system, row.category_group, row.category)
    lexemes = search.literal(row.key, row.subject, row.description, row.place, row.category)
    times = row.times
    return (
        row.line, row.key, row.fingerprint, row.status, row.subject, row.description, row.place, row.lat, row.lon,
        row.priority, row.category_group, row.category, category, row.region, region, lexemes,
        times["received_at"], times["acknowledged_at"], times["responded_at"], times["arrived_at"],
        times["due_at"], times["closed_at"],
    )  # fmt: skip


def _run(sql: str, params: list[Any] | None = None) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return int(cursor.rowcount)


def _rows(sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())
