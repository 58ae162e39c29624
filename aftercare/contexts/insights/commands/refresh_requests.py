"""Write down requests as they are now."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict

from aftercare.contexts.insights.models import RequestFact
from aftercare.contexts.service_requests import public as service_requests

_KEY = "request_id"
_REST = [f.name for f in RequestFact._meta.local_concrete_fields if f.name not in {"id", _KEY}]


def refresh_requests(*, request_ids: Collection[int] | None = None, after_id: int = 0) -> list[int]:
    """
    Write the facts of these requests, or of the next ones after an id; return the ids written, in order.

    Reading the present row makes the order in which events arrive, and their repetition, meaningless.
    """
    rows = service_requests.figure_rows(ids=request_ids, after_id=after_id)
    RequestFact.objects.bulk_create(
        [RequestFact(**{_KEY if name == "id" else name: value for name, value in asdict(row).items()}) for row in rows],
        update_conflicts=True,
        unique_fields=[_KEY],
        update_fields=_REST,
    )
    return [row.id for row in rows]
