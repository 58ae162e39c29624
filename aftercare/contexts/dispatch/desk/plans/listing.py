"""The list of plans."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aftercare.contexts.dispatch import policies
from aftercare.contexts.dispatch.models import Cause, Plan
from aftercare.contexts.dispatch.planning.profiles import PROFILES
from aftercare.contexts.people import public as people
from aftercare.platform.actor import Actor
from aftercare.platform.web.listing import (
    ChoiceFilter,
    Column,
    Create,
    DateColumn,
    Listing,
    NumberColumn,
    RelationFilter,
    StatusColumn,
    Tab,
    TimeColumn,
    status_filter,
)


def _profile(row: Plan) -> Any:
    profile = PROFILES.get(row.profile)
    return profile.label if profile else row.profile


def _saved_km(row: Plan) -> float | None:
    before, after = row.figures.get("before"), row.figures.get("after")
    return after["km"] - before["km"] if before and after else None


class PlanList(Listing):
    """The plans of the regions the person dispatches."""

    name, title, roles, icon = "dispatch.plans", _("Plans"), policies.DISPATCHERS, "route"
    columns = [
        Column(key="id", label=pgettext_lazy("plan", "No."), value=lambda r: f"#{r.pk}", link=True, sort="id", card=1),
        Column(key="region", label=_("Region"), value=lambda r: r.region.name, sort="region__name", card=2),
        Column(key="cause", label=_("Cause"), value=lambda r: r.get_cause_display(), sort="cause"),
        DateColumn(key="first_on", label=_("First day"), sort="first_on"),
        NumberColumn(key="days", label=_("Days"), sort="days"),
        Column(key="profile", label=_("What counts most"), value=_profile),
        StatusColumn(key="status", label=_("Status"), kind="plan", sort="status", card=3),
        NumberColumn(key="km", label=_("Kilometres, more or less"), value=_saved_km),
        Column(key="asked_by", label=pgettext_lazy("plan", "Asked by")),
        TimeColumn(key="asked_at", label=pgettext_lazy("plan", "Asked"), sort=("-asked_at",)),
        Column(key="ended_by", label=pgettext_lazy("plan", "Decided by"), shown=False),
        TimeColumn(key="ended_at", label=pgettext_lazy("plan", "Decided"), sort="ended_at", shown=False),
    ]
    filters = [
        status_filter("plan"),
        ChoiceFilter(key="cause", label=_("Cause"), choices=Cause.choices),
        RelationFilter(
            key="region", label=_("Region"), field="region_id", options=people.region_options,
            labels=people.region_labels,
        ),
    ]  # fmt: skip
    tabs = [
        Tab("open", _("To decide on"), Q(status__in=["waiting", "working", "ready"])),
        Tab("published", _("Published"), Q(status="published"), "-ended_at"),
    ]
    create = Create(_("New plan"), "dispatch:plan_new", policies.DISPATCHERS)
    default_sort = ("-id",)
    search_hint = _("Who asked")
    empty_title = _("No plans yet")
    empty_text = _("Let the engine plan a region's day: it proposes, you look at the difference, then publish.")

    def queryset(self, actor: Actor) -> QuerySet[Plan]:
        """Return the plans with their region; of those around edits only the ones that came to something."""
        came_to_something = ~Q(cause=Cause.MENDING) | Q(status__in=["ready", "published"])
        return policies.plans_visible_to(actor).filter(came_to_something).select_related("region")

    def searched(self, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        """Return the plans somebody of this name asked for."""
        return rows.filter(asked_by__icontains=text.strip())

    def url(self, row: Plan) -> str:
        """Return the plan's page."""
        return reverse("dispatch:plan", args=[row.pk])
