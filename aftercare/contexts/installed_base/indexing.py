"""What projects and equipment are found by, kept beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from django.db import connection
from django.db.models import QuerySet

from aftercare.contexts.installed_base.models import Equipment, Project
from aftercare.platform import search


def index_projects(rows: QuerySet[Project]) -> None:
    """Write anew what these projects are found by: their own and their customer's words."""
    found = rows.select_related("customer")
    _write("installed_base_project", ((_of_project(row), row.pk) for row in found.iterator(chunk_size=500)))


def index_equipment(rows: QuerySet[Equipment]) -> None:
    """Write anew what this equipment is found by: its own words, and those of kind, project, place and customer."""
    found = rows.select_related("kind", "project", "location", "customer")
    _write("installed_base_equipment", ((_of_equipment(row), row.pk) for row in found.iterator(chunk_size=500)))


def _of_project(row: Project) -> str:
    customer = row.customer
    return search.literal(row.number, row.name, row.address, customer.name, customer.short_name)


def _of_equipment(row: Equipment) -> str:
    place = row.location.path if row.location else ""
    own = (row.number, row.name, row.maker, row.model, row.serial)
    customer = row.customer
    return search.literal(*own, row.kind.name, row.project.name, place, customer.name, customer.short_name)


def _write(table: str, words: Iterable[tuple[str, int]]) -> None:
    """Write the words of many rows, 500 in one statement."""
    for batch in _batches(words, 500):
        statement = f"""
            UPDATE {table} AS t SET search = found.words::tsvector
              FROM unnest(%s::bigint[], %s::text[]) AS found (id, words) WHERE t.id = found.id
        """  # noqa: S608 - the table is one of ours
        with connection.cursor() as cursor:
            cursor.execute(statement, [[pk for _words, pk in batch], [text for text, _pk in batch]])


def _batches(words: Iterable[tuple[str, int]], size: int) -> Iterator[list[tuple[str, int]]]:
    rest = iter(words)
    while batch := list(islice(rest, size)):
        yield batch
