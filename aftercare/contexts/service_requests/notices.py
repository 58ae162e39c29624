"""What people are told about requests, each in their own language, each thing once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from aftercare.contexts.people import public as people
from aftercare.contexts.service_requests.models import RequestEngineer, ServiceRequest
from aftercare.platform.actor import Role
from aftercare.platform.notify import telling

TITLES: dict[str, Callable[[str], str]] = {
    "new": lambda number: _("New request %(number)s") % {"number": number},
    "comment": lambda number: _("%(number)s: the customer wrote") % {"number": number},
    "reopened": lambda number: _("%(number)s was reopened") % {"number": number},
    "order_lost": lambda number: _("%(number)s: the work order fell away") % {"number": number},
    "promise_near": lambda number: _("%(number)s: a promise runs out soon") % {"number": number},
    "promise_broken": lambda number: _("%(number)s: a promise is broken") % {"number": number},
    "promise_escalated": lambda number: (
        _("%(number)s: a broken promise is still open, nobody has acted") % {"number": number}
    ),
}


def tell(
    row: ServiceRequest,
    whom: Iterable[int],
    kind: str,
    *,
    body: str = "",
    dedupe: Any,
    at: datetime,
    by_mail: bool = True,
) -> int:
    """Tell these logins one thing about the request; return how many were told now."""
    return telling.tell(
        whom,
        kind=f"request.{kind}",
        message=lambda: telling.Message(
            title=TITLES[kind](row.number),
            body=body or row.subject,
            url=reverse("service_requests:detail", args=[row.pk]),
        ),
        dedupe=f"request.{kind}:{row.pk}:{dedupe}",
        about=row.key,
        at=at,
        by_mail=by_mail,
    )


def tell_mentioned(row: ServiceRequest, whom: Iterable[int], *, who: str, text: str, at: datetime) -> int:
    """Tell colleagues that somebody named them in a comment; return how many were told now."""
    return telling.tell(
        whom,
        kind="request.mention",
        message=lambda: telling.Message(
            title=_("%(number)s: %(who)s mentioned you") % {"number": row.number, "who": who},
            body=text,
            url=f"{reverse('service_requests:detail', args=[row.pk])}#stream",
        ),
        dedupe=f"request.mention:{row.pk}:{at.isoformat()}",
        about=row.key,
        at=at,
    )


def carers(row: ServiceRequest) -> list[int]:
    """Return whoever handles the request, or the region's desk while nobody does."""
    return [row.owner_id] if row.owner_id else people.users_with(Role.DESK_AGENT, region_id=row.region_id)


def managers(row: ServiceRequest) -> list[int]:
    """Return the service managers of the request's region."""
    return people.users_with(Role.SERVICE_MANAGER, region_id=row.region_id)


def engineers(row: ServiceRequest) -> list[int]:
    """Return the engineers booked for the request's open orders."""
    booked = RequestEngineer.objects.filter(order__request=row, order__is_open=True)
    return people.engineer_logins(booked.values_list("engineer_id", flat=True))


def dispatchers(row: ServiceRequest) -> list[int]:
    """Return the dispatchers of the request's region."""
    return people.users_with(Role.DISPATCHER, region_id=row.region_id)


AUDIENCES = {"carer": carers, "engineer": engineers, "dispatcher": dispatchers, "manager": managers}


def audiences(row: ServiceRequest, names: Iterable[str]) -> list[int]:
    """Return the logins a warning ladder names for the request."""
    return [user_id for name in names for user_id in AUDIENCES[name](row)]
