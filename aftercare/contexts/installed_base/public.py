"""What neighbours may ask of the installed base: projects, equipment, and which equipment a label belongs to."""

from __future__ import annotations

from aftercare.contexts.installed_base.commands import add_location, add_party
from aftercare.contexts.installed_base.importing import OPTIONAL as EQUIPMENT_OPTIONAL
from aftercare.contexts.installed_base.importing import Importing as EquipmentSheet
from aftercare.contexts.installed_base.importing import heads as equipment_heads
from aftercare.contexts.installed_base.importing import typed_day
from aftercare.contexts.installed_base.models import Location, PartKind, ProjectParty
from aftercare.contexts.installed_base.policies import own_projects, projects_visible_to
from aftercare.contexts.installed_base.policies import visible_to as visible_equipment
from aftercare.contexts.installed_base.queries import (
    EquipmentCard,
    Lacking,
    LocationNode,
    ProjectCard,
    equipment_by_label,
    equipment_card,
    equipment_cards,
    equipment_labels,
    equipment_of,
    equipment_options,
    kind_choices,
    label_path,
    lacking,
    parties_of,
    parts_played,
    party_ids,
    project_card,
    project_labels,
    project_options,
    projects_of,
    search_equipment,
    search_projects,
    site_tree,
)
from aftercare.contexts.installed_base.rules import split_label

PARTS = ProjectParty.Part.choices
PLACE_KINDS = Location.Kind.choices

__all__ = [
    "EQUIPMENT_OPTIONAL",
    "PARTS",
    "PLACE_KINDS",
    "EquipmentCard",
    "EquipmentSheet",
    "Lacking",
    "LocationNode",
    "PartKind",
    "ProjectCard",
    "add_location",
    "add_party",
    "equipment_by_label",
    "equipment_card",
    "equipment_cards",
    "equipment_heads",
    "equipment_labels",
    "equipment_of",
    "equipment_options",
    "kind_choices",
    "label_path",
    "lacking",
    "own_projects",
    "parties_of",
    "parts_played",
    "party_ids",
    "project_card",
    "project_key",
    "project_labels",
    "project_options",
    "projects_of",
    "projects_visible_to",
    "search_equipment",
    "search_projects",
    "site_tree",
    "split_label",
    "typed_day",
    "visible_equipment",
]


def project_key(project_id: int) -> str:
    """Return the name under which events know a project."""
    return f"project:{project_id}"
