"""How promises look and how their events read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aftercare.contexts.contracts.public import Promise
from aftercare.platform.web import marks, signs, timeline
from aftercare.platform.web.signs import Sign, Tone
from aftercare.published.clocks import (
    BreachExplained,
    ClockStopped,
    DeadlineBroken,
    DeadlineEscalated,
    DeadlineNear,
    DeadlineSet,
)

signs.statuses(
    "clock",
    {
        "waiting": Sign(Tone.NEW, gettext_lazy("Not begun"), "clock-pause"),
        "running": Sign(Tone.RUNNING, gettext_lazy("Running"), "hourglass"),
        "paused": Sign(Tone.WAITING, gettext_lazy("Standing still"), "player-pause"),
        "met": Sign(Tone.DONE, gettext_lazy("Kept")),
        "missed": Sign(Tone.BROKEN, gettext_lazy("Broken")),
        "canceled": Sign(Tone.CANCELLED, gettext_lazy("Fell away")),
    },
)
REASONS: dict[str, Any] = {
    "started": gettext_lazy("promised"),
    "paused": gettext_lazy("stands still"),
    "resumed": gettext_lazy("goes on"),
    "stopped": gettext_lazy("stopped"),
    "priority_changed": gettext_lazy("priority changed"),
    "calendar_changed": gettext_lazy("calendar changed"),
    "reopened": gettext_lazy("reopened"),
    "canceled": gettext_lazy("fell away"),
    "request_corrected": gettext_lazy("customer or equipment corrected"),
    "extended": gettext_lazy("extended by concession"),
    "waived": gettext_lazy("waived by concession"),
}
Payload = Mapping[str, Any]


def why(reason: str, note: str) -> str:
    """Return why a deadline moved; after a correction also by whose terms, after a concession by which one."""
    words = str(REASONS.get(reason, reason))
    if reason in ("extended", "waived"):
        return f"{words} {note}".strip()
    if reason != "request_corrected":
        return words
    terms = _("since then by “%(name)s”") % {"name": note} if note else _("no terms are in force there")
    return _("%(why)s: %(terms)s") % {"why": words, "terms": terms}


def promise_label(promise: str) -> str:
    """Return a promise in words."""
    return str(Promise(promise).label) if promise in Promise.values else promise


def _moment(value: str | None) -> str:
    return marks.absolute(datetime.fromisoformat(value)) if value else ""


def _set(e: Payload) -> str:
    named = {"promise": promise_label(e["promise"]), "why": REASONS.get(e["reason"], e["reason"])}
    if e["due_at"] is None:
        return _("%(promise)s: the deadline stands still") % named
    return _("%(promise)s by %(due)s (%(why)s)") % {**named, "due": _moment(e["due_at"])}


def _stopped(e: Payload) -> str:
    named = {"promise": promise_label(e["promise"])}
    words = {
        "met": _("%(promise)s: promise kept"),
        "missed": _("%(promise)s: promise broken"),
        "canceled": _("%(promise)s: promise fell away"),
    }
    return words[e["outcome"]] % named if e["outcome"] in words else str(e["outcome"])


timeline.tells(DeadlineSet, _set, icon="alarm", is_internal=False)
timeline.tells(
    DeadlineNear,
    lambda e: (
        _("%(promise)s is due soon: %(due)s") % {"promise": promise_label(e["promise"]), "due": _moment(e["due_at"])}
    ),
    tone=Tone.WAITING,
    icon="alarm",
)
timeline.tells(
    DeadlineBroken,
    lambda e: (
        _("%(promise)s was promised by %(due)s and is overdue")
        % {"promise": promise_label(e["promise"]), "due": _moment(e["due_at"])}
    ),
    tone=Tone.BROKEN,
    icon="alarm",
)
timeline.tells(
    DeadlineEscalated,
    lambda e: (
        _("%(promise)s is still open after %(percent)s %% of its time: escalated")
        % {"promise": promise_label(e["promise"]), "percent": e["percent"]}
    ),
    tone=Tone.BROKEN,
    icon="alarm",
)
timeline.tells(
    BreachExplained,
    lambda e: (
        _("Cause of the broken promise %(promise)s: %(cause)s")
        % {"promise": promise_label(e["promise"]), "cause": e["cause"]}
    ),
    tone=Tone.BROKEN,
    icon="zoom-question",
)
timeline.tells(ClockStopped, _stopped, tone=Tone.DONE, icon="alarm-off", is_internal=False)
