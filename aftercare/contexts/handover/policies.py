"""Who may take a project over."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from aftercare.platform.actor import Actor, Role
from aftercare.platform.refusal import Decision, allow, deny

WRITERS = (Role.SERVICE_MANAGER,)


def may_take_over(region_id: int, *, by: Actor) -> Decision:
    """Tell whether the party may take over projects of this region."""
    if not by.has(*WRITERS):
        return deny(_("Service managers take projects over."))
    if not by.works_in(region_id):
        return deny(_("This region is not one of yours."))
    return allow()
