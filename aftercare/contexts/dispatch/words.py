"""How bookings look and read: the signs of their statuses, the words for what happened to them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.contexts.dispatch.models import HelpStatus, Lock, PlanStatus, Status, WishKind, refusal_words
from aftercare.platform.web import marks, signs, timeline
from aftercare.platform.web.signs import Sign, Tone
from aftercare.published import dispatch as said


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
    _show_plans()
    _tell_bookings()
    _tell_customers_word()
    _show_help()
    _tell_wishes()


def _show_plans() -> None:
    signs.statuses(
        "plan",
        {
            PlanStatus.WAITING: Sign(Tone.WAITING, PlanStatus.WAITING.label, "hourglass"),
            PlanStatus.WORKING: Sign(Tone.RUNNING, PlanStatus.WORKING.label, "cpu"),
            PlanStatus.READY: Sign(Tone.NEW, PlanStatus.READY.label, "eye"),
            PlanStatus.PUBLISHED: Sign(Tone.DONE, PlanStatus.PUBLISHED.label, "send"),
            PlanStatus.DISCARDED: Sign(Tone.CANCELLED, PlanStatus.DISCARDED.label, "trash"),
            PlanStatus.FAILED: Sign(Tone.BROKEN, PlanStatus.FAILED.label),
        },
    )
    tells = timeline.tells
    tells(said.PlanAsked, lambda e: _("A plan was asked for"), icon="route")
    tells(said.PlanReady, lambda e: _("The proposal is ready"), icon="eye")
    tells(said.PlanPublished, _published, icon="send", tone=Tone.DONE)
    tells(said.PlanDiscarded, lambda e: _("The plan was thrown away"), icon="trash", tone=Tone.CANCELLED)


def _tell_bookings() -> None:
    tells = timeline.tells
    tells(said.BookingScheduled, _scheduled, icon="calendar-plus")
    tells(said.BookingMoved, _moved, icon="calendar-event")
    tells(said.BookingDispatched, lambda e: _("Sent to the engineer"), icon="send")
    tells(said.BookingRefused, lambda e: _("The engineer cannot take the job"), body=_why,
          tone=Tone.BROKEN, icon="hand-stop")  # fmt: skip
    tells(said.BookingPinned, lambda e: _("For plans: %(lock)s") % {"lock": Lock(e["lock"]).label}, icon="pin")
    tells(said.BookingCanceled, lambda e: _("The booking was taken back"), body=lambda e: e["reason"],
          tone=Tone.CANCELLED, icon="calendar-x")  # fmt: skip
    tells(
        said.EngineerReminded, lambda e: _("No answer yet: the engineer was reminded"), tone=Tone.WAITING, icon="bell"
    )
    tells(said.BookingUnanswered, lambda e: _("%(engineer_name)s does not answer") % e, tone=Tone.BROKEN,
          icon="message-off")  # fmt: skip
    # How the engineer comes along is told by the visit, which knows more of it.


def _tell_customers_word() -> None:
    tells = timeline.tells
    tells(said.AppointmentAnnounced, _announced, icon="mail", is_internal=False)
    tells(said.AppointmentConfirmed, lambda e: _("The customer confirmed the appointment"), tone=Tone.DONE,
          icon="calendar-check", is_internal=False)  # fmt: skip
    tells(said.AnotherTimeWished, lambda e: _("The customer asks for another time"), body=lambda e: e["wish"],
          tone=Tone.WAITING, icon="calendar-question", is_internal=False)  # fmt: skip


def _show_help() -> None:
    signs.statuses(
        "help",
        {
            HelpStatus.ASKED: Sign(Tone.WAITING, HelpStatus.ASKED.label, "message-question"),
            HelpStatus.APPROVED: Sign(Tone.RUNNING, HelpStatus.APPROVED.label, "arrows-exchange"),
            HelpStatus.DECLINED: Sign(Tone.BROKEN, HelpStatus.DECLINED.label, "ban"),
            HelpStatus.WITHDRAWN: Sign(Tone.CANCELLED, HelpStatus.WITHDRAWN.label),
            HelpStatus.ENDED: Sign(Tone.CANCELLED, HelpStatus.ENDED.label, "player-stop"),
        },
    )
    tells = timeline.tells
    tells(said.HelpAsked, lambda e: _("Another region was asked for help"), icon="message-question")
    tells(said.HelpDecided, _decided, body=lambda e: e["note"], icon="arrows-exchange")
    tells(said.HelpEnded, lambda e: _("The help is over") if not e["is_withdrawn"] else _("No longer asked for"),
          tone=Tone.CANCELLED, icon="player-stop")  # fmt: skip


def _tell_wishes() -> None:
    tells = timeline.tells
    tells(said.EngineerWishSet, lambda e: _("The customer wishes: %(kind)s %(name)s") % _wish(e), icon="user-heart")
    tells(said.EngineerWishEnded, lambda e: _("No longer wished: %(kind)s %(name)s") % _wish(e),
          tone=Tone.CANCELLED, icon="user-heart")  # fmt: skip


def _wish(event: Mapping[str, Any]) -> dict[str, str]:
    return {"kind": str(WishKind(event["kind"]).label), "name": event["engineer_name"]}


def _scheduled(event: Mapping[str, Any]) -> str:
    return _("%(name)s booked for %(time)s") % {"name": event["engineer_name"], "time": _time(event)}


def _decided(event: Mapping[str, Any]) -> str:
    return _("The engineer is lent") if event["is_approved"] else _("The other region keeps the engineer")


def _why(event: Mapping[str, Any]) -> str:
    return refusal_words(event.get("code", ""), event["reason"])


def _moved(event: Mapping[str, Any]) -> str:
    return _("Moved to %(name)s, %(time)s") % {"name": event["engineer_name"], "time": _time(event)}


def _published(event: Mapping[str, Any]) -> str:
    words = _("Published: %(gained)d new, %(moved)d with another engineer, %(retimed)d at another time, %(lost)d off")
    return words % {name: event[name] for name in ("gained", "moved", "retimed", "lost")}


def _announced(event: Mapping[str, Any]) -> str:
    start, end = (timezone.localtime(datetime.fromisoformat(event[f"window_{edge}_at"])) for edge in ("start", "end"))
    words = {"name": event["engineer_name"], "window": f"{start:%m-%d %H:%M}–{end:%H:%M}"}
    return _("Told the customer: %(name)s comes %(window)s") % words


def _time(event: Mapping[str, Any]) -> str:
    return marks.absolute(datetime.fromisoformat(event["start_at"]))
