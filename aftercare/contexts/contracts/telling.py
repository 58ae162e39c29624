"""How contracts and coverage look, and how their events read."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from aftercare.platform.web import signs, timeline
from aftercare.platform.web.signs import Sign, Tone
from aftercare.published.contracts import ContractAmended, ContractEnded, ContractInForce

STATUSES = {
    "draft": Sign(Tone.NEW, gettext_lazy("Draft"), "pencil"),
    "active": Sign(Tone.DONE, gettext_lazy("In force")),
    "ended": Sign(Tone.CANCELLED, pgettext_lazy("contract", "Ended")),
}
signs.statuses("contract", STATUSES)
signs.statuses(
    "contract_standing",
    {
        **STATUSES,
        "upcoming": Sign(Tone.WAITING, gettext_lazy("Not yet in force"), "calendar-due"),
        "replaced": Sign(Tone.CANCELLED, pgettext_lazy("contract", "Replaced by an amendment"), "git-branch"),
        "expired": Sign(Tone.CANCELLED, pgettext_lazy("contract", "Expired"), "calendar-x"),
    },
)
timeline.tells(
    ContractInForce,
    lambda e: _("Put in force; new requests get its promises"),
    tone=Tone.DONE,
    icon="signature",
    is_internal=False,
)
timeline.tells(ContractEnded, lambda e: pgettext("contract", "Ended"), body=lambda e: e["reason"], tone=Tone.CANCELLED)
timeline.tells(
    ContractAmended,
    lambda e: (
        _("Amendment %(number)s: version %(n)d binds from %(day)s")
        % {"number": e["amendment"], "n": e["version"], "day": e["starts_on"]}
    ),
    body=lambda e: e["reason"],
    tone=Tone.RUNNING,
    icon="git-branch",
    is_internal=False,
)
