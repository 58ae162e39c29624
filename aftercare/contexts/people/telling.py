"""How people's states look and how their events read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from aftercare.platform.actor import ROLE_LABELS, Role
from aftercare.platform.web import signs, timeline
from aftercare.platform.web.signs import Sign, Tone
from aftercare.published import people as told

signs.statuses(
    "leave",
    {
        "requested": Sign(Tone.WAITING, gettext_lazy("Requested")),
        "approved": Sign(Tone.DONE, gettext_lazy("Approved")),
        "refused": Sign(Tone.BROKEN, gettext_lazy("Refused")),
        "canceled": Sign(Tone.CANCELLED, gettext_lazy("Cancelled")),
    },
)
signs.statuses(
    "certificate",
    {
        "expired": Sign(Tone.BROKEN, gettext_lazy("Expired")),
        "soon": Sign(Tone.WAITING, gettext_lazy("Expires soon")),
        "valid": Sign(Tone.DONE, gettext_lazy("Valid")),
    },
)
signs.statuses(
    "login",
    {
        "open": Sign(Tone.DONE, gettext_lazy("May sign in")),
        "closed": Sign(Tone.CANCELLED, pgettext_lazy("login", "Closed")),
    },
)
signs.statuses(
    "engineer",
    {
        "active": Sign(Tone.DONE, pgettext_lazy("engineer", "Working")),
        "left": Sign(Tone.CANCELLED, pgettext_lazy("engineer", "Left")),
    },
)
Payload = Mapping[str, Any]


def _skill(e: Payload) -> str:
    if e["level"] == 0:
        return _("Skill taken away: %(skill)s") % {"skill": e["skill"]}
    return _("Skill %(skill)s judged at level %(level)s") % {"skill": e["skill"], "level": e["level"]}


def _leave(e: Payload) -> str:
    return f"{e['start_at'][:10]} – {e['end_at'][:10]}"


def _role(e: Payload) -> dict[str, Any]:
    return {"role": ROLE_LABELS[Role(e["role"])], "where": e["region"] or _("everywhere")}


timeline.tells(told.EngineerHired, lambda e: _("Hired"), tone=Tone.NEW, icon="user-plus")
timeline.tells(told.EngineerChanged, lambda e: _("Details changed"), icon="pencil")
timeline.tells(told.SkillSet, _skill, icon="award")
timeline.tells(
    told.CertificateAdded,
    lambda e: _("Certificate recorded: %(kind)s %(number)s, valid to %(expires_on)s") % e,
    tone=Tone.DONE,
    icon="certificate",
)
timeline.tells(
    told.CertificateRemoved,
    lambda e: _("Certificate removed: %(kind)s %(number)s") % e,
    body=lambda e: e["reason"],
    tone=Tone.BROKEN,
    icon="certificate-off",
)
timeline.tells(
    told.CertificateExpiring,
    lambda e: _("Warned: %(kind)s runs out on %(expires_on)s") % e,
    tone=Tone.WAITING,
    icon="alarm",
)
timeline.tells(told.ShiftsSet, lambda e: _("Working week changed"), icon="calendar-time")
timeline.tells(
    told.LeaveRequested, lambda e: _("Leave requested: %(when)s") % {"when": _leave(e)}, tone=Tone.WAITING, icon="beach"
)
timeline.tells(
    told.LeaveApproved, lambda e: _("Leave approved: %(when)s") % {"when": _leave(e)}, tone=Tone.DONE, icon="beach"
)
timeline.tells(
    told.LeaveRefused, lambda e: _("Leave refused"), body=lambda e: e["reason"], tone=Tone.BROKEN, icon="beach"
)
timeline.tells(told.LeaveCanceled, lambda e: _("Leave called off: %(when)s") % {"when": _leave(e)}, icon="beach")
timeline.tells(told.UserCreated, lambda e: _("Login made"), tone=Tone.NEW, icon="user-plus")
timeline.tells(
    told.UserDeactivated, lambda e: _("Login closed"), body=lambda e: e["reason"], tone=Tone.BROKEN, icon="user-off"
)
timeline.tells(told.UserReactivated, lambda e: _("Login opened again"), tone=Tone.DONE, icon="user-check")
timeline.tells(told.SignInLinkIssued, lambda e: _("Link to set a password handed out"), icon="link")
timeline.tells(told.SecondFactorReset, lambda e: _("Second factor reset"), tone=Tone.WAITING, icon="shield-off")
timeline.tells(
    told.RoleGranted, lambda e: _("Role granted: %(role)s (%(where)s)") % _role(e), tone=Tone.DONE, icon="shield-plus"
)
timeline.tells(
    told.RoleRevoked,
    lambda e: _("Role revoked: %(role)s (%(where)s)") % _role(e),
    tone=Tone.BROKEN,
    icon="shield-minus",
)
