"""The API's door to what customers wish about engineers."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Query, Status

from aftercare.contexts.dispatch import commands, policies, schemas
from aftercare.platform import clock
from aftercare.platform.api.door import Page, actor, cursor_page, problems, router, scope

wishes = router("Wishes about engineers")
READ, WRITE = scope("orders:read"), scope("orders:write")
RowId = Annotated[int, Path(gt=0, lt=2**63)]
Which = Annotated[int | None, Query(gt=0, lt=2**63)]


@wishes.get("", auth=READ, response={200: Page[schemas.WishOut], **problems()}, summary="List wishes")
def list_wishes(
    request: HttpRequest,
    customer_id: Which = None,
    engineer_id: Which = None,
    ended: Annotated[bool, Query(description="those that were ended too")] = False,
    cursor: Annotated[str | None, Query(max_length=200)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> dict[str, Any]:
    """Return what customers wish about engineers, latest first; for the service desk and dispatchers of the region."""
    rows = policies.wishes_visible_to(actor(request)).select_related("engineer")
    rows = rows if ended else rows.standing()
    wanted = {"customer_id": customer_id, "engineer_id": engineer_id}
    rows = rows.filter(**{name: pk for name, pk in wanted.items() if pk is not None})
    return cursor_page(rows, by="noted_at", cursor=cursor, limit=limit, show=schemas.WishOut.of)


@wishes.post("", auth=WRITE, response={201: schemas.WishOut, **problems(404, 409)}, summary="Note a wish")
def note(request: HttpRequest, payload: schemas.WishIn) -> Status[schemas.WishOut]:
    """Note that a customer never, only or rather wants an engineer."""
    row = commands.set_wish(**payload.dict(), by=actor(request), at=clock.now())
    return Status(201, schemas.WishOut.of(row))


@wishes.post("/{wish_id}/end", auth=WRITE, response={200: schemas.WishOut, **problems(404, 409)}, summary="End a wish")
def end(request: HttpRequest, wish_id: RowId) -> schemas.WishOut:
    """Let the wish stand no longer; what is booked stays."""
    return schemas.WishOut.of(commands.end_wish(wish_id=wish_id, by=actor(request), at=clock.now()))
