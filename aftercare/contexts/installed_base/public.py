"""What neighbours may ask of the installed base: projects, equipment, and which equipment a label belongs to."""

from __future__ import annotations

from aftercare.contexts.installed_base.models import PartKind
from aftercare.contexts.installed_base.policies import projects_visible_to
from aftercare.contexts.installed_base.policies import visible_to as visible_equipment
from aftercare.contexts.installed_base.queries import (
    EquipmentCard,
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
    project_card,
    project_labels,
    project_options,
    projects_of,
    search_equipment,
    search_projects,
    site_tree,
)
from aftercare.contexts.installed_base.rules import split_label

__all__ = [
    "EquipmentCard",
    "LocationNode",
    "PartKind",
    "ProjectCard",
    "equipment_by_label",
    "equipment_card",
    "equipment_cards",
    "equipment_labels",
    "equipment_of",
    "equipment_options",
    "kind_choices",
    "label_path",
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
    "visible_equipment",
]


def project_key(project_id: int) -> str:
    """Return the name under which events know a project."""
    return f"project:{project_id}"
