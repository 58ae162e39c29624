"""How requests look and read: the signs of their statuses, the words for what happened to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aftercare.contexts.contracts.public import HoldParty, HoldReason, Promise
from aftercare.contexts.service_requests.models import Coverage, Kind, RemoteOutcome, Source, Status
from aftercare.platform.web import signs, timeline
from aftercare.platform.web.signs import Sign, Tone
from aftercare.published import service_requests as said

URGENCY = (
    (1, gettext_lazy("At once: stopped, or someone is in danger")),
    (2, gettext_lazy("Today: works badly")),
    (3, gettext_lazy("Soon: a nuisance")),
    (4, gettext_lazy("Some time")),
)
IMPACT = (
    (1, gettext_lazy("Whole site or the public")),
    (2, gettext_lazy("A building or many people")),
    (3, gettext_lazy("One piece of equipment")),
    (4, gettext_lazy("One person, no loss")),
)
PROMISES = dict(Promise.choices)
FIELDS = {
    "subject": gettext_lazy("Subject"),
    "description": gettext_lazy("What happened"),
    "caller_name": gettext_lazy("Caller"),
    "caller_phone": gettext_lazy("Phone"),
    "customer_id": gettext_lazy("Customer"),
    "contact_id": gettext_lazy("Contact"),
    "project_id": gettext_lazy("Project"),
    "equipment_id": gettext_lazy("Equipment"),
    "region_id": gettext_lazy("Region"),
    "place": gettext_lazy("Place"),
    "lat": gettext_lazy("Position"),
    "lon": gettext_lazy("Position"),
    "zone": gettext_lazy("Time zone"),
    "coverage": gettext_lazy("Coverage"),
}


def show() -> None:
    """Register the signs of the statuses and the sentences of the events."""
    signs.statuses(
        "service_request",
        {
            Status.NEW: Sign(Tone.NEW, Status.NEW.label),
            Status.ACKNOWLEDGED: Sign(Tone.NEW, Status.ACKNOWLEDGED.label, "phone-check"),
            Status.IN_PROGRESS: Sign(Tone.RUNNING, Status.IN_PROGRESS.label),
            Status.PENDING: Sign(Tone.WAITING, Status.PENDING.label),
            Status.RESOLVED: Sign(Tone.DONE, Status.RESOLVED.label),
            Status.CLOSED: Sign(Tone.DONE, Status.CLOSED.label, "archive"),
            Status.CANCELED: Sign(Tone.CANCELLED, Status.CANCELED.label),
            Status.MERGED: Sign(Tone.CANCELLED, Status.MERGED.label, "git-merge"),
        },
    )
    signs.statuses(
        "coverage",
        {
            Coverage.STATUTORY: Sign(Tone.DONE, Coverage.STATUTORY.label, "shield-check"),
            Coverage.WARRANTY: Sign(Tone.DONE, Coverage.WARRANTY.label, "shield-check"),
            Coverage.CONTRACT: Sign(Tone.DONE, Coverage.CONTRACT.label, "file-certificate"),
            Coverage.GOODWILL: Sign(Tone.NEW, Coverage.GOODWILL.label, "heart-handshake"),
            Coverage.CHARGEABLE: Sign(Tone.WAITING, Coverage.CHARGEABLE.label, "coin-yuan"),
        },
    )
    _tell_beginning()
    _tell_course()
    _tell_end()


def _tell_beginning() -> None:
    tells = timeline.tells
    tells(said.RequestRegistered, _registered, tone=Tone.NEW, icon="phone-incoming", is_internal=False)
    tells(said.RequestAcknowledged, lambda e: _("Acknowledged"), icon="phone-check", is_internal=False)
    tells(said.RequestReadBack, lambda e: _("Read back to the caller and confirmed"), icon="message-check")
    tells(
        said.RequestTaken, lambda e: _("Handled by %(name)s from now on") % {"name": e["owner_name"]}, icon="user-check"
    )
    tells(said.RequestChanged, _changed, icon="pencil")
    tells(said.RequestPhotosAdded, lambda e: _("Photos added: %(count)d") % {"count": e["count"]}, icon="camera")
    tells(said.RequestTriaged, _triaged, icon="stethoscope")


def _tell_course() -> None:
    tells = timeline.tells
    tells(
        said.RequestHeld,
        lambda e: _("Waiting: %(why)s (%(party)s)") % {"why": reason(e["reason"]), "party": party(e["party"])},
        body=lambda e: e["note"],
        tone=Tone.WAITING,
    )
    tells(said.RequestResumed, lambda e: _("Goes on"), tone=Tone.RUNNING)
    tells(said.RequestCommented, _commented, body=lambda e: e["text"], names=_mentioned, icon="message")


def _tell_end() -> None:
    tells = timeline.tells
    tells(
        said.RequestRestored, lambda e: _("Usable again"), body=lambda e: e["how"], icon="plug-connected",
        is_internal=False,
    )  # fmt: skip
    tells(said.RequestResolved, lambda e: _("Resolved"), body=lambda e: e["how"], tone=Tone.DONE, is_internal=False)
    tells(said.RequestClosed, lambda e: _("Closed"), tone=Tone.DONE, icon="archive", is_internal=False)
    tells(
        said.RequestReopened,
        lambda e: _("Reopened: it is not right yet"),
        body=lambda e: e["reason"],
        tone=Tone.BROKEN,
        icon="rotate",
        is_internal=False,
    )
    tells(said.RequestMerged, lambda e: _("Merged: goes on in one request"), tone=Tone.CANCELLED, icon="git-merge")
    tells(said.RequestCanceled, lambda e: _("Cancelled"), body=lambda e: e["reason"], tone=Tone.CANCELLED)


def _registered(event: Mapping[str, Any]) -> str:
    words = _("Registered as %(number)s through: %(channel)s")
    return words % {"number": event["number"], "channel": label(Source, event["source"])}


def _changed(event: Mapping[str, Any]) -> str:
    names = dict.fromkeys(str(FIELDS.get(name, name)) for name in event["fields"])
    return _("Corrected: %(fields)s") % {"fields": _(", ").join(names)}


def _triaged(event: Mapping[str, Any]) -> str:
    parts = [
        str(label(Kind, event["kind"])),
        str(signs.priority(event["priority"]).label),
        str(label(Coverage, event["coverage"])),
        str(label(RemoteOutcome, event["remote_outcome"])),
        _("visit needed") if event["needs_visit"] else _("no visit"),
    ]
    return _("Assessed: %(facts)s") % {"facts": " · ".join(part for part in parts if part)}


def _commented(event: Mapping[str, Any]) -> str:
    return _("Internal note") if event["is_internal"] else _("Message the customer can read")


def _mentioned(event: Mapping[str, Any]) -> Iterable[str]:
    return (written for _user_id, written in event.get("mentions", ()))


def label(choices: Any, value: str) -> Any:
    """Return the words of a choice, or the value itself when nobody knows it."""
    return choices(value).label if value in choices.values else value


def reason(value: str) -> Any:
    """Return why a request waits, in words."""
    return label(HoldReason, value)


def party(value: str) -> Any:
    """Return who is accountable for the wait, in words."""
    return label(HoldParty, value)
