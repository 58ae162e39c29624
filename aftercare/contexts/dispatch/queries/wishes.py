"""What customers wish about engineers, for the people who note it."""

from __future__ import annotations

from datetime import date

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from aftercare.contexts.dispatch import policies
from aftercare.contexts.dispatch.models import EngineerWish
from aftercare.platform.actor import Actor

MOST = 100
_ORDER = Case(
    When(kind="never", then=Value(0)), When(kind="only", then=Value(1)), default=Value(2), output_field=IntegerField()
)


def wishes_of_customer(customer_id: int, *, by: Actor, on: date) -> list[EngineerWish]:
    """Return what a customer wishes from a day on, what binds first. One query."""
    return _standing(policies.wishes_visible_to(by).filter(customer_id=customer_id), on)


def wishes_about(engineer_id: int, *, by: Actor, on: date) -> list[EngineerWish]:
    """Return what customers the actor sees wish about an engineer from a day on, what binds first. One query."""
    return _standing(policies.wishes_visible_to(by).filter(engineer_id=engineer_id), on)


def _standing(rows: QuerySet[EngineerWish], on: date) -> list[EngineerWish]:
    now = rows.filter(Q(days__upper_inf=True) | Q(days__endswith__gt=on), ended_at__isnull=True)
    found = now.select_related("engineer", "customer", "project").order_by(_ORDER, "engineer__name", "pk")
    return list(found[:MOST])
