"""How orders look and read: the signs of their statuses, the words for what happened to them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from aftercare.contexts.work_orders.models import HoldParty, HoldReason, Kind, Status
from aftercare.platform.money import Money
from aftercare.platform.web import marks, signs, timeline
from aftercare.platform.web.signs import Sign, Tone
from aftercare.published import work_orders as said

KIND_ICONS = {
    "repair": "tool",
    "maintenance": "calendar-repeat",
    "inspection": "clipboard-check",
    "follow_up": "repeat",
}


def show() -> None:
    """Register the signs of the statuses and the sentences of the events."""
    signs.statuses(
        "work_order",
        {
            Status.DRAFT: Sign(Tone.NEW, Status.DRAFT.label, "pencil"),
            Status.UNSCHEDULED: Sign(Tone.WAITING, Status.UNSCHEDULED.label, "calendar-question"),
            Status.SCHEDULED: Sign(Tone.NEW, Status.SCHEDULED.label, "calendar-check"),
            Status.IN_PROGRESS: Sign(Tone.RUNNING, Status.IN_PROGRESS.label, "tool"),
            Status.ON_HOLD: Sign(Tone.WAITING, Status.ON_HOLD.label, "player-pause"),
            Status.COMPLETED: Sign(Tone.RUNNING, Status.COMPLETED.label, "signature"),
            Status.ACCEPTED: Sign(Tone.DONE, Status.ACCEPTED.label),
            Status.CLOSED: Sign(Tone.DONE, Status.CLOSED.label, "archive"),
            Status.CANNOT_COMPLETE: Sign(Tone.BROKEN, Status.CANNOT_COMPLETE.label),
            Status.CANCELED: Sign(Tone.CANCELLED, Status.CANCELED.label),
        },
    )
    _tell_planning()
    _tell_work()
    _tell_end()


def _tell_planning() -> None:
    tells = timeline.tells
    tells(said.WorkOrderOpened, _opened, tone=Tone.NEW, icon="clipboard-plus", is_internal=False)
    tells(said.WorkOrderPlanned, lambda e: _("Planned; waits for dispatch"), icon="calendar-question")
    tells(said.WorkOrderReplanned, lambda e: _("The plan was changed"), icon="pencil")
    tells(said.WorkOrderCorrected, lambda e: _("Corrected after the request"), icon="pencil")
    tells(said.WorkOrderScheduled, _scheduled, icon="calendar-check", is_internal=False)
    tells(said.WorkOrderUnscheduled, lambda e: _("Waits for dispatch again"), tone=Tone.WAITING)
    tells(
        said.WorkOrderCommented,
        lambda e: _("Comment"),
        body=lambda e: e["text"],
        names=lambda e: (written for _user_id, written in e.get("mentions", ())),
        icon="message",
    )


def _tell_work() -> None:
    tells = timeline.tells
    tells(said.WorkOrderBegun, lambda e: _("Work began"), tone=Tone.RUNNING, icon="tool")
    tells(said.WorkOrderHeld, _held, body=lambda e: e["note"], tone=Tone.WAITING, icon="player-pause")
    tells(said.WorkOrderResumed, lambda e: _("Work goes on"), tone=Tone.RUNNING, icon="player-play")
    tells(said.WorkOrderDiagnosed, lambda e: _("Diagnosed"), icon="stethoscope")
    tells(said.WorkOrderCompleted, _completed, tone=Tone.RUNNING, icon="checks", is_internal=False)


def _tell_end() -> None:
    tells = timeline.tells
    tells(said.WorkOrderAccepted, _accepted, tone=Tone.DONE, icon="signature", is_internal=False)
    tells(
        said.WorkOrderReworked,
        lambda e: _("The customer did not accept the result"),
        body=lambda e: e["reason"],
        tone=Tone.BROKEN,
        icon="rotate",
    )
    tells(
        said.WorkOrderNotCompletable,
        lambda e: _("Cannot be completed"),
        body=lambda e: e["reason"],
        tone=Tone.BROKEN,
        icon="alert-triangle",
    )
    tells(said.PartsValueStated, _parts, icon="package")
    tells(said.WorkOrderClosed, lambda e: _("Reviewed and archived"), tone=Tone.DONE, icon="archive")
    tells(
        said.WorkOrderCanceled,
        lambda e: _("The order was cancelled"),
        body=lambda e: e["reason"],
        tone=Tone.CANCELLED,
        icon="circle-x",
    )


def _opened(event: Mapping[str, Any]) -> str:
    words = {"number": event["number"], "kind": label(Kind, event["kind"])}
    return _("Work order %(number)s opened: %(kind)s") % words


def _scheduled(event: Mapping[str, Any]) -> str:
    start = marks.absolute(datetime.fromisoformat(event["start_at"]))
    return _("%(name)s comes on %(time)s") % {"name": event["engineer_name"], "time": start}


def _held(event: Mapping[str, Any]) -> str:
    words = {"why": label(HoldReason, event["reason"]), "party": label(HoldParty, event["party"])}
    return _("Work stopped: %(why)s (%(party)s)") % words


def _completed(event: Mapping[str, Any]) -> str:
    return _("Work done after visit %(visits)d; the customer has not signed yet") % {"visits": event["visits"]}


def _parts(event: Mapping[str, Any]) -> str:
    amount = Decimal(event["amount"])
    if not amount:
        return _("The value of the parts was taken back")
    return _("Parts from the contract: %(amount)s") % {"amount": Money(amount)}


def _accepted(event: Mapping[str, Any]) -> str:
    return _("The customer accepted the work of %(number)s") % {"number": event["number"]}


def label(choices: Any, value: str) -> Any:
    """Return the words of a choice, or the value itself when nobody knows it."""
    return choices(value).label if value in choices.values else value
