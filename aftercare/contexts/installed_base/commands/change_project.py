"""Change the facts about a project."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from aftercare.contexts.installed_base import policies
from aftercare.contexts.installed_base.commands.register_project import check_customer, check_project
from aftercare.contexts.installed_base.indexing import index_equipment, index_projects
from aftercare.contexts.installed_base.models import Equipment, Project
from aftercare.platform import outbox, rows
from aftercare.platform.actor import Actor
from aftercare.published.installed_base import ProjectChanged

CHANGEABLE = (
    "name",
    "customer_id",
    "region_id",
    "address",
    "lat",
    "lon",
    "zone",
    "completion_accepted_on",
    "settlement_price",
)


@transaction.atomic
def change_project(*, project_id: int, changes: Mapping[str, Any], by: Actor, at: datetime) -> Project:
    """
    Change some of the facts that `register_project` takes; the equipment follows to another customer or region.

    :raises Refused: `not_found`, `not_allowed`, or what is wrong with a field.
    """
    project = rows.locked(policies.projects_visible_to(by), project_id)
    policies.may_write(project.region_id, by=by).or_refuse()
    changed = rows.fill(project, {name: changes[name] for name in CHANGEABLE if name in changes})
    if not changed:
        return project
    policies.may_write(project.region_id, by=by).or_refuse()
    if "customer_id" in changed:
        check_customer(project.customer_id, by=by)
    check_project(project)
    project.save()
    installed = Equipment.objects.filter(project=project)
    if {"customer_id", "region_id"} & set(changed):
        installed.update(customer_id=project.customer_id, region_id=project.region_id)
    if {"customer_id", "name"} & set(changed):
        index_equipment(installed)
    index_projects(Project.objects.filter(pk=project.pk))
    told = ProjectChanged(
        project_id=project.pk, changed=changed, completion_accepted_on=project.completion_accepted_on, at=at
    )
    outbox.publish(told, about=f"project:{project.pk}", by=by)
    return project
