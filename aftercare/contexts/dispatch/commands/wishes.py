"""What customers wish about engineers: noted when they say so, ended when it no longer holds."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.dispatch import policies
from aftercare.contexts.dispatch.commands.locking import queue_up
from aftercare.contexts.dispatch.models import BINDING, EngineerWish, WishKind
from aftercare.contexts.installed_base import public as installed_base
from aftercare.contexts.organisations import public as organisations
from aftercare.contexts.people import public as people
from aftercare.platform import outbox, wording
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused, not_found
from aftercare.published.dispatch import EngineerWishEnded, EngineerWishSet

A_DAY = timedelta(days=1)
FARTHEST = timedelta(days=366)
LONGEST = timedelta(days=3660)
ZONE = "Asia/Shanghai"


@transaction.atomic
def set_wish(
    *,
    customer_id: int,
    engineer_id: int,
    kind: str,
    project_id: int | None = None,
    first_day: date | None = None,
    last_day: date | None = None,
    reason: str = "",
    said_by: str = "",
    by: Actor,
    at: datetime,
) -> EngineerWish:
    """
    Note that a customer never, only or rather wants an engineer: at one project or everywhere, from today or a day on.

    :raises Refused: `not_found`, `not_allowed`, `unknown`, `bad_time`, `missing`, `conflict` when a wish about the
        engineer stands at the same place, or `contradiction` when never and only would meet.
    """
    customer = _customer(customer_id, by)
    policies.may_note_wish(by=by, region_id=customer.region_id).or_refuse()
    if kind not in WishKind.values:
        raise Refused("unknown", _("Choose what the customer wishes."), field="kind")
    engineer = people.engineer_card(engineer_id)
    if engineer is None or not engineer.is_active:
        raise Refused("unknown", _("There is no such engineer."), field="engineer_id")
    project = installed_base.project_card(project_id) if project_id is not None else None
    if project_id is not None and (project is None or project.customer_id != customer_id):
        raise Refused("unknown", _("This customer has no such project."), field="project_id")
    row = EngineerWish(
        customer_id=customer_id, project_id=project_id, engineer_id=engineer_id, kind=kind,
        days=_days(first_day, last_day, today=_today(customer.region_id, at)),
        reason=wording.line(reason, field="reason", limit=300, required=kind in BINDING),
        said_by=wording.line(said_by, field="said_by", limit=80),
        noted_by_id=by.id, noted_by_name=by.name[:80], noted_at=at,
    )  # fmt: skip
    _write_unless_said(row, engineer.name)
    event = EngineerWishSet(**_facts(row, engineer.name), first_day=row.first_day, last_day=row.last_day, at=at)
    outbox.publish(event, about=_about(row), by=by)
    return row


@transaction.atomic
def end_wish(*, wish_id: int, by: Actor, at: datetime) -> EngineerWish:
    """
    Let the wish stand no longer; what is booked stays.

    :raises Refused: `not_found`, `not_allowed`, or `wrong_state` when it was ended before.
    """
    seen = policies.wishes_visible_to(by).filter(pk=wish_id).exists()
    rows = EngineerWish.objects.select_for_update(of=("self",)).select_related("customer", "engineer")
    row = rows.filter(pk=wish_id).first() if seen else None
    if row is None:
        raise not_found()
    policies.may_note_wish(by=by, region_id=row.customer.region_id).or_refuse()
    if row.ended_at is not None:
        raise Refused("wrong_state", _("This wish was ended already."))
    row.ended_at, row.ended_by_name = at, by.name[:80]
    row.save(update_fields=["ended_at", "ended_by_name"])
    outbox.publish(EngineerWishEnded(**_facts(row, row.engineer.name), at=at), about=_about(row), by=by)
    return row


def _customer(customer_id: int, by: Actor) -> organisations.OrganisationCard:
    seen = organisations.visible_to(by).filter(pk=customer_id).exists()
    card = organisations.organisation_card(customer_id) if seen else None
    if card is None:
        raise not_found()
    return card


def _today(region_id: int | None, at: datetime) -> date:
    region = people.region_card(region_id) if region_id else None
    return at.astimezone(ZoneInfo(region.zone if region else ZONE)).date()


def _days(first: date | None, last: date | None, *, today: date) -> DateRange:
    begins = first or today
    if abs(begins - today) > FARTHEST:
        raise Refused("bad_time", _("The first day lies within a year before or after today."), field="first_day")
    if last is None:
        return DateRange(begins, None)
    if last < begins:
        raise Refused("bad_time", _("The last day must not come before the first."), field="last_day")
    if last < today:
        raise Refused("bad_time", _("These days are over."), field="last_day")
    if last - begins > LONGEST:
        raise Refused("bad_time", _("Leave the last day empty for a wish that stands for good."), field="last_day")
    return DateRange(begins, last + A_DAY)


def _write_unless_said(row: EngineerWish, name: str) -> None:
    """Write the wish; the database alone decides whether it goes together with what stands."""
    # Two insertions must not wait for each other in a constraint; publishing a plan waits here too.
    queue_up(row.engineer_id)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        if "wish_stands_once" in str(error):
            words = _("A wish about %(name)s stands for this place already; end it first.")
            raise Refused("conflict", words % {"name": name}, field="engineer_id") from error
        if "wish_never_or_only" not in str(error):
            raise
        words = _("This customer has said already that %(name)s never, or alone, may come; end that wish first.")
        raise Refused("contradiction", words % {"name": name}, field="kind") from error


def _about(row: EngineerWish) -> str:
    return f"organisation:{row.customer_id}"


def _facts(row: EngineerWish, name: str) -> dict[str, Any]:
    return {
        "wish_id": row.pk, "customer_id": row.customer_id, "project_id": row.project_id,
        "engineer_id": row.engineer_id, "engineer_name": name, "kind": row.kind,
    }  # fmt: skip
