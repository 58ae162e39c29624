"""The API's door to concessions."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Query, Status

from aftercare.contexts.concessions import commands, policies, queries, schemas
from aftercare.platform import clock
from aftercare.platform.api.door import Page, actor, cursor_page, problems, router, scope

concessions = router("Concessions")
READ, WRITE = scope("concessions:read"), scope("concessions:write")
RowId = Annotated[int, Path(gt=0, lt=2**63)]
Limit = Annotated[int, Query(ge=1, le=200)]
Cursor = Annotated[str | None, Query(max_length=200)]
Answer = dict[Any, Any]
DONE: Answer = {200: schemas.ConcessionOut, **problems(404, 409)}


@concessions.get("", auth=READ, response={200: Page[schemas.ConcessionOut], **problems()}, summary="List concessions")
def list_concessions(
    request: HttpRequest,
    state: Annotated[schemas.State | None, Query()] = None,
    kind: Annotated[schemas.Kind | None, Query()] = None,
    request_id: Annotated[int | None, Query(gt=0, lt=2**63)] = None,
    mine: Annotated[bool, Query(description="only what waits for the token's owner to decide")] = False,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> dict[str, Any]:
    """Return the concessions the token's owner may see, latest first."""
    by = actor(request)
    rows = queries.mine_to_decide(by=by, now=clock.now()) if mine else policies.visible_to(by)
    asked = {"state": state, "kind": kind, "request_id": request_id}
    rows = rows.filter(**{name: value for name, value in asked.items() if value is not None})
    rows = rows.select_related("clock", "asked_by", "decided_by", "decided_for")
    return cursor_page(rows, by="asked_at", cursor=cursor, limit=limit, show=schemas.ConcessionOut.of)


@concessions.post(
    "", auth=WRITE, response={201: schemas.ConcessionOut, **problems(404, 409)}, summary="Ask for a concession"
)
def ask(request: HttpRequest, payload: schemas.AskIn) -> Status[schemas.ConcessionOut]:
    """Ask to extend, waive or re-plan a promise; the level that decides follows from the company's limits."""
    row = commands.ask(**payload.dict(), by=actor(request), at=clock.now())
    return Status(201, _shown(request, row.pk))


@concessions.get(
    "/{concession_id}", auth=READ, response={200: schemas.ConcessionOut, **problems(404)}, summary="Get a concession"
)
def get_concession(request: HttpRequest, concession_id: RowId) -> schemas.ConcessionOut:
    """Return one concession."""
    return _shown(request, concession_id)


@concessions.post("/{concession_id}/grant", auth=WRITE, response=DONE, summary="Grant")
def grant(request: HttpRequest, concession_id: RowId, payload: schemas.GrantIn) -> schemas.ConcessionOut:
    """Grant what was asked; the clock knows it from then on."""
    commands.grant(concession_id=concession_id, **payload.dict(), by=actor(request), at=clock.now())
    return _shown(request, concession_id)


@concessions.post("/{concession_id}/refuse", auth=WRITE, response=DONE, summary="Refuse")
def refuse(request: HttpRequest, concession_id: RowId, payload: schemas.RefuseIn) -> schemas.ConcessionOut:
    """Let the promise stay as it is, and say why."""
    commands.refuse(concession_id=concession_id, **payload.dict(), by=actor(request), at=clock.now())
    return _shown(request, concession_id)


@concessions.post("/{concession_id}/withdraw", auth=WRITE, response=DONE, summary="Take back")
def withdraw(request: HttpRequest, concession_id: RowId) -> schemas.ConcessionOut:
    """Take an ask back; for whoever asked."""
    commands.withdraw(concession_id=concession_id, by=actor(request), at=clock.now())
    return _shown(request, concession_id)


def _shown(request: HttpRequest, concession_id: int) -> schemas.ConcessionOut:
    return schemas.ConcessionOut.of(queries.concession(concession_id, by=actor(request)))


routers = {"/concessions": concessions}
