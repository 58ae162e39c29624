"""Register a delivered project."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.installed_base import policies
from aftercare.contexts.installed_base.indexing import index_projects
from aftercare.contexts.installed_base.models import Project
from aftercare.contexts.organisations import public as organisations
from aftercare.platform import numbering, outbox, rows, zones
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused
from aftercare.published.installed_base import ProjectRegistered


@transaction.atomic
def register_project(
    *,
    name: str,
    customer_id: int,
    region_id: int,
    address: str = "",
    lat: float | None = None,
    lon: float | None = None,
    zone: str = "Asia/Shanghai",
    completion_accepted_on: date | None = None,
    settlement_price: Decimal | None = None,
    by: Actor,
    at: datetime,
) -> Project:
    """
    Register a project of a customer under a number such as `PJ-2026-000001`.

    :raises Refused: `not_allowed`, or what is wrong with a field; a customer the actor may not see does not exist.
    """
    policies.may_write(region_id, by=by).or_refuse()
    check_customer(customer_id, by=by)
    project = Project(registered_at=at)
    rows.fill(project, {"name": name, "customer_id": customer_id, "region_id": region_id, "address": address})
    rows.fill(project, {"lat": lat, "lon": lon, "zone": zone})
    rows.fill(project, {"completion_accepted_on": completion_accepted_on, "settlement_price": settlement_price})
    check_project(project)
    project.number = numbering.next("PJ", at)
    project.save()
    index_projects(Project.objects.filter(pk=project.pk))
    told = ProjectRegistered(
        project_id=project.pk,
        number=project.number,
        name=project.name,
        customer_id=project.customer_id,
        region_id=project.region_id,
        completion_accepted_on=project.completion_accepted_on,
        at=at,
    )
    outbox.publish(told, about=f"project:{project.pk}", by=by)
    return project


def check_customer(customer_id: int, *, by: Actor) -> None:
    """
    Refuse a customer that the actor may not see, in the words for one that does not exist.

    :raises Refused: `invalid`.
    """
    if not organisations.visible_to(by).filter(pk=customer_id).exists():
        raise Refused("invalid", _("There is no such customer."), field="customer_id")


def check_project(project: Project) -> None:
    """
    Refuse half a position, a place that is not on earth, an unknown zone and a negative price.

    :raises Refused: `invalid`.
    """
    if (project.lat is None) != (project.lon is None):
        raise Refused("invalid", _("Give both latitude and longitude, or neither."), field="lat")
    if project.lat is not None and not -90 <= project.lat <= 90:
        raise Refused("invalid", _("The latitude lies between -90 and 90."), field="lat")
    if project.lon is not None and not -180 <= project.lon <= 180:
        raise Refused("invalid", _("The longitude lies between -180 and 180."), field="lon")
    if project.zone not in zones.known():
        raise Refused("invalid", _("There is no such time zone; for example Asia/Shanghai."), field="zone")
    if project.settlement_price is not None and project.settlement_price < 0:
        raise Refused("invalid", _("The price cannot be negative."), field="settlement_price")
