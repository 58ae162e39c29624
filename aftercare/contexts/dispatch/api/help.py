"""The API's door to help between regions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Path, Query, Status

from aftercare.contexts.dispatch import commands, policies, schemas
from aftercare.contexts.dispatch.models import Help
from aftercare.platform import clock
from aftercare.platform.api.door import Page, actor, cursor_page, problems, router, scope
from aftercare.platform.refusal import not_found

helps = router("Help between regions")
READ, WRITE = scope("orders:read"), scope("orders:write")
RowId = Annotated[int, Path(gt=0, lt=2**63)]
State = Literal["asked", "approved", "declined", "withdrawn", "ended"]
Answer = dict[Any, Any]
DONE: Answer = {200: schemas.HelpOut, **problems(404, 409)}


@helps.get("", auth=READ, response={200: Page[schemas.HelpOut], **problems()}, summary="List help")
def list_help(
    request: HttpRequest,
    status: Annotated[State | None, Query()] = None,
    cursor: Annotated[str | None, Query(max_length=200)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> dict[str, Any]:
    """Return the help the regions of the token's owner lend and borrow, latest first."""
    rows = policies.helps_visible_to(actor(request)).select_related("engineer")
    rows = rows.filter(status=status) if status else rows
    return cursor_page(rows, by="asked_at", cursor=cursor, limit=limit, show=schemas.HelpOut.of)


@helps.post("", auth=WRITE, response={201: schemas.HelpOut, **problems(404, 409)}, summary="Ask for help")
def ask(request: HttpRequest, payload: schemas.HelpIn) -> Status[schemas.HelpOut]:
    """Ask another region to lend an engineer."""
    row = commands.ask_help(**payload.dict(), by=actor(request), at=clock.now())
    return Status(201, schemas.HelpOut.of(row))


@helps.get("/{help_id}", auth=READ, response={200: schemas.HelpOut, **problems(404)}, summary="Get help")
def get_help(request: HttpRequest, help_id: RowId) -> schemas.HelpOut:
    """Return one help."""
    row = policies.helps_visible_to(actor(request)).filter(pk=help_id).select_related("engineer").first()
    if row is None:
        raise not_found()
    return schemas.HelpOut.of(row)


@helps.post("/{help_id}/approve", auth=WRITE, response=DONE, summary="Lend")
def approve(request: HttpRequest, help_id: RowId, payload: schemas.NoteIn) -> schemas.HelpOut:
    """Lend the engineer; for the dispatchers of the lending region."""
    return _done(request, commands.approve_help, help_id, note=payload.note)


@helps.post("/{help_id}/decline", auth=WRITE, response=DONE, summary="Decline")
def decline(request: HttpRequest, help_id: RowId, payload: schemas.NoteIn) -> schemas.HelpOut:
    """Keep the engineer, saying why."""
    return _done(request, commands.decline_help, help_id, note=payload.note)


@helps.post("/{help_id}/withdraw", auth=WRITE, response=DONE, summary="Withdraw")
def withdraw(request: HttpRequest, help_id: RowId) -> schemas.HelpOut:
    """Ask no longer."""
    return _done(request, commands.withdraw_help, help_id)


@helps.post("/{help_id}/end", auth=WRITE, response=DONE, summary="End early")
def end(request: HttpRequest, help_id: RowId) -> schemas.HelpOut:
    """End the help before its last day."""
    return _done(request, commands.end_help, help_id)


def _done(request: HttpRequest, command: Callable[..., Help], help_id: int, **words: str) -> schemas.HelpOut:
    return schemas.HelpOut.of(command(help_id=help_id, **words, by=actor(request), at=clock.now()))
