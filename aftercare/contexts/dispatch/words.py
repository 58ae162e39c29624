"""How bookings look and read: the signs of their statuses, the words for what happened to them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from aftercare.contexts.dispatch.models import Status
from aftercare.platform.web import marks, signs, timeline
from aftercare.platform.web.signs import Sign, Tone
from aftercare.published import dispatch as said

STEPS = {
    "accepted": (lambda: _("The engineer accepted the job"), "thumb-up"),
    "traveling": (lambda: _("The engineer is on the way"), "car"),
    "on_site": (lambda: _("The engineer is on site"), "map-pin-check"),
    "on_break": (lambda: _("The engineer takes a break"), "coffee"),
    "done": (lambda: _("The visit is done"), "checks"),
    "cannot_complete": (lambda: _("The visit ended without a result"), "alert-triangle"),
}


def show() -> None:
    """Register the signs of the statuses and the sentences of the events."""
    signs.statuses(
        "booking",
        {
            Status.PROPOSED: Sign(Tone.CANCELLED, Status.PROPOSED.label, "bulb"),
            Status.SCHEDULED: Sign(Tone.WAITING, Status.SCHEDULED.label, "calendar"),
            Status.DISPATCHED: Sign(Tone.NEW, Status.DISPATCHED.label, "send"),
            Status.ACCEPTED: Sign(Tone.NEW, Status.ACCEPTED.label, "thumb-up"),
            Status.TRAVELING: Sign(Tone.RUNNING, Status.TRAVELING.label, "car"),
            Status.ON_SITE: Sign(Tone.RUNNING, Status.ON_SITE.label, "map-pin-check"),
            Status.ON_BREAK: Sign(Tone.RUNNING, Status.ON_BREAK.label, "coffee"),
            Status.DONE: Sign(Tone.DONE, Status.DONE.label),
            Status.CANNOT_COMPLETE: Sign(Tone.BROKEN, Status.CANNOT_COMPLETE.label),
            Status.CANCELED: Sign(Tone.CANCELLED, Status.CANCELED.label),
        },
    )
    tells = timeline.tells
    tells(said.BookingScheduled, _scheduled, icon="calendar-plus")
    tells(said.BookingMoved, _moved, icon="calendar-event")
    tells(said.BookingDispatched, lambda e: _("Sent to the engineer"), icon="send")
    tells(said.BookingRefused, lambda e: _("The engineer cannot take the job"), body=lambda e: e["reason"],
          tone=Tone.BROKEN, icon="hand-stop")  # fmt: skip
    tells(said.BookingCanceled, lambda e: _("The booking was taken back"), body=lambda e: e["reason"],
          tone=Tone.CANCELLED, icon="calendar-x")  # fmt: skip
    tells(said.BookingProgressed, _progressed, tone=Tone.RUNNING, icon="progress")


def _scheduled(event: Mapping[str, Any]) -> str:
    return _("%(name)s booked for %(time)s") % {"name": event["engineer_name"], "time": _time(event)}


def _moved(event: Mapping[str, Any]) -> str:
    return _("Moved to %(name)s, %(time)s") % {"name": event["engineer_name"], "time": _time(event)}


def _progressed(event: Mapping[str, Any]) -> str:
    step = STEPS.get(event["status"])
    return step[0]() if step else event["status"]


def _time(event: Mapping[str, Any]) -> str:
    return marks.absolute(datetime.fromisoformat(event["start_at"]))
