"""Filters over facts: a region with its parts, and the source a fact came from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext as _

from aftercare.contexts.insights.models import OrderFact, RequestFact
from aftercare.contexts.insights.queries import sources
from aftercare.contexts.insights.queries.asking import OWN
from aftercare.contexts.people import public as people
from aftercare.platform.actor import Actor
from aftercare.platform.web.listing import ChoiceFilter, Filter
from aftercare.platform.web.listing.filters import OFF, Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionFilter(Filter):
    """One region with everything inside it."""

    template = "web/listing/filter_choice.html"

    def read(self, params: QueryDict, actor: Actor) -> Reading:
        """Return the condition for the region and its parts."""
        text = params.get(self.key, "")
        if not text:
            return OFF
        found = next(((pk, name) for pk, name in people.region_choices(actor) if str(pk) == text), None)
        if found is None:
            return self.wrong(_("“%(value)s” is not one of its values.") % {"value": text[:40]})
        return Reading(Q(region_id__in=people.regions_under([found[0]])), found[1].strip())

    def form(self, params: QueryDict, actor: Actor) -> dict[str, Any]:
        """Return the regions with the chosen one ticked."""
        chosen = params.get(self.key, "")
        return {"options": [(str(pk), name, str(pk) == chosen) for pk, name in people.region_choices(actor)]}


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFilter(ChoiceFilter):
    """The company's own business, or the history of one other system; `link` says how facts are tied to requests."""

    link: str = "source_system"

    def condition(self, chosen: list[str]) -> Q:
        """Return the condition for these sources."""
        requests = RequestFact.objects.filter(source_system__in=["" if value == OWN else value for value in chosen])
        if self.link == "source_system":
            return Q(source_system__in=["" if value == OWN else value for value in chosen])
        if self.link == "request_id":
            return Q(request_id__in=requests.values("request_id"))
        orders = OrderFact.objects.filter(request_id__in=requests.values("request_id"))
        return Q(work_order_id__in=orders.values("work_order_id"))


def source_choices() -> list[tuple[str, Any]]:
    """Return the company itself and every system history came from."""
    return [(OWN, _("Own business")), *((name, name) for name in sources())]
