"""What neighbours may ask of the installed base: projects, equipment, and which equipment a label belongs to."""

from __future__ import annotations

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
    parties_of,
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
    "ProjectCard",
    "equipment_by_label",
    "equipment_card",
    "equipment_cards",
    "equipment_labels",
    "equipment_of",
    "equipment_options",
    "kind_choices",
    "label_path",
    "parties_of",
    "project_card",
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
