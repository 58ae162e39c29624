"""Why: what a planner says of itself, in people's words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from aftercare.contexts.dispatch.solver.problem import BadProblem


def trouble(refused: Exception) -> str:
    """Return why no plan could be made."""
    if isinstance(refused, BadProblem) and refused.code == "no_engineers":
        return _("Nobody works in this region on these days.")
    if isinstance(refused, BadProblem) and refused.code == "too_large":
        return _("There is more booked on these days than is planned at once. Plan fewer days, or a smaller region.")
    return _("The engine made no plan: %(why)s") % {"why": str(refused)}
