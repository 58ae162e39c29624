"""What the desk reads back to the caller, in natural words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from aftercare.contexts.service_requests.promises import Promised


def text(
    facts: Mapping[str, Any], customer: Any, equipment: Any, promised: Sequence[Promised], *, now: datetime
) -> str:
    """Return the sentences to read to the caller; nothing before anybody knows what happened."""
    if not facts.get("subject"):
        return ""
    parts = [_opening(facts), _matter(facts, customer, equipment)]
    if phone := facts.get("caller_phone"):
        parts.append(_("We can reach you at %(phone)s.") % {"phone": phone})
    parts += [_time(promised, now=now), _("Is that right?")]
    return _space().join(part for part in parts if part)


def _space() -> str:
    """Return what stands between two sentences: nothing in Chinese."""
    return "" if (translation.get_language() or "").startswith("zh") else " "


def _opening(facts: Mapping[str, Any]) -> str:
    if name := facts.get("caller_name"):
        return _("%(name)s, let me read that back to you.") % {"name": name}
    return _("Let me read that back to you.")


def _matter(facts: Mapping[str, Any], customer: Any, equipment: Any) -> str:
    whose = customer.short_name or customer.name if customer else ""
    where = equipment.location_path or equipment.project_name if equipment else facts.get("place") or ""
    where = _(", ").join(where.split(" / "))
    thing = equipment.name if equipment else ""
    # A project is often named after its customer; nobody says the name twice.
    named = "" if whose and where.startswith(whose) else whose
    where = _(", ").join(part for part in (named, where, thing) if part)
    subject = str(facts["subject"]).rstrip("。.！!；; ")
    if not where:
        return _("You report: %(subject)s.") % {"subject": subject}
    return _("At %(where)s: %(subject)s.") % {"where": where, "subject": subject}


def _time(promised: Sequence[Promised], *, now: datetime) -> str:
    due = {p.promise: moment(p.due_at, now=now) for p in promised}
    if "respond" in due and "arrive" in due:
        words = _("You have our answer by %(respond)s, and an engineer is there by %(arrive)s if one is needed.")
        return words % due
    if "respond" in due:
        return _("You have our answer by %(respond)s.") % due
    return ""


def moment(at: datetime, *, now: datetime) -> str:
    """Return a moment as one says it on the phone."""
    local, today = timezone.localtime(at), timezone.localtime(now).date()
    time = local.strftime("%H:%M")
    days = (local.date() - today).days
    if days == 0:
        return _("today %(time)s") % {"time": time}
    if days == 1:
        return _("tomorrow %(time)s") % {"time": time}
    words = _("%(month)s/%(day)s %(time)s")
    return words % {"month": local.month, "day": local.day, "time": time}
