"""What neighbours may ask of people: who may do what and where, which engineers there are, when they work."""

from __future__ import annotations

from aftercare.contexts.people.colleagues import Mention, engineer_logins, mentions, offered, office_in
from aftercare.contexts.people.commands import open_outside_login
from aftercare.contexts.people.policies import visible_to
from aftercare.contexts.people.queries import (
    Availability,
    EngineerCard,
    LeaveSpan,
    RegionCard,
    availability,
    certificate_choices,
    engineer_card,
    engineers_in,
    region_by_code,
    region_card,
    region_choices,
    region_labels,
    region_options,
    regions,
    regions_above,
    regions_under,
    scope_of,
    skill_choices,
    users_with,
)
from aftercare.contexts.people.roster import RosterRow, roster
from aftercare.contexts.people.rules import Scope, Span
from aftercare.contexts.people.suitability import Misfit, misfits

__all__ = [
    "Availability",
    "EngineerCard",
    "LeaveSpan",
    "Mention",
    "Misfit",
    "RegionCard",
    "RosterRow",
    "Scope",
    "Span",
    "availability",
    "certificate_choices",
    "engineer_card",
    "engineer_logins",
    "engineers_in",
    "mentions",
    "misfits",
    "offered",
    "office_in",
    "open_outside_login",
    "region_by_code",
    "region_card",
    "region_choices",
    "region_labels",
    "region_options",
    "regions",
    "regions_above",
    "regions_under",
    "roster",
    "scope_of",
    "skill_choices",
    "users_with",
    "visible_to",
]
