"""The project whose warranties are written, and what is checked about every day that is named."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from aftercare.contexts.installed_base import public as installed_base
from aftercare.contexts.installed_base.public import ProjectCard
from aftercare.contexts.warranties import policies
from aftercare.contexts.warranties.models import WarrantyPart
from aftercare.platform import rows
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused, not_found


def locked_project(project_id: int, *, by: Actor) -> ProjectCard:
    """
    Return the project, locked against others who write its warranties.

    :raises Refused: `not_found`, `not_allowed`.
    """
    rows.locked(installed_base.projects_visible_to(by), project_id)
    card = installed_base.project_card(project_id)
    if card is None:
        raise not_found()
    policies.may_write(card.region_id, by=by).or_refuse()
    return card


def locked_part(part_id: int, *, by: Actor) -> tuple[WarrantyPart, ProjectCard]:
    """
    Return the part and its project, both locked.

    :raises Refused: `not_found`, `not_allowed`.
    """
    found = policies.visible_to(by).filter(pk=part_id).values_list("project_id", flat=True).first()
    if found is None:
        raise not_found()
    card = locked_project(found, by=by)
    return rows.locked(policies.visible_to(by), part_id), card


def passed(day: date, card: ProjectCard, *, field: str, at: datetime) -> date:
    """
    Return the day, which has to have come where the project stands.

    :raises Refused: `invalid` for a day in the future.
    """
    today = at.astimezone(ZoneInfo(card.zone)).date()
    if day > today:
        words = _("This day is in the future; today is %(today)s where the project stands.") % {"today": today}
        raise Refused("invalid", words, field=field)
    return day
