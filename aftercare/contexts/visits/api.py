"""The API door: visits to read, and their verbs as sub-resources."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from ninja import File, Form, Query, UploadedFile
from pydantic import Field

from aftercare.contexts.visits import commands, policies, queries, schemas
from aftercare.contexts.visits.models import Status, Visit
from aftercare.platform import clock
from aftercare.platform.api.inputs import Id
from aftercare.platform.api.paging import Page, cursor_page
from aftercare.platform.api.problems import problems
from aftercare.platform.api.routes import actor, router, scope
from aftercare.platform.files import storing

visits = router("visits")
routers = {"/visits": visits}
READ, WRITE = scope("visits:read"), scope("visits:write")
Limit = Annotated[int, Field(ge=1, le=200)]


def _rows(request: HttpRequest) -> QuerySet[Visit]:
    return policies.visible_to(actor(request)).select_related("booking", "work_order", "engineer")


def _out(visit: Visit) -> dict[str, Any]:
    named = {name: getattr(visit, name, None) for name in schemas.VisitOut.model_fields}
    return named | {
        "work_order_number": visit.work_order.number,
        "engineer_name": visit.engineer.name,
        "start_at": visit.booking.during.lower,
        "end_at": visit.booking.during.upper,
    }


def _detail(request: HttpRequest, visit_id: int) -> dict[str, Any]:
    visit = queries.visit(visit_id, by=actor(request))
    reports = [
        {
            "number": r.number,
            "language": r.language,
            "verify_code": r.verify_code,
            "sha256": r.blob.sha256,
            "issued_at": r.issued_at,
        }
        for r in visit.reports.select_related("blob").order_by("id")
    ]
    return _out(visit) | {
        "readings": list(visit.readings.all()),
        "site_decisions": list(visit.site_decisions.all()),
        "reports": reports,
    }


def _act(request: HttpRequest, verb: Any, visit_id: int, **inputs: Any) -> dict[str, Any]:
    """Run one command as the caller and return the visit as it is then."""
    verb(visit_id=visit_id, by=actor(request), at=clock.now(), **inputs)
    return _detail(request, visit_id)


ANSWERS: Any = {200: schemas.VisitDetail, **problems(404, 409)}


@visits.get("", auth=READ, response={200: Page[schemas.VisitOut], **problems()})
def list_visits(
    request: HttpRequest,
    cursor: Annotated[str | None, Query(max_length=200)] = None,
    limit: Limit = 50,
    work_order_id: Id | None = None,
    status: Literal[tuple(Status.values)] | None = None,  # type: ignore[valid-type]
) -> dict[str, Any]:
    """List the visits the token's owner may see, the latest assigned first."""
    rows = _rows(request)
    rows = rows.filter(work_order_id=work_order_id) if work_order_id else rows
    rows = rows.filter(status=status) if status else rows
    return cursor_page(rows, by="assigned_at", cursor=cursor, limit=limit, show=_out)


@visits.get("/{visit_id}", auth=READ, response={200: schemas.VisitDetail, **problems(404)})
def get_visit(request: HttpRequest, visit_id: Id) -> dict[str, Any]:
    """Return one visit with its readings and reports."""
    return _detail(request, visit_id)


