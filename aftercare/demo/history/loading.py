"""Import one file: read, check, stage, insert, fill the facts; all of it or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from aftercare.contexts.insights import public as insights
from aftercare.contexts.service_requests.models import ServiceRequest
from aftercare.demo.history import promising, reading, staging
from aftercare.demo.history.logs import Story, folded
from aftercare.demo.history.mapping import Mapping
from aftercare.demo.history.parsing import Fault, Reader, Row
from aftercare.platform import audit, clock
from aftercare.platform.actor import Actor
from aftercare.platform.outbox.encoding import encode
from aftercare.platform.outbox.models import Event
from aftercare.platform.refusal import Refused
from aftercare.published.service_requests import RequestClosed, RequestRegistered

Progress = Callable[[str, int], None]
MOST_FAULTS = 100_000
_BATCH = 2_000


@dataclass(slots=True)
class Outcome:
    """What became of a file; when nothing was kept, `imported` tells what would have been."""

    mapping: str
    file: str
    rows: int = 0
    imported: int = 0
    already_there: int = 0
    repeated: int = 0
    dry_run: bool = False
    kept: bool = False
    faults: list[Fault] = field(default_factory=list)

    @property
    def faulty_lines(self) -> int:
        """Return how many lines have something wrong."""
        return len({fault.line for fault in self.faults})

    def as_json(self) -> dict[str, Any]:
        """Return the outcome for programs."""
        told = {k: v for k, v in asdict(self).items() if k != "faults"}
        return {**told, "errors": self.faulty_lines}


def load(
    path: Path, mapping: Mapping, *, dry_run: bool = False, skip_faulty: bool = False, progress: Progress
) -> Outcome:
    """
    Import the file's requests; a row that was imported before is left as it is.

    Unless `skip_faulty`, one faulty line keeps the whole file out. Everything happens in one transaction, which a
    dry run undoes.
    :raises Refused: when the file cannot be read at all.
    """
    outcome = Outcome(mapping=mapping.system, file=str(path), dry_run=dry_run)
    by = Actor.system("import", via="import")
    with audit.acting(by), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"import {mapping.system}"])
        staging.create()
        stories: dict[str, Story] = {}
        with reading.lines(path) as lines:
            told = folded(lines, mapping, stories, outcome.faults) if mapping.log else lines
            outcome.rows = staging.fill(_parsed(told, mapping, outcome.faults, progress), mapping)
        outcome.rows += outcome.faulty_lines
        outcome.faults += staging.contradictions()
        outcome.repeated = staging.drop_repeated()
        outcome.already_there = staging.drop_known(mapping.system)
        if outcome.faults and not skip_faulty:
            transaction.set_rollback(True)
            return outcome
        outcome.imported = _insert(mapping, stories, by, progress)
        outcome.kept = not dry_run
        transaction.set_rollback(dry_run)
    return outcome


def _parsed(lines: Iterator[reading.Line], mapping: Mapping, faults: list[Fault], progress: Progress) -> Iterator[Row]:
    first = next(lines, None)
    if first is None:
        raise Refused("unreadable", _("The file has no heading."), field="file")
    reader = Reader(mapping, first[1])
    for count, (number, cells) in enumerate(lines, start=1):
        row = reader.read(number, cells)
        if isinstance(row, Row):
            yield row
        else:
            faults += row
            if len(faults) > MOST_FAULTS:
                raise Refused("too_many_faults", _("There are too many errors; is it the right mapping?"), field="file")
        progress("read", count)


def _insert(mapping: Mapping, stories: dict[str, Story], by: Actor, progress: Progress) -> int:
    staging.make_regions(mapping)
    staging.make_categories(mapping)
    ids = staging.insert_requests(mapping)
    for start in range(0, len(ids), _BATCH):
        batch = ids[start : start + _BATCH]
        _record(batch, by)
        insights.refresh_requests(request_ids=batch)
        if mapping.contract:
            promising.promise(batch, mapping, mapping.contract, stories, by=by, at=clock.now())
        progress("written", start + len(batch))
    staging.refresh_statistics()
    return len(ids)


def _record(ids: list[int], by: Actor) -> None:
    """Put what happened then on the requests' timelines; nobody reacts to history."""
    events: list[tuple[str, RequestRegistered | RequestClosed]] = []
    for row in ServiceRequest.objects.filter(pk__in=ids).order_by("pk"):
        registered = RequestRegistered(
            request_id=row.pk, number=row.number, kind=row.kind, source=row.source, priority=row.priority,
            region_id=row.region_id, customer_id=None, at=row.received_at,
        )  # fmt: skip
        events.append((row.key, registered))
        if row.closed_at:
            events.append((row.key, RequestClosed(request_id=row.pk, at=row.closed_at)))
    Event.objects.bulk_create(
        Event(name=type(e).__name__, about=about, payload=encode(e), actor=by.to_json(), at=e.at) for about, e in events
    )
