"""Customers' wishes in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from aftercare.contexts.dispatch.models import EngineerWish
from aftercare.contexts.dispatch.wishes.wishing import EXCLUDES, Heed

NAMED = 3


def against(heed: Heed, engineer_id: int, name: str) -> str:
    """Return in a sentence why the customer does not want the engineer; "" when nothing is known against them."""
    code = heed.against(engineer_id)
    if code is None:
        return ""
    if code == EXCLUDES:
        words = {"name": name, "reason": heed.never[engineer_id].reason}
        return _("The customer does not want %(name)s: %(reason)s") % words
    return _("The customer wants only %(names)s, not %(name)s.") % {"names": names(heed), "name": name}


def briefly(heed: Heed, engineer_id: int) -> list[str]:
    """Return the same for a line with little room."""
    code = heed.against(engineer_id)
    if code is None:
        return []
    if code == EXCLUDES:
        return [_("Not wanted by the customer: %(reason)s") % {"reason": heed.never[engineer_id].reason}]
    return [_("The customer wants only %(names)s") % {"names": names(heed)}]


def names(heed: Heed) -> str:
    """Return who alone may come."""
    known = [wish.engineer_name for wish in heed.only.values()]
    return "、".join(known[:NAMED]) + ("…" if len(known) > NAMED else "")


def days(row: EngineerWish) -> str:
    """Return since when and until when a wish stands."""
    words = {"first": row.first_day.isoformat(), "last": row.last_day.isoformat() if row.last_day else ""}
    return (_("%(first)s to %(last)s") if row.last_day else _("since %(first)s")) % words
