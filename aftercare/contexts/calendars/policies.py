"""Who may see and change the calendars."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.calendars.models import Calendar
from aftercare.platform.actor import OFFICE, Actor, Role
from aftercare.platform.refusal import Decision, allow, deny

READERS = (*sorted(OFFICE), Role.SYSTEM_ADMIN)
WRITERS = (Role.SERVICE_MANAGER, Role.SYSTEM_ADMIN)


def visible_to(actor: Actor) -> QuerySet[Calendar]:
    """Return the calendars this party may see: the office and the system administrator see all."""
    return Calendar.objects.all() if actor.has(*READERS) else Calendar.objects.none()


def may_change(*, by: Actor) -> Decision:
    """Tell whether the party may change calendars and holidays."""
    if by.has(*WRITERS):
        return allow()
    return deny(_("Calendars are changed by service managers and system administrators."))
