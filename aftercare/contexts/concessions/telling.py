"""How concessions look and how their events read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from aftercare.contexts.concessions import words
from aftercare.platform.money import Money
from aftercare.platform.web import marks, signs, timeline
from aftercare.platform.web.signs import Sign, Tone
from aftercare.published import concessions as told

signs.statuses(
    "concession",
    {
        "asked": Sign(Tone.WAITING, pgettext_lazy("concession", "To be decided"), "help-circle"),
        "granted": Sign(Tone.DONE, pgettext_lazy("concession", "Granted")),
        "refused": Sign(Tone.BROKEN, pgettext_lazy("concession", "Refused"), "ban"),
        "withdrawn": Sign(Tone.CANCELLED, pgettext_lazy("concession", "Withdrawn"), "arrow-back-up"),
        "lapsed": Sign(Tone.CANCELLED, pgettext_lazy("concession", "Lapsed"), "hourglass-empty"),
    },
)
Payload = Mapping[str, Any]


def _moment(value: str | None) -> str:
    return marks.absolute(datetime.fromisoformat(value)) if value else ""


def _asked(e: Payload) -> str:
    said = _("Asked: %(what)s") % {"what": words.of_event(e)}
    if Decimal(e["amount"]) > 0:
        said += f" · {_('%(amount)s at stake') % {'amount': Money(Decimal(e['amount']))}}"
    named = {"level": e["level"], "when": _moment(e["decide_by"])}
    return f"{said} · {_('level %(level)s decides by %(when)s') % named}"


def _decided(words_alone: str, words_for: str, e: Payload) -> str:
    return words_for % {"name": e["for_name"]} if e["for_name"] else words_alone


def _granted(e: Payload) -> str:
    said = _decided(pgettext("concession", "Granted"), _("Granted in the place of %(name)s"), e)
    if e["due_after"]:
        return f"{said} · {_('due %(when)s from now on') % {'when': _moment(e['due_after'])}}"
    return said


timeline.tells(told.ConcessionAsked, _asked, tone=Tone.WAITING, icon="help-circle")
timeline.tells(told.ConcessionGranted, _granted, body=lambda e: e["note"], tone=Tone.DONE, icon="circle-check")
timeline.tells(
    told.ConcessionRefused,
    lambda e: _decided(pgettext("concession", "Refused"), _("Refused in the place of %(name)s"), e),
    body=lambda e: e["note"],
    tone=Tone.BROKEN,
    icon="ban",
)
timeline.tells(
    told.ConcessionWithdrawn, lambda e: pgettext("concession", "Taken back"), tone=Tone.CANCELLED, icon="arrow-back-up"
)
timeline.tells(
    told.ConcessionLapsed,
    lambda e: _("Lapsed: the promise was over before anybody decided"),
    tone=Tone.CANCELLED,
    icon="hourglass-empty",
)
timeline.tells(
    told.ConcessionEscalated,
    lambda e: (
        _("Nobody decided in time: level %(level)s decides by %(when)s")
        % {"level": e["level"], "when": _moment(e["decide_by"])}
    ),
    tone=Tone.WAITING,
    icon="stairs-up",
)
timeline.tells(
    told.ConcessionReminded,
    lambda e: _("Nobody decided in time: level %(level)s was reminded") % {"level": e["level"]},
    tone=Tone.BROKEN,
    icon="bell",
)
