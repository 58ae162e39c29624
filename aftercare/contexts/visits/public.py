"""What neighbours may ask of visits."""

from __future__ import annotations

from aftercare.contexts.visits.invitations import Invitation, invite
from aftercare.contexts.visits.policies import visible_to
from aftercare.contexts.visits.queries import VisitRow, of_order, reports_of
from aftercare.contexts.visits.queries import visit as visit_card

__all__ = ["Invitation", "VisitRow", "invite", "of_order", "reports_of", "visible_to", "visit_card"]
