"""How warranties look, and how their events read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from aftercare.platform.web import signs, timeline
from aftercare.platform.web.signs import Sign, Tone
from aftercare.published.warranties import (
    InspectionCalled,
    RepairWarranted,
    SectionAccepted,
    WarrantyFileOpened,
    WarrantyResumed,
    WarrantySuspended,
)

signs.statuses(
    "warranty",
    {
        "running": Sign(Tone.DONE, pgettext_lazy("warranty", "Running"), "shield-check"),
        "ending": Sign(Tone.WAITING, pgettext_lazy("warranty", "Ending soon"), "calendar-due"),
        "over": Sign(Tone.CANCELLED, pgettext_lazy("warranty", "Over"), "shield-off"),
        "suspended": Sign(Tone.WAITING, pgettext_lazy("warranty", "Standing still"), "player-pause"),
        "unknown": Sign(Tone.NEW, gettext_lazy("End unknown"), "shield-question"),
    },
)


def _repaired(event: Mapping[str, Any]) -> str:
    return _("%(item)s repaired; the repair is warranted until %(day)s") % {
        "item": event["item"],
        "day": event["until"],
    }


def _accepted(event: Mapping[str, Any]) -> str:
    return _("Section %(name)s accepted on %(day)s") % {"name": event["name"], "day": event["accepted_on"]}


timeline.tells(WarrantyFileOpened, lambda e: _("The warranty file was written"), icon="shield-half")
timeline.tells(SectionAccepted, _accepted, tone=Tone.DONE, icon="rosette-discount-check")
timeline.tells(
    WarrantySuspended,
    lambda e: _("Stands still from %(day)s on") % {"day": e["since"]},
    body=lambda e: e["reason"],
    tone=Tone.WAITING,
)
timeline.tells(WarrantyResumed, lambda e: _("Goes on after %(day)s") % {"day": e["last"]}, tone=Tone.RUNNING)
timeline.tells(RepairWarranted, _repaired, tone=Tone.DONE, icon="tool")
timeline.tells(
    InspectionCalled,
    lambda e: _("Inspection before the end on %(day)s called") % {"day": e["until"]},
    tone=Tone.RUNNING,
    icon="clipboard-search",
)
