"""The pictures of a request, handed out to whoever may see the request."""

from __future__ import annotations

import io

from django.http import HttpResponse
from PIL import Image

from aftercare.contexts.service_requests import policies
from aftercare.platform.actor import Role
from aftercare.platform.files import storing as files
from aftercare.platform.files.models import Attachment
from aftercare.platform.refusal import not_found
from aftercare.platform.web import door
from aftercare.platform.web.fragments import DeskRequest

SMALL = (264, 198)


@door.door(*policies.READERS, Role.CUSTOMER)
def photo(request: DeskRequest, request_id: int, attachment_id: int) -> HttpResponse:
    """Hand out a picture; customers get it without camera and place data."""
    found = _found(request, request_id, attachment_id)
    with files.open_for(found, by=request.actor) as handle:
        return _picture(handle.read(), found.blob.media_type)


@door.door(*policies.READERS, Role.CUSTOMER)
def small_photo(request: DeskRequest, request_id: int, attachment_id: int) -> HttpResponse:
    """Hand out a picture small enough for a row of them."""
    found = _found(request, request_id, attachment_id)
    with files.open_for(found, by=request.actor) as handle, Image.open(handle) as picture:
        small = picture.convert("RGB")
        small.thumbnail(SMALL)
        out = io.BytesIO()
        small.save(out, "JPEG", quality=80)
    return _picture(out.getvalue(), "image/jpeg")


def _found(request: DeskRequest, request_id: int, attachment_id: int) -> Attachment:
    attachment = files.readable(attachment_id, by=request.actor)
    if attachment.subject != f"service_request:{request_id}" or attachment.role != "photo":
        raise not_found()
    return attachment


def _picture(content: bytes, media_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response["Cache-Control"] = "private, max-age=86400"
    response["Content-Disposition"] = "inline"
    return response