PDF = {"description": "The report", "content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}}}


@visits.get("/{visit_id}/report/{language}", auth=READ, response=problems(404), openapi_extra={"responses": {200: PDF}})
def get_report(request: HttpRequest, visit_id: Id, language: Literal["zh-hans", "en"]) -> HttpResponse:
    """Return the signed report as PDF."""
    found = queries.report(visit_id, language, by=actor(request))
    return HttpResponse(storing.content_of(found.blob), content_type="application/pdf")


@visits.post("/{visit_id}/accept", auth=WRITE, response=ANSWERS)
def accept_visit(request: HttpRequest, visit_id: Id) -> dict[str, Any]:
    """Take the job."""
    return _act(request, commands.accept, visit_id)


@visits.post("/{visit_id}/refuse", auth=WRITE, response=ANSWERS)
def refuse_visit(request: HttpRequest, visit_id: Id, payload: schemas.RefuseIn) -> dict[str, Any]:
    """Hand the job back."""
    return _act(request, commands.refuse, visit_id, **payload.dict())


@visits.post("/{visit_id}/set-out", auth=WRITE, response=ANSWERS)
def set_out(request: HttpRequest, visit_id: Id) -> dict[str, Any]:
    """Leave for the site."""
    return _act(request, commands.set_out, visit_id)


@visits.post("/{visit_id}/arrive", auth=WRITE, response=ANSWERS)
def arrive(request: HttpRequest, visit_id: Id, payload: schemas.ArriveIn) -> dict[str, Any]:
    """Be on site."""
    return _act(request, commands.arrive, visit_id, **payload.dict())


@visits.post("/{visit_id}/diagnosis", auth=WRITE, response=ANSWERS)
def diagnose(request: HttpRequest, visit_id: Id, payload: schemas.DiagnosisIn) -> dict[str, Any]:
    """Record what is wrong, and why."""
    return _act(request, commands.diagnose, visit_id, **payload.dict())


@visits.post("/{visit_id}/steps/{position}", auth=WRITE, response=ANSWERS)
def answer_step(
    request: HttpRequest, visit_id: Id, position: Annotated[int, Field(ge=0, le=32767)], payload: schemas.StepIn
) -> dict[str, Any]:
    """Answer one step of the checklist."""
    return _act(request, commands.answer, visit_id, position=position, **payload.dict())


@visits.post("/{visit_id}/readings", auth=WRITE, response=ANSWERS)
def add_reading(request: HttpRequest, visit_id: Id, payload: schemas.ReadingIn) -> dict[str, Any]:
    """Keep a measured value."""
    return _act(request, commands.add_reading, visit_id, **payload.dict())


@visits.post("/{visit_id}/photos", auth=WRITE, response={201: schemas.PhotoOut, **problems(404, 409, 413)})
def add_photo(
    request: HttpRequest,
    visit_id: Id,
    photo: File[UploadedFile],
    moment: Form[Literal["before", "during", "after"]],
) -> tuple[int, dict[str, Any]]:
    """Keep a photo; it goes onto the customer's report."""
    content = photo.read(storing.intake.LIMIT_BYTES + 1)
    kept = commands.add_photo(
        visit_id=visit_id, content=content, name=photo.name or "photo", moment=moment, by=actor(request), at=clock.now()
    )
    return 201, {"id": kept.pk, "name": kept.name, "moment": moment, "sha256": kept.blob.sha256}


@visits.post("/{visit_id}/work", auth=WRITE, response=ANSWERS)
def record_work(request: HttpRequest, visit_id: Id, payload: schemas.WorkIn) -> dict[str, Any]:
    """Keep what was done and used so far."""
    return _act(request, commands.record_work, visit_id, **payload.dict())


@visits.post("/{visit_id}/site-decisions", auth=WRITE, response=ANSWERS)
def decide_on_site(request: HttpRequest, visit_id: Id, payload: schemas.SiteDecisionIn) -> dict[str, Any]:
    """Decide something on site within the contract's limit."""
    return _act(request, commands.decide_on_site, visit_id, **payload.dict())


@visits.post("/{visit_id}/help-done", auth=WRITE, response=ANSWERS)
def help_done(request: HttpRequest, visit_id: Id) -> dict[str, Any]:
    """End the help in a crew; whoever leads reports for both."""
    return _act(request, commands.help_done, visit_id)


@visits.post("/{visit_id}/finish", auth=WRITE, response=ANSWERS)
def finish(request: HttpRequest, visit_id: Id, payload: schemas.FinishIn) -> dict[str, Any]:
    """Say the work is done."""
    return _act(request, commands.finish, visit_id, **payload.dict())


@visits.post("/{visit_id}/signature", auth=WRITE, response=ANSWERS)
def sign(request: HttpRequest, visit_id: Id, payload: schemas.SignIn) -> dict[str, Any]:
    """Take the customer's signature."""
    return _act(request, commands.sign, visit_id, **payload.dict())


@visits.post("/{visit_id}/refused-signature", auth=WRITE, response=ANSWERS)
def refuse_signature(request: HttpRequest, visit_id: Id, payload: schemas.ReasonIn) -> dict[str, Any]:
    """Take down why the customer does not accept the work."""
    return _act(request, commands.refuse_signature, visit_id, **payload.dict())


@visits.post("/{visit_id}/cannot-complete", auth=WRITE, response=ANSWERS)
def cannot_complete(request: HttpRequest, visit_id: Id, payload: schemas.CannotCompleteIn) -> dict[str, Any]:
    """End the visit without a result."""
    return _act(request, commands.cannot_complete, visit_id, **payload.dict())
