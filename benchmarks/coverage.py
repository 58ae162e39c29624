"""
Promise: who pays for a repair of one piece of equipment among a customer's 10,000 is judged in 20 ms (p95).

The customer has 20 projects with warranty files, sections, suspensions and repairs, and service contracts that name
some of them. One line.
"""

from __future__ import annotations

import json
import time
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from benchmarks.rig import stand

if TYPE_CHECKING:
    from aftercare.contexts.warranties.tests.builders import Site
    from aftercare.platform.actor import Actor

PIECES, PROJECTS, JUDGED = 10_000, 20, 600
PROMISED_MS = 20.0
NOW = datetime(2026, 9, 7, 1, 0, tzinfo=UTC)
KINDS = ("electrical", "waterproofing", "heating", "cooling", "installation")

_FILL = """
    INSERT INTO installed_base_equipment (number, name, kind_id, maker, model, serial, status, project_id, location_id,
                                          customer_id, region_id, installed_on, warranty_until, label_code,
                                          registered_at)
    SELECT 'EQ-B-' || n, name || ' ' || n, kind_id, maker, model, '', status,
           (SELECT id FROM installed_base_project ORDER BY id OFFSET n %% %(projects)s LIMIT 1), NULL, customer_id,
           region_id, installed_on, date '2025-06-01' + (n %% 900)::int, substr(md5(n::text), 1, 22), registered_at
      FROM installed_base_equipment, generate_series(1, %(pieces)s) AS n
     WHERE installed_base_equipment.id = %(like)s
"""


def main() -> None:
    """Build the customer, judge some of its equipment, print the line."""
    with stand.prepared():
        print(json.dumps(_measure()), flush=True)


def _measure() -> dict[str, object]:
    from aftercare.contexts.contracts.public import judge_coverage

    customer, pieces = _customer()
    spent, found = [], set()
    for number, piece in enumerate(pieces):
        day = date(2025, 1, 1) + timedelta(days=3 * number)
        began = time.perf_counter()
        found.add(judge_coverage(customer_id=customer, equipment_id=piece, on=day).coverage)
        spent.append(1000 * (time.perf_counter() - began))
    spent.sort()
    p95 = round(spent[int(len(spent) * 0.95)], 2)
    return {
        "name": "coverage", "equipment": PIECES, "judged": len(spent), "p50_ms": round(spent[len(spent) // 2], 2),
        "p95_ms": p95, "promised_p95_ms": PROMISED_MS, "kept": p95 <= PROMISED_MS, "outcomes": sorted(found),
    }  # fmt: skip


def _customer() -> tuple[int, list[int]]:
    """Make the customer; return its id and the equipment to judge."""
    from django.db import connection, transaction

    from aftercare.contexts.calendars import public as calendars
    from aftercare.contexts.contracts import commands as contracts
    from aftercare.contexts.contracts import public
    from aftercare.contexts.installed_base.models import Equipment
    from aftercare.contexts.warranties.tests import builders
    from aftercare.platform.actor import Actor

    by = Actor.system("bench")
    calendars.seed_holidays([2026], by=by, at=NOW)
    public.seed_standard_terms(by=by, at=NOW)
    site = builders.site(by=by, at=NOW)
    projects = [site.project_id, *(_project(site, n, by) for n in range(1, PROJECTS))]
    for project in projects:
        _file(project, by)
    for scope in ([], projects[:2], projects[5:6]):
        contract = contracts.draft(
            name="年度维保", customer_id=site.customer_id, starts_on=date(2026, 1, 1), ends_on=date(2029, 12, 31),
            calendar_id=calendars.default_calendar_id() or 0, by=by, at=NOW,
        )  # fmt: skip
        contracts.set_scope(contract_id=contract.pk, project_ids=scope, equipment_ids=[], by=by, at=NOW)
        contracts.put_in_force(contract_id=contract.pk, by=by, at=NOW)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(_FILL, {"projects": PROJECTS, "pieces": PIECES, "like": site.chiller_id})
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    every = list(Equipment.objects.values_list("pk", flat=True))
    return site.customer_id, every[:: len(every) // JUDGED][:JUDGED]


def _project(site: Site, number: int, by: Actor) -> int:
    from aftercare.contexts.installed_base import commands as things

    return things.register_project(
        name=f"{number} 期", customer_id=site.customer_id, region_id=site.region_id,
        completion_accepted_on=date(2024, 1, 10) + timedelta(days=30 * number), by=by, at=NOW,
    ).pk  # fmt: skip


def _file(project: int, by: Actor) -> None:
    """Write a file with a part of each kind, one of which stood still and one of which was repaired."""
    from aftercare.contexts.warranties import commands
    from aftercare.contexts.warranties.models import WarrantyPart

    commands.open_file(project_id=project, city="北京", design_life_years=50, kinds=KINDS, by=by, at=NOW)
    parts = {part.kind: part.pk for part in WarrantyPart.objects.filter(project_id=project)}
    commands.suspend(part_id=parts["cooling"], since=date(2026, 3, 1), reason="停用", by=by, at=NOW)
    commands.lift(part_id=parts["cooling"], last=date(2026, 3, 20), by=by, at=NOW)
    commands.note_repair(
        part_id=parts["heating"], item="换热器", repaired_on=date(2026, 5, 1), until=date(2028, 5, 1), by=by, at=NOW
    )


if __name__ == "__main__":
    main()
