"""What the board does: book, move, take back; a refusal comes back as data, with its words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.http import JsonResponse
from django.utils.translation import gettext as _

from aftercare.contexts.dispatch import commands, forms, policies, queries
from aftercare.contexts.dispatch.desk.board import booking_data
from aftercare.contexts.dispatch.models import Booking
from aftercare.contexts.dispatch.suitability import Warned
from aftercare.platform import clock
from aftercare.platform.refusal import Refused
from aftercare.platform.web import door
from aftercare.platform.web.fragments import DeskRequest


@door.door(*policies.DISPATCHERS, methods=("POST",))
def assign(request: DeskRequest) -> JsonResponse:
    """Book an engineer."""
    return _carry_out(request, forms.BoardAssignForm(request.POST), commands.assign)


@door.door(*policies.DISPATCHERS, methods=("POST",))
def move(request: DeskRequest, booking_id: int) -> JsonResponse:
    """Give a booking another time or engineer."""
    return _carry_out(request, forms.BoardMoveForm(request.POST), commands.move, booking_id=booking_id)


@door.door(*policies.DISPATCHERS, methods=("POST",))
def pin(request: DeskRequest, booking_id: int) -> JsonResponse:
    """Fix engineer or time of a booking against plans."""
    return _carry_out(request, forms.BoardPinForm(request.POST), commands.pin, booking_id=booking_id)


@door.door(*policies.DISPATCHERS, methods=("POST",))
def unassign(request: DeskRequest, booking_id: int) -> JsonResponse:
    """Take a booking back."""
    return _carry_out(request, forms.BoardUnassignForm(request.POST), commands.unassign, booking_id=booking_id)


def _carry_out(
    request: DeskRequest, form: django_forms.Form, command: Callable[..., Booking], **names: Any
) -> JsonResponse:
    """Call the command and return the booking as it is now, or why not."""
    if not form.is_valid():
        field, errors = next(iter(form.errors.items()))
        label = form.fields[field].label or field if field in form.fields else field
        words = _("%(field)s: %(what)s") % {"field": label, "what": errors[0]}
        return JsonResponse({"code": "invalid", "message": words, "field": field}, status=422)
    try:
        booking = command(by=request.actor, at=clock.now(), **names, **form.cleaned_data)
    except Refused as refused:
        return _refusal(refused)
    card = queries.booking_card(booking.pk)
    assert card is not None
    return JsonResponse({"booking": booking_data(card)})


def _refusal(refused: Refused) -> JsonResponse:
    said: dict[str, Any] = {"code": refused.code, "message": str(refused.message), "field": refused.field}
    if isinstance(refused, Warned):
        said["warnings"] = [{"code": warning.code, "text": warning.text} for warning in refused.warnings]
    return JsonResponse(said, status=refused.status)
