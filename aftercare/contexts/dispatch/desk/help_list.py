"""The list of help between regions."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aftercare.contexts.dispatch import policies
from aftercare.contexts.people import public as people
from aftercare.platform import clock
from aftercare.platform.actor import Actor
from aftercare.platform.web.listing import (
    Column,
    Create,
    DateColumn,
    Listing,
    PersonColumn,
    RelationFilter,
    StatusColumn,
    Tab,
    TimeColumn,
    status_filter,
)


def _to_decide(actor: Actor, now: datetime) -> Q:
    asked = Q(status="asked")
    return asked if actor.region_ids is None else asked & Q(lender_id__in=actor.region_ids)


def _running(actor: Actor, now: datetime) -> Q:
    return Q(status="approved", days__endswith__gt=now.date())


def waiting_count(actor: Actor) -> int | None:
    """Return how many questions of other regions wait, counted up to 100."""
    if not actor.has(*policies.DISPATCHERS):
        return None
    return policies.helps_visible_to(actor).filter(_to_decide(actor, clock.now()))[:100].count() or None


class HelpList(Listing):
    """The help the person's regions lend and borrow."""

    name, title, roles = "dispatch.help", _("Help between regions"), policies.READERS
    icon = "arrows-exchange"
    is_searchable = False
    columns = [
        Column(key="engineer", label=_("Engineer"), value=lambda r: r.engineer.name, link=True, card=1),
        Column(key="borrower", label=pgettext_lazy("help", "Helps"), value=lambda r: r.borrower.name, card=2),
        Column(key="lender", label=pgettext_lazy("help", "Lent by"), value=lambda r: r.lender.name),
        DateColumn(key="first_day", label=_("First day"), sort="days"),
        DateColumn(key="last_day", label=_("Last day")),
        StatusColumn(key="status", label=_("Status"), kind="help", sort="status", card=3),
        Column(key="reason", label=_("Reason"), wide=True),
        PersonColumn(key="asked_by_name", label=pgettext_lazy("help", "Asked by")),
        TimeColumn(key="asked_at", label=pgettext_lazy("help", "Asked"), sort=("-asked_at",)),
        PersonColumn(key="decided_by_name", label=_("Decided by"), shown=False),
    ]
    filters = [
        status_filter("help"),
        RelationFilter(
            key="borrower", label=pgettext_lazy("help", "Helps"), field="borrower_id", options=people.region_options,
            labels=people.region_labels,
        ),
    ]  # fmt: skip
    tabs = [
        Tab("todo", _("To decide"), _to_decide),
        Tab("running", pgettext_lazy("help", "Lent"), _running, "days"),
    ]
    create = Create(_("Ask for help"), "dispatch:ask_help", policies.DISPATCHERS, icon="arrows-exchange", dialog=True)
    default_sort = ("-asked_at", "-id")
    empty_text = _("When nobody of your region fits or is free, borrow an engineer of another one.")

    def queryset(self, actor: Actor) -> QuerySet[Any]:
        """Return the help of the person's regions."""
        return policies.helps_visible_to(actor).select_related("engineer", "lender", "borrower")
