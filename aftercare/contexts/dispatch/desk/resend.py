"""One button for a job that was handed back or lies unanswered: send it to the next best."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aftercare.contexts.dispatch import commands, forms, policies
from aftercare.contexts.dispatch.answers import resending
from aftercare.contexts.dispatch.models import AnswerTime, Booking
from aftercare.platform import clock
from aftercare.platform.actor import Role
from aftercare.platform.refusal import Refused, not_found
from aftercare.platform.web import door, fragments
from aftercare.platform.web.fragments import DeskRequest
from aftercare.platform.web.registers import Register

TIMES = Register(
    name="answer_times",
    model=AnswerTime,
    title=gettext_lazy("Times to answer"),
    one=gettext_lazy("New time to answer"),
    fields=["priority", "remind_minutes", "tell_minutes", "in_shift", "sends_on"],
    key="priority",
    readers=(*policies.READERS, Role.SYSTEM_ADMIN),
    writers=(Role.SERVICE_MANAGER, Role.SYSTEM_ADMIN),
    icon="bell",
    order=62,
    help_text=gettext_lazy("How long an engineer may leave a job unanswered, by its priority."),
)


@door.door(*policies.DISPATCHERS)
def next_best(request: DeskRequest, booking_id: int) -> HttpResponse:
    """Offer the next best engineer as one button."""
    return _offer(request, _visible(request, booking_id))


@door.door(*policies.DISPATCHERS, methods=("POST",))
def send_on(request: DeskRequest, booking_id: int) -> HttpResponse:
    """Send the job to the engineer the button named; when that is no longer possible, say why and offer another."""
    booking = _visible(request, booking_id)
    form = forms.SendOnForm(request.POST)
    if not form.is_valid():
        return _offer(request, booking, refused=_("This offer is no longer complete; look again."), status=422)
    try:
        done = commands.send_on(booking_id=booking_id, **form.cleaned_data, by=request.actor, at=clock.now())
    except Refused as refused:
        if refused.status != 409:
            raise
        return _offer(request, booking, refused=str(refused.message), status=409)
    fragments.toast(request, _("Sent to %(name)s.") % {"name": done.engineer.name})
    return fragments.redirect(request, reverse("work_orders:detail", args=[done.work_order_id]))


def _offer(request: DeskRequest, booking: Booking, *, refused: str = "", status: int = 200) -> HttpResponse:
    found = resending.next_best(booking, by=request.actor, now=clock.now())
    ctx = {"found": found, "booking": booking, "refused": refused, "title": _("Send somebody else")}
    return fragments.fragment(request, "dispatch/_send_on.html", ctx, status=status)


def _visible(request: DeskRequest, booking_id: int) -> Booking:
    row = policies.visible_to(request.actor).filter(pk=booking_id).first()
    if row is None:
        raise not_found()
    return row
