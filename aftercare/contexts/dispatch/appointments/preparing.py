"""What the customer is asked to prepare, and what they may know of who comes."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _

from aftercare.contexts.people import public as people


def lines(kind: str) -> list[str]:
    """Return what to prepare for a kind of work, in the active language."""
    found = [
        _("Please have somebody there who can let the engineer in and sign at the end."),
        _("Keep the way to the equipment and to its switches free."),
    ]
    if kind in {"maintenance", "inspection"}:
        found.append(_("The equipment stands still during the work; tell those who use it."))
    elif kind == "repair":
        found.append(_("Leave the equipment as it is; note what you saw and heard when it failed."))
    return found


def phone_of(engineer_id: int) -> str:
    """Return the engineer's phone where the company lets customers have it, else ""."""
    if not settings.SHOW_ENGINEER_PHONE:
        return ""
    card = people.engineer_card(engineer_id)
    return card.phone if card else ""
