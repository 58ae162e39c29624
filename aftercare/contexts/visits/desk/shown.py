"""What the job page shows, as one piece that every verb answers with."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse

from aftercare.contexts.visits import forms, policies, queries
from aftercare.contexts.visits.lifecycle import AT_WORK
from aftercare.platform.refusal import Refused
from aftercare.platform.web import fragments
from aftercare.platform.web.fragments import DeskRequest

# Opens the phone's own navigation where it is installed; WGS 84 as the devices give it.
VERBS = ("refuse", "cannot_complete", "help_done")
LEADING, HELPING = "assigned accepted traveling on_site done signed", "assigned accepted traveling on_site assisted"
MAP = "https://uri.amap.com/marker?"


def page(
    request: DeskRequest, visit_id: int, *, form: Any = None, refused: Any = "", status: int = 200
) -> HttpResponse:
    """Answer the job as a whole page, or as its body for htmx, with a form that was refused put back in place."""
    job = queries.job(visit_id, by=request.actor)
    template = "visits/_job.html" if fragments.is_partial(request) else "visits/job.html"
    answer = fragments.fragment if fragments.is_partial(request) else fragments.page
    ctx = context(request, job, form)
    return answer(request, template, {**ctx, "refused": refused or ctx["refused"]}, status=status)


def or_as_it_is(verb: Callable[[DeskRequest, int], HttpResponse]) -> Callable[[DeskRequest, int], HttpResponse]:
    """Answer a verb that came too late, such as pressed twice, with the job as it is now and the reason."""

    @wraps(verb)
    def answered(request: DeskRequest, visit_id: int) -> HttpResponse:
        try:
            return verb(request, visit_id)
        except Refused as refused:
            if refused.status != 409:
                raise
            return page(request, visit_id, refused=refused.message, status=409)

    return answered


def context(request: DeskRequest, job: queries.Job, form: Any = None) -> dict[str, Any]:
    """Return what the job's templates need; a form given by its class name takes the place of the empty one."""
    visit = job.visit
    is_mine = bool(policies.may_act(visit, by=request.actor))
    given = {type(form).__name__: form} if form is not None else {}
    deciding = queries.deciding_on(job.order)
    offered = [room.matter for room in deciding.open_rooms]
    return {
        "job": job,
        "visit": visit,
        "order": job.order,
        "title": job.order.number,
        "is_mine": is_mine,
        "may": {verb: bool(policies.may(visit, verb, by=request.actor)) for verb in VERBS},
        "may_restore": is_mine and not visit.is_assisting and visit.status == AT_WORK and _waits_for_use(job),
        "may_record": bool(policies.may_record(visit, by=request.actor)),
        "may_picture": bool(policies.may_picture(visit, by=request.actor)),
        "steps_of_visit": HELPING if visit.is_assisting else LEADING,
        "map_url": map_url(job.order),
        "arrive_form": given.get("ArriveForm") or forms.ArriveForm(),
        "diagnose_form": given.get("DiagnoseForm") or diagnose_form(job, is_mine),
        "finish_form": given.get("FinishForm") or forms.FinishForm(initial=_written(visit)),
        "reading_form": given.get("ReadingForm") or forms.ReadingForm(),
        "deciding": deciding,
        "may_decide": bool(policies.may_decide(visit, by=request.actor)),
        "decide_form": (given.get("DecideForm") or forms.DecideForm()).offering(offered),
        "moments": forms.MOMENTS,
        "refused": next((str(error) for error in form.non_field_errors()), "") if form is not None else "",
    }


def diagnose_form(job: queries.Job, is_mine: bool) -> forms.DiagnoseForm | None:
    """Return the empty form of the diagnosis, when one is due."""
    if not is_mine or job.visit.is_assisting or job.visit.status != "on_site" or not job.needs_diagnosis:
        return None
    return forms.DiagnoseForm()


def _waits_for_use(job: queries.Job) -> bool:
    """Tell whether it is promised to be usable again by a time, and nobody said yet that it is."""
    return any(due.promise == "restore" and due.stopped_at is None for due in job.deadlines)


def _written(visit: Any) -> dict[str, str]:
    return {"work_done": visit.work_done, "parts_used": visit.parts_used, "leftovers": visit.leftovers}


def map_url(order: Any) -> str:
    """Return the address that shows the site on a map, or "" when nobody knows where it is."""
    if order.lat is not None and order.lon is not None:
        where = {"position": f"{order.lon},{order.lat}", "name": order.place or order.subject, "coordinate": "wgs84"}
        return MAP + urlencode(where)
    return f"https://uri.amap.com/search?{urlencode({'keyword': order.place})}" if order.place else ""


def back(request: DeskRequest, visit_id: int, words: str = "") -> HttpResponse:
    """Go back to the job, saying what was done."""
    if words:
        fragments.toast(request, words)
    return fragments.redirect(request, reverse("visits:job", args=[visit_id]))


def done(request: DeskRequest, visit_id: int) -> HttpResponse:
    """Answer a verb that succeeded: the job as it is now for htmx, its page for a plain browser."""
    return page(request, visit_id) if fragments.is_partial(request) else back(request, visit_id)


def back_to_list(request: DeskRequest, words: str) -> HttpResponse:
    """Go back to the jobs, saying what was done."""
    fragments.toast(request, words)
    return fragments.redirect(request, reverse("visits:jobs"))
