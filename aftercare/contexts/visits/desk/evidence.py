"""Photos and readings: taking them in, showing them, handing them out."""

from __future__ import annotations

import io

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from PIL import Image

from aftercare.contexts.visits import commands, forms, queries
from aftercare.contexts.visits.desk import shown
from aftercare.contexts.visits.desk.pages import READERS
from aftercare.contexts.visits.desk.progress import engineer_posts
from aftercare.platform import clock
from aftercare.platform.actor import Role
from aftercare.platform.files import storing
from aftercare.platform.refusal import Refused
from aftercare.platform.web import door, fragments
from aftercare.platform.web.fragments import DeskRequest

AT_ONCE = 10
SMALL = (480, 480)


@engineer_posts
def add_photos(request: DeskRequest, visit_id: int) -> HttpResponse:
    """Take photos in; each one is checked on its own, and the good ones stay when another is refused."""
    form = forms.PhotosForm(request.POST)
    uploads = request.FILES.getlist("photos")
    wrong: list[str] = []
    if not form.is_valid() or not uploads:
        wrong = [_("Choose at least one photo.")]
    elif len(uploads) > AT_ONCE:
        wrong = [_("Send at most %(limit)d photos at once.") % {"limit": AT_ONCE}]
    else:
        wrong = [trouble for upload in uploads if (trouble := _keep(request, visit_id, upload, form.cleaned_data))]
    return _photos(request, visit_id, wrong)


def _keep(request: DeskRequest, visit_id: int, upload: object, data: dict[str, str]) -> str:
    """Keep one photo; return what is wrong with it, or ""."""
    name, size = upload.name, upload.size  # type: ignore[attr-defined]
    if size > storing.intake.LIMIT_BYTES:
        return _("%(name)s is larger than 20 MB.") % {"name": name[:60]}
    try:
        content = upload.read()  # type: ignore[attr-defined]
        commands.add_photo(
            visit_id=visit_id, content=content, name=name, moment=data["moment"], by=request.actor, at=clock.now()
        )
    except Refused as refused:
        if refused.code in {"not_found", "not_allowed", "wrong_state"}:
            raise
        return f"{name[:60]}: {refused.message}"
    return ""


@engineer_posts
def show_photo(request: DeskRequest, visit_id: int, attachment_id: int) -> HttpResponse:
    """Put a photo onto the customer's report, or keep it inside."""
    commands.show_photo(
        visit_id=visit_id,
        attachment_id=attachment_id,
        to_customer=request.POST.get("to_customer") == "1",
        by=request.actor,
        at=clock.now(),
    )
    return _photos(request, visit_id, [])


def _photos(request: DeskRequest, visit_id: int, wrong: list[str]) -> HttpResponse:
    if not fragments.is_partial(request) and not wrong:
        return shown.back(request, visit_id)
    job = queries.job(visit_id, by=request.actor)
    ctx = {**shown.context(request, job), "wrong_photos": wrong}
    return fragments.fragment(request, "visits/_photos.html", ctx, status=422 if wrong else 200)


@door.door(*READERS, Role.CUSTOMER)
def photo(request: DeskRequest, visit_id: int, attachment_id: int) -> HttpResponse:
    """Hand out a photo; customers get it without camera and place data."""
    found = queries.photo(visit_id, attachment_id, by=request.actor)
    with storing.open_for(found, by=request.actor) as handle:
        return _picture(handle.read(), found.blob.media_type)


@door.door(*READERS, Role.CUSTOMER)
def small_photo(request: DeskRequest, visit_id: int, attachment_id: int) -> HttpResponse:
    """Hand out a photo small enough for a list on a phone."""
    found = queries.photo(visit_id, attachment_id, by=request.actor)
    with storing.open_for(found, by=request.actor) as handle, Image.open(handle) as picture:
        small = picture.convert("RGB")
        small.thumbnail(SMALL)
        out = io.BytesIO()
        small.save(out, "JPEG", quality=78)
    return _picture(out.getvalue(), "image/jpeg")


@door.door(*READERS)
def document(request: DeskRequest, visit_id: int, attachment_id: int) -> HttpResponse:
    """Hand out a file of the order, request or equipment behind the visit."""
    found = queries.document(visit_id, attachment_id, by=request.actor)
    with storing.open_for(found, by=request.actor) as handle:
        response = HttpResponse(handle.read(), content_type=found.blob.media_type)
    response["Content-Disposition"] = content_disposition_header(False, found.name) or "inline"
    response["Cache-Control"] = "private, no-store"
    return response


def _picture(content: bytes, media_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response["Cache-Control"] = "private, max-age=86400"
    response["Content-Disposition"] = "inline"
    return response


@engineer_posts
def add_reading(request: DeskRequest, visit_id: int) -> HttpResponse:
    """Keep a measured value."""
    form = forms.ReadingForm(request.POST)
    if form.is_valid():
        with fragments.refusals_as_errors(form):
            commands.add_reading(visit_id=visit_id, by=request.actor, at=clock.now(), **form.cleaned_data)
    return _readings(request, visit_id, form)


@engineer_posts
def remove_reading(request: DeskRequest, visit_id: int, reading_id: int) -> HttpResponse:
    """Take a mistyped value off."""
    commands.remove_reading(visit_id=visit_id, reading_id=reading_id, by=request.actor, at=clock.now())
    return _readings(request, visit_id, forms.ReadingForm())


def _readings(request: DeskRequest, visit_id: int, form: forms.ReadingForm) -> HttpResponse:
    if not fragments.is_partial(request) and not form.errors:
        return shown.back(request, visit_id)
    job = queries.job(visit_id, by=request.actor)
    ctx = shown.context(request, job, form if form.errors else None)
    return fragments.fragment(request, "visits/_readings.html", ctx, status=fragments.status_of(form))
