"""The API's door to equipment."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Path, Query

from aftercare.contexts.installed_base import policies
from aftercare.contexts.installed_base.schemas import EquipmentOut
from aftercare.platform import search
from aftercare.platform.api.door import Page, actor, cursor_page, problems, router, scope
from aftercare.platform.refusal import not_found

equipment = router("Equipment")
READ = scope("equipment:read")
RowId = Annotated[int | None, Query(gt=0, lt=2**63)]
Status = Literal["in_service", "stopped", "scrapped"]


@equipment.get("", auth=READ, response={200: Page[EquipmentOut], **problems()}, summary="List equipment")
def list_equipment(
    request: HttpRequest,
    status: Annotated[Status | None, Query()] = None,
    customer_id: RowId = None,
    project_id: RowId = None,
    kind_id: RowId = None,
    q: Annotated[str | None, Query(max_length=100, description="words of name, number, serial or place")] = None,
    cursor: Annotated[str | None, Query(max_length=200)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> dict[str, Any]:
    """Return the equipment the token's owner may see, latest first."""
    asked = {"status": status, "customer_id": customer_id, "project_id": project_id, "kind_id": kind_id}
    rows = policies.visible_to(actor(request)).select_related("kind", "project", "location")
    rows = rows.filter(**{name: value for name, value in asked.items() if value is not None})
    if q:
        rows = search.matches(rows, q)
    return cursor_page(rows, by="registered_at", cursor=cursor, limit=limit, show=EquipmentOut.of)


@equipment.get("/{equipment_id}", auth=READ, response={200: EquipmentOut, **problems(404)}, summary="Get equipment")
def get_equipment(request: HttpRequest, equipment_id: Annotated[int, Path(gt=0, lt=2**63)]) -> EquipmentOut:
    """Return one piece of equipment."""
    rows = policies.visible_to(actor(request)).select_related("kind", "project", "location")
    row = rows.filter(pk=equipment_id).first()
    if row is None:
        raise not_found()
    return EquipmentOut.of(row)


routers = {"/equipment": equipment}
