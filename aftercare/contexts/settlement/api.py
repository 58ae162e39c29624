"""The API's door to retention money, for the office and for the customers that hold it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import File, Form, Path, Query, UploadedFile

from aftercare.contexts.service_requests import public as service_requests
from aftercare.contexts.settlement import commands, policies, queries, schemas, showing
from aftercare.contexts.settlement.models import Retention
from aftercare.platform import clock
from aftercare.platform.actor import Actor
from aftercare.platform.api.door import Page, actor, cursor_page, problems, router, scope
from aftercare.platform.files.intake import LIMIT_BYTES
from aftercare.platform.refusal import not_found

retentions = router("Retention money")
READ, WRITE = scope("retentions:read"), scope("retentions:write")
RetentionId = Annotated[int, Path(gt=0, lt=2**63)]
DONE: dict[Any, Any] = {200: schemas.RetentionDetailOut, **problems(404, 409)}
PROVED: dict[Any, Any] = {200: schemas.RetentionDetailOut, **problems(404, 409, 413)}


@retentions.get("", auth=READ, response={200: Page[schemas.RetentionOut], **problems()}, summary="List retention money")
def list_retentions(
    request: HttpRequest,
    status: Annotated[schemas.Status | None, Query()] = None,
    project_id: Annotated[int | None, Query(gt=0, lt=2**63)] = None,
    cursor: Annotated[str | None, Query(max_length=200)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> dict[str, Any]:
    """Return the retentions the token's owner may see, latest first."""
    asked = {"status": status, "project_id": project_id}
    rows = policies.visible_to(actor(request)).filter(**{k: v for k, v in asked.items() if v is not None})
    rows = rows.with_balance().select_related("project", "holder", "payee")
    return cursor_page(rows, by="agreed_at", cursor=cursor, limit=limit, show=schemas.RetentionOut.of)


@retentions.get(
    "/{retention_id}",
    auth=READ,
    response={200: schemas.RetentionDetailOut, **problems(404)},
    summary="Get retention money",
)
def get_retention(request: HttpRequest, retention_id: RetentionId) -> schemas.RetentionDetailOut:
    """Return one retention with its ledger and what blocks its release."""
    return _whole(retention_id, actor(request))


def _whole(retention_id: int, by: Actor) -> schemas.RetentionDetailOut:
    rows = policies.visible_to(by).with_balance().select_related("project__customer", "holder", "payee")
    row = rows.filter(pk=retention_id).first()
    if row is None:
        raise not_found()
    told = showing.of(row, now=clock.now())
    known = told["known"]
    seen = service_requests.visible_to(by).filter(pk__in=[one.id for one in known.defects])
    visible = set(seen.values_list("pk", flat=True))
    return schemas.RetentionDetailOut.whole(
        row,
        blocked=known.code,
        blocked_words=known.words,
        obstacles=[
            schemas.ObstacleOut(request_id=one.id, number=one.number, subject=one.subject)
            for one in known.defects
            if one.id in visible
        ],
        interest_grown=told["grown"],
        ledger=[schemas.MovementOut.model_validate(line, from_attributes=True) for line in told["lines"]],
    )


def _do(request: HttpRequest, command: Callable[..., Retention], retention_id: int, **inputs: Any) -> Any:
    """Run a verb for the token's owner and return the retention after it."""
    command(retention_id=retention_id, **inputs, by=actor(request), at=clock.now())
    return _whole(retention_id, actor(request))


def _dated(request: HttpRequest, retention_id: int, payload: Any, field: str) -> dict[str, Any]:
    """Return what was sent; the day is today at the project where none was named."""
    said: dict[str, Any] = payload.dict()
    today = queries.retention(retention_id, by=actor(request)).day(clock.now())
    return said | {field: said[field] or today}


def _proof(file: UploadedFile) -> dict[str, Any]:
    return {"evidence": file.read(LIMIT_BYTES + 1), "evidence_name": file.name or "file"}


@retentions.post("/{retention_id}/request", auth=WRITE, response=DONE, summary="Request the release")
def request_release(request: HttpRequest, retention_id: RetentionId, payload: schemas.RequestIn) -> Any:
    """Ask the holder for the money back."""
    return _do(request, commands.request_release, retention_id, **payload.dict())


@retentions.post("/{retention_id}/remind", auth=WRITE, response=DONE, summary="Remind the holder")
def remind(request: HttpRequest, retention_id: RetentionId) -> Any:
    """Write down that the holder was reminded today."""
    return _do(request, commands.remind, retention_id)


@retentions.post("/{retention_id}/verify", auth=WRITE, response=DONE, summary="Agree to the release")
def verify(request: HttpRequest, retention_id: RetentionId, payload: schemas.VerifyIn) -> Any:
    """Agree as the holder, or write down that the holder agreed."""
    said = _dated(request, retention_id, payload, "verified_on")
    return _do(request, commands.verify, retention_id, **said)


@retentions.post("/{retention_id}/object", auth=WRITE, response=DONE, summary="Object to the release")
def object_to(request: HttpRequest, retention_id: RetentionId, payload: schemas.ReasonIn) -> Any:
    """Object as the holder, or write down that the holder objects."""
    return _do(request, commands.object_to, retention_id, **payload.dict())


@retentions.post("/{retention_id}/object-with-proof", auth=WRITE, response=PROVED, summary="Object with proof")
def object_with_proof(
    request: HttpRequest, retention_id: RetentionId, payload: Form[schemas.ReasonIn], file: File[UploadedFile]
) -> Any:
    """Object to the release with a file that proves the reason."""
    return _do(request, commands.object_to, retention_id, **payload.dict(), **_proof(file))


@retentions.post("/{retention_id}/deduct", auth=WRITE, response=PROVED, summary="Deduct for a defect")
def deduct(
    request: HttpRequest, retention_id: RetentionId, payload: Form[schemas.DeductIn], file: File[UploadedFile]
) -> Any:
    """Keep the cost of a defect, with its request and proof."""
    said = _dated(request, retention_id, payload, "deducted_on")
    return _do(request, commands.deduct, retention_id, **said, **_proof(file))


@retentions.post("/{retention_id}/say-paid", auth=WRITE, response=PROVED, summary="Say that it is paid")
def say_paid(
    request: HttpRequest, retention_id: RetentionId, payload: Form[schemas.PayIn], file: File[UploadedFile]
) -> Any:
    """Say as the holder that it is paid, with proof; it counts once the payment is written down."""
    said = _dated(request, retention_id, payload, "paid_on")
    return _do(request, commands.say_paid, retention_id, **said, **_proof(file))


@retentions.post("/{retention_id}/miss-payment", auth=WRITE, response=DONE, summary="The payment did not arrive")
def miss_payment(request: HttpRequest, retention_id: RetentionId, payload: schemas.ReasonIn) -> Any:
    """Answer that what the holder says it has paid did not arrive."""
    return _do(request, commands.miss_payment, retention_id, **payload.dict())


@retentions.post("/{retention_id}/pay", auth=WRITE, response=DONE, summary="Write down a payment")
def pay(request: HttpRequest, retention_id: RetentionId, payload: schemas.PayIn) -> Any:
    """Write down a payment that arrived."""
    return _do(request, commands.pay, retention_id, **_dated(request, retention_id, payload, "paid_on"))


routers = {"/retentions": retentions}
