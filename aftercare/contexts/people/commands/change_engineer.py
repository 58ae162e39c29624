"""Change the facts about an engineer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from aftercare.contexts.people import policies
from aftercare.contexts.people.commands.hire_engineer import CLASHES, check_place, search_words
from aftercare.contexts.people.models import Engineer, Grant
from aftercare.platform import outbox, rows
from aftercare.platform.actor import Actor, Role
from aftercare.published.people import EngineerChanged

CHANGEABLE = ("employee_no", "name", "phone", "grade", "region_id", "centre_id", "lat", "lon", "is_active")


@transaction.atomic
def change_engineer(*, engineer_id: int, changes: Mapping[str, Any], by: Actor, at: datetime) -> Engineer:
    """
    Change some of: employee_no, name, phone, grade, region_id, centre_id, lat, lon, is_active.

    Who moves to another region works there from now on: the engineer's role moves along.
    :raises Refused: `not_found`, `not_allowed`, `conflict`, or what is wrong with a field.
    """
    engineer = rows.locked(policies.visible_to(by), engineer_id)
    policies.may_manage(engineer.region_id, by=by).or_refuse()
    before = engineer.region_id
    changed = rows.fill(engineer, {name: changes[name] for name in CHANGEABLE if name in changes})
    if not changed:
        return engineer
    policies.may_manage(engineer.region_id, by=by).or_refuse()
    check_place(engineer)
    engineer.search = search_words(engineer)
    with rows.telling(CLASHES):
        engineer.save()
    if "region_id" in changed:
        _move_role(engineer, before)
    if "name" in changed:
        type(engineer.user).objects.filter(pk=engineer.user_id).update(name=engineer.name)
    told = EngineerChanged(
        engineer_id=engineer.pk, changed=changed, region_id=engineer.region_id, is_active=engineer.is_active, at=at
    )
    outbox.publish(told, about=f"engineer:{engineer.pk}", by=by)
    return engineer


def _move_role(engineer: Engineer, before: int) -> None:
    held = Grant.objects.filter(user_id=engineer.user_id, role=Role.ENGINEER)
    if held.filter(region_id=engineer.region_id).exists():
        held.filter(region_id=before).delete()
    else:
        held.filter(region_id=before).update(region_id=engineer.region_id)
