"""The API's door to requests."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Query, Status

from aftercare.contexts.service_requests import commands, policies, queries, schemas
from aftercare.contexts.service_requests.models import ServiceRequest, Source
from aftercare.platform import clock
from aftercare.platform.actor import Role
from aftercare.platform.api.door import Page, actor, cursor_page, problems, router, scope

requests = router("Requests")
READ, WRITE = scope("requests:read"), scope("requests:write")
RequestId = Annotated[int, Path(gt=0, lt=2**63)]
Limit = Annotated[int, Query(ge=1, le=200)]
Cursor = Annotated[str | None, Query(max_length=200)]


@requests.get("", auth=READ, response={200: Page[schemas.RequestOut], **problems()}, summary="List requests")
def list_requests(
    request: HttpRequest,
    status: Annotated[schemas.Status | None, Query()] = None,
    customer_id: Annotated[int | None, Query(gt=0, lt=2**63)] = None,
    equipment_id: Annotated[int | None, Query(gt=0, lt=2**63)] = None,
    number: Annotated[str | None, Query(max_length=24, pattern=r"^[A-Za-z0-9-]*$")] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> dict[str, Any]:
    """Return the requests the token's owner may see, latest first."""
    asked = {"status": status, "customer_id": customer_id, "equipment_id": equipment_id, "number": number}
    who = actor(request)
    rows = policies.visible_to(who).filter(**{k: v for k, v in asked.items() if v is not None})
    show = partial(schemas.RequestOut.of, by=who)
    return cursor_page(rows, by="received_at", cursor=cursor, limit=limit, show=show)


@requests.post("", auth=WRITE, response={201: schemas.RequestOut, **problems(404, 409)}, summary="Register a request")
def create_request(request: HttpRequest, payload: schemas.RequestIn) -> Status[schemas.RequestOut]:
    """Take down a matter; a customer's token reports for the customer."""
    by = actor(request)
    source = Source.PORTAL if by.has(Role.CUSTOMER) and not by.is_staff else Source.API
    row = commands.register(source=source, **payload.dict(), by=by, at=clock.now())
    return Status(201, schemas.RequestOut.of(row, by=by))


@requests.get("/{request_id}", auth=READ, response={200: schemas.RequestOut, **problems(404)}, summary="Get a request")
def get_request(request: HttpRequest, request_id: RequestId) -> schemas.RequestOut:
    """Return one request."""
    return schemas.RequestOut.of(queries.record(request_id, by=actor(request)), by=actor(request))


@requests.get(
    "/{request_id}/comments",
    auth=READ,
    response={200: Page[schemas.CommentOut], **problems(404)},
    summary="List comments",
)
def list_comments(
    request: HttpRequest, request_id: RequestId, cursor: Cursor = None, limit: Limit = 50
) -> dict[str, Any]:
    """Return what was said, latest first; customers never see internal notes."""
    by = actor(request)
    rows = queries.comments_for(queries.record(request_id, by=by).pk, by=by)
    return cursor_page(rows, by="at", cursor=cursor, limit=limit, show=schemas.CommentOut.of)


@requests.post(
    "/{request_id}/comments",
    auth=WRITE,
    response={201: schemas.CommentOut, **problems(404, 409)},
    summary="Comment",
)
def add_comment(request: HttpRequest, request_id: RequestId, payload: schemas.CommentIn) -> Status[schemas.CommentOut]:
    """Say something about the matter."""
    said = commands.comment(request_id=request_id, **payload.dict(), by=actor(request), at=clock.now())
    return Status(201, schemas.CommentOut.of(said))


def _do(request: HttpRequest, command: Callable[..., ServiceRequest], request_id: int, **inputs: Any) -> Any:
    """Run a verb for the token's owner and return the request after it."""
    command(request_id=request_id, **inputs, by=actor(request), at=clock.now())
    return schemas.RequestOut.of(queries.record(request_id, by=actor(request)), by=actor(request))


Answer = dict[Any, Any]
DONE: Answer = {200: schemas.RequestOut, **problems(404, 409)}


@requests.post("/{request_id}/acknowledge", auth=WRITE, response=DONE, summary="Acknowledge")
def acknowledge(request: HttpRequest, request_id: RequestId) -> Any:
    """Take the matter on."""
    return _do(request, commands.acknowledge, request_id)


@requests.post("/{request_id}/triage", auth=WRITE, response=DONE, summary="Assess")
def triage(request: HttpRequest, request_id: RequestId, payload: schemas.TriageIn) -> Any:
    """Settle category, priority, coverage and the way forward."""
    return _do(request, commands.triage, request_id, **payload.dict())


@requests.post("/{request_id}/hold", auth=WRITE, response=DONE, summary="Let wait")
def hold(request: HttpRequest, request_id: RequestId, payload: schemas.HoldIn) -> Any:
    """Let the matter wait for someone."""
    return _do(request, commands.hold, request_id, **payload.dict())


@requests.post("/{request_id}/resume", auth=WRITE, response=DONE, summary="Go on")
def resume(request: HttpRequest, request_id: RequestId) -> Any:
    """Let a waiting matter go on."""
    return _do(request, commands.resume, request_id)


@requests.post("/{request_id}/restore", auth=WRITE, response=DONE, summary="Usable again")
def restore(request: HttpRequest, request_id: RequestId, payload: schemas.RestoreIn) -> Any:
    """Note that the customer can use it again; the matter itself stays open."""
    return _do(request, commands.restore, request_id, **payload.dict())


@requests.post("/{request_id}/resolve", auth=WRITE, response=DONE, summary="Resolve")
def resolve(request: HttpRequest, request_id: RequestId, payload: schemas.ResolveIn) -> Any:
    """Call the matter put right, and say how."""
    return _do(request, commands.resolve, request_id, **payload.dict())


@requests.post("/{request_id}/close", auth=WRITE, response=DONE, summary="Close")
def close(request: HttpRequest, request_id: RequestId) -> Any:
    """Close the file of a resolved matter."""
    return _do(request, commands.close, request_id)


@requests.post("/{request_id}/reopen", auth=WRITE, response=DONE, summary="Reopen")
def reopen(request: HttpRequest, request_id: RequestId, payload: schemas.ReasonIn) -> Any:
    """Take the matter up again because it is not right yet."""
    return _do(request, commands.reopen, request_id, **payload.dict())


@requests.post("/{request_id}/cancel", auth=WRITE, response=DONE, summary="Cancel")
def cancel(request: HttpRequest, request_id: RequestId, payload: schemas.ReasonIn) -> Any:
    """Withdraw the matter."""
    return _do(request, commands.cancel, request_id, **payload.dict())


@requests.post("/{request_id}/merge", auth=WRITE, response=DONE, summary="Merge")
def merge(request: HttpRequest, request_id: RequestId, payload: schemas.MergeIn) -> Any:
    """Let the matter go on inside another open request."""
    return _do(request, commands.merge, request_id, **payload.dict())


routers = {"/requests": requests}
