"""What follows for projects and equipment when something upstream changes."""

from __future__ import annotations

from aftercare.contexts.installed_base.indexing import index_equipment, index_projects
from aftercare.contexts.installed_base.models import Equipment, Project
from aftercare.platform.actor import Actor
from aftercare.platform.outbox import when
from aftercare.published.organisations import OrganisationChanged


@when(OrganisationChanged)
def find_by_new_customer_name(event: OrganisationChanged, by: Actor) -> None:
    """Let projects and equipment be found by the new name of their customer."""
    if {"name", "short_name"} & set(event.changed):
        index_projects(Project.objects.filter(customer_id=event.organisation_id))
        index_equipment(Equipment.objects.filter(customer_id=event.organisation_id))
