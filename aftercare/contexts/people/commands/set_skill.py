"""Say how well an engineer can do something."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.people import policies, rules
from aftercare.contexts.people.models import EngineerSkill, Skill
from aftercare.platform import outbox, rows
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused
from aftercare.published.people import SkillSet


@transaction.atomic
def set_skill(*, engineer_id: int, skill_id: int, level: int, by: Actor, at: datetime) -> None:
    """
    Set the level of a skill, 1 (helper) to 5 (expert); level 0 takes the skill away.

    :raises Refused: `not_found`, `not_allowed`, or `invalid` for an unknown skill or level.
    """
    engineer = rows.locked(policies.visible_to(by), engineer_id)
    policies.may_manage(engineer.region_id, by=by).or_refuse()
    skill = Skill.objects.filter(pk=skill_id).first()
    if skill is None:
        raise Refused("invalid", _("There is no such skill."), field="skill_id")
    if level != 0 and level not in rules.LEVELS:
        raise Refused("invalid", _("The level must lie between 1 and 5."), field="level")
    held = EngineerSkill.objects.filter(engineer=engineer, skill=skill).first()
    if (held.level if held else 0) == level:
        return
    if level == 0:
        EngineerSkill.objects.filter(engineer=engineer, skill=skill).delete()
    else:
        EngineerSkill.objects.update_or_create(engineer=engineer, skill=skill, defaults={"level": level})
    told = SkillSet(engineer_id=engineer.pk, skill_id=skill.pk, skill=skill.name, level=level, at=at)
    outbox.publish(told, about=f"engineer:{engineer.pk}", by=by)
